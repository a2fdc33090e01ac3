import BreakwaterURL

/// Checks a guardian's own entry: `host`, `*.host`, `host/path`, an address or a prefix.
enum EntryReader {
    static func read(_ value: YAMLValue) -> String? {
        guard let text = value.text("an entry") else { return nil }
        if let complaint = complaint(about: text) {
            value.report("`\(text)` is no entry: \(complaint)")
            return nil
        }
        return text
    }

    /// - Returns: what is wrong, `nil` where nothing is.
    static func complaint(about text: String) -> String? {
        if CIDRBlock(text) != nil { return nil }
        if text.contains("://") { return "write the host and the path without `\(text.prefix { $0 != "/" })//`" }
        if text.contains(where: \.isWhitespace) { return "it has a space in it; write one entry an item" }
        let isWildcard = text.hasPrefix("*.")
        let hostText = String((isWildcard ? text.dropFirst(2) : text[...]).prefix { $0 != "/" && $0 != "?" })
        do {
            let host = try Host(hostText)
            if isWildcard, case .address = host { return "`*.` goes before a name, not before an address" }
            return nil
        } catch {
            return "\(error.message); write `example.org`, `*.example.org`, `example.org/path`, an address or a prefix"
        }
    }
}
