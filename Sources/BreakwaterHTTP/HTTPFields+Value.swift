import HTTPTypes

extension HTTPFields {
    /// The value of a field; `nil` where there is none.
    ///
    /// The library's subscript joins values into a new text also where there is one, as there nearly always is.
    func value(_ name: HTTPField.Name) -> String? {
        var found: Int?
        for index in indices where self[index].name == name {
            guard found == nil else { return self[name] }
            found = index
        }
        return found.map { self[$0].value }
    }
}

/// A set of field names that is asked about every field of every message: by length first, which settles most.
struct FieldNameSet {
    private let byLength: [[String]]

    init(_ names: [HTTPField.Name]) {
        var byLength: [[String]] = []
        for name in names.map(\.canonicalName) {
            while byLength.count <= name.utf8.count { byLength.append([]) }
            byLength[name.utf8.count].append(name)
        }
        self.byLength = byLength
    }

    func contains(_ name: HTTPField.Name) -> Bool {
        let text = name.canonicalName
        let length = text.utf8.count
        guard length < byLength.count else { return false }
        for known in byLength[length] where known == text { return true }
        return false
    }
}
