import BreakwaterPolicy
import BreakwaterURL

/// Host names with how far each reaches, looked up label by label.
struct HostSet {
    private var reaches: [String: EntryPattern.Reach] = [:]

    /// - Parameter entries: as a profile's own entries are written; what is no name is left out, as it was reported when it was read.
    init(_ entries: [String]) {
        for entry in entries {
            guard let pattern = try? EntryPattern(entry), case .name(let name, let reach) = pattern.target else { continue }
            reaches[name.description] = reach
        }
    }

    func contains(_ name: DomainName) -> Bool {
        let text = name.description
        if let reach = reaches[text], reach != .subdomainsOnly { return true }
        var rest = text[...]
        while let dot = rest.firstIndex(of: ".") {
            rest = rest[rest.index(after: dot)...]
            if let reach = reaches[String(rest)], reach != .nameAlone { return true }
        }
        return false
    }
}
