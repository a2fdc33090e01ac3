import BreakwaterPolicy
import BreakwaterRules

/// A policy that a converter builds: what becomes `policy.yaml` and the files beside it.
struct ConvertedPolicy {
    struct List {
        var id: String
        var format: ListFormat
        var category: CategoryID
        var isException = false
        var lines: [String] = []
    }

    struct TimeRule {
        var name: String
        var days: String
        var ranges: [String]
        /// `nil` blocks everything.
        var actions: [(category: CategoryID, action: Action)]?
    }

    struct Group {
        var id: String
        var name: String
        var ageBand = AgeBand.from10to12
        var blocksByDefault = false
        var actions: [(category: CategoryID, action: Action)] = []
        var allow: [String] = []
        var deny: [String] = []
        var times: [TimeRule] = []
        var scansText = true
        var textScoreLimit: Int?

        mutating func set(_ category: CategoryID, _ action: Action) {
            actions.removeAll { $0.category == category }
            actions.append((category, action))
        }
    }

    struct Client {
        /// `prefix`, `user` or `listener`.
        var key: String
        var value: String
        var group: String
    }

    var name: String
    var categories: [(id: CategoryID, name: String)] = []
    var lists: [List] = []
    var groups: [Group] = []
    var clients: [Client] = []
    var defaultGroup = ""

    /// An expression for URLs whose host is an address, in either family.
    static let addressHosts = "^[a-z]{2,5}://(?:[0-9]+(?:\\.[0-9]+){3}|\\[[0-9a-f:.]+\\])[:/]"

    /// The category of a name, made where there is none.
    mutating func category(_ name: String, prefix: String = "") -> CategoryID {
        let id = Slug.category(prefix.isEmpty ? name : "\(prefix)-\(name)")
        if !categories.contains(where: { $0.id == id }) { categories.append((id, name)) }
        return id
    }

    /// Adds lines to the list of these properties.
    mutating func add(_ lines: [String], format: ListFormat, category: CategoryID, isException: Bool = false) {
        guard !lines.isEmpty else { return }
        if let index = lists.firstIndex(where: { $0.format == format && $0.category == category && $0.isException == isException }) {
            lists[index].lines += lines
        } else {
            let id = "\(category)\(isException ? ".exceptions" : "").\(format.rawValue)"
            lists.append(List(id: id, format: format, category: category, isException: isException, lines: lines))
        }
    }
}

/// Names in the form that a policy takes.
enum Slug {
    /// `"Illegal Drugs (Portuguese)"` is `illegal-drugs-portuguese`.
    static func category(_ text: String) -> CategoryID {
        var bytes: [UInt8] = []
        for byte in text.lowercased().utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): bytes.append(byte)
            default: if let last = bytes.last, last != UInt8(ascii: "-") { bytes.append(UInt8(ascii: "-")) }
            }
        }
        bytes = Array(bytes.prefix(40))
        while bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
        guard let category = CategoryID(bytes.isEmpty ? "listed" : String(decoding: bytes, as: UTF8.self)) else {
            preconditionFailure("1 to 40 of a-z, 0-9, - and _ are a category's name")
        }
        return category
    }
}
