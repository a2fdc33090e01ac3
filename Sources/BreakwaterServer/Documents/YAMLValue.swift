import Yams

/// A value of a document that knows its place, and reports what is wrong with it.
struct YAMLValue {
    let node: Node
    let file: String
    let problems: ProblemCollector

    var position: DocumentPosition { DocumentPosition(file: file, line: node.mark?.line ?? 0) }

    func report(_ message: String) { problems.report(position, message) }

    /// A plain or quoted scalar's text, as it was written.
    /// - Parameter role: what the value is for, as the problem should call it: "`id` of a profile".
    func text(_ role: String) -> String? {
        guard let scalar = node.scalar else {
            report("\(role) must be text, not \(kind)")
            return nil
        }
        guard !isNull, !scalar.string.isEmpty else {
            report("\(role) must not be empty")
            return nil
        }
        guard !scalar.string.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F }) else {
            report("\(role) has a control character")
            return nil
        }
        return scalar.string
    }

    func boolean(_ role: String) -> Bool? {
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            report("\(role) must be `true` or `false`")
            return nil
        }
    }

    func integer(_ role: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = node.scalar?.string, let value = Int(text), range.contains(value) else {
            report("\(role) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    /// One of a set of words.
    func choice<Value>(_ role: String, of values: some Sequence<(String, Value)>) -> Value? {
        guard let text = text(role) else { return nil }
        if let found = values.first(where: { $0.0 == text }) { return found.1 }
        let words = values.map(\.0)
        report("\(role) is `\(text)`; it must be \(words.formattedAsChoice)\(NearestName.hint(text, in: words))")
        return nil
    }

    /// The items of a list.
    func items(_ role: String) -> [YAMLValue] {
        if isNull { return [] }
        guard let sequence = node.sequence else {
            report("\(role) must be a list, not \(kind)")
            return []
        }
        return sequence.map(with)
    }

    /// The items of a list, or the value itself where it is no list.
    func itemsOrSelf() -> [YAMLValue] {
        if isNull { return [] }
        return node.sequence.map { $0.map(with) } ?? [self]
    }

    /// A map whose keys are all known; an unknown one is reported with the nearest known name.
    func mapping(_ role: String, keys: [String]) -> YAMLMapping? {
        guard let mapping = entries(role) else { return nil }
        for (key, _) in mapping.pairs where !keys.contains(key.name) {
            key.value.report("unknown key `\(key.name)` in \(role)\(NearestName.hint(key.name, in: keys))")
        }
        return mapping
    }

    /// A map whose keys are the document's own words.
    func entries(_ role: String) -> YAMLMapping? {
        guard let mapping = node.mapping else {
            report("\(role) must be a map of `key: value`, not \(kind)")
            return nil
        }
        var pairs: [(YAMLMapping.Key, YAMLValue)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                with(key).report("a key of \(role) must be text")
                continue
            }
            // An empty value has no mark of its own place; the key's line is where the person looks.
            pairs.append((YAMLMapping.Key(name: name, value: with(key)), with(value)))
        }
        return YAMLMapping(role: role, pairs: pairs, origin: self)
    }

    var isScalar: Bool { node.scalar != nil }

    var isNull: Bool {
        guard let scalar = node.scalar, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    private var kind: String {
        switch node {
        case .mapping: "a map"
        case .sequence: "a list"
        case .scalar: isNull ? "nothing" : "a single value"
        case .alias: "an alias"
        }
    }

    private func with(_ node: Node) -> YAMLValue { YAMLValue(node: node, file: file, problems: problems) }
}

/// A map of a document, in the order it was written.
struct YAMLMapping {
    struct Key {
        let name: String
        let value: YAMLValue
    }

    /// What the map is, as problems call it: "a profile".
    let role: String
    let pairs: [(key: Key, value: YAMLValue)]
    let origin: YAMLValue

    /// The value of a key; `nil` where it is absent or nothing was written behind it.
    subscript(name: String) -> YAMLValue? {
        guard let value = pairs.first(where: { $0.key.name == name })?.value, !value.isNull else { return nil }
        return value
    }

    func has(_ name: String) -> Bool { pairs.contains { $0.key.name == name } }

    /// The value of a key that must be there.
    func required(_ name: String) -> YAMLValue? {
        if let value = self[name] { return value }
        origin.report("\(role) needs `\(name)`")
        return nil
    }
}

extension [String] {
    /// "`a`, `b` or `c`".
    var formattedAsChoice: String {
        let quoted = map { "`\($0)`" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
