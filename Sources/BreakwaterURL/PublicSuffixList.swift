/// The public suffix list as values, read from the text that publicsuffix.org publishes and Debian packages.
///
/// - SeeAlso: https://publicsuffix.org/list/, "Format" and "Algorithm". Both sections (ICANN and PRIVATE) count.
public struct PublicSuffixList: Sendable {
    public enum Kind: UInt8, Sendable, Hashable {
        /// `co.uk`
        case plain
        /// `*.ck`
        case wildcard
        /// `!www.ck`
        case exception
    }

    /// Canonical names, without `*.` and `!`.
    public private(set) var rules: [String: Set<Kind>] = [:]

    /// Reads the list; a line that is no rule is left out, as the format asks.
    public init(parsing text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            guard let word = line.split(whereSeparator: \.isWhitespace).first, !word.hasPrefix("//") else { continue }
            if word.hasPrefix("!") {
                add(word.dropFirst(), .exception)
            } else if word.hasPrefix("*.") {
                add(word.dropFirst(2), .wildcard)
            } else {
                add(word, .plain)
            }
        }
    }

    private mutating func add(_ name: Substring, _ kind: Kind) {
        guard let domain = try? DomainName(String(name)) else { return }
        rules[domain.description, default: []].insert(kind)
    }

    /// The public suffix of a name: `co.uk` of `www.example.co.uk`. An unknown top-level domain is one (rule `*`).
    public func publicSuffix(of name: DomainName) -> String {
        let labels = name.description.split(separator: ".")
        for start in labels.indices {
            let suffix = labels[start...].joined(separator: ".")
            if let kinds = rules[suffix] {
                if kinds.contains(.exception) { return labels[(start + 1)...].joined(separator: ".") }
                if kinds.contains(.plain) { return suffix }
            }
            let parent = labels[(start + 1)...].joined(separator: ".")
            if rules[parent]?.contains(.wildcard) == true { return suffix }
        }
        return labels.last.map(String.init) ?? ""
    }

    /// The name that someone registered: one label more than the public suffix; `nil` where the name is a suffix itself.
    public func registrableDomain(of name: DomainName) -> DomainName? {
        let suffix = publicSuffix(of: name)
        guard name.description != suffix else { return nil }
        let labels = name.description.split(separator: ".")
        let count = suffix.split(separator: ".").count + 1
        guard labels.count >= count else { return nil }
        return DomainName(canonical: labels.suffix(count).joined(separator: "."))
    }
}
