/// A policy list: where it comes from, how it is written, and what its entries mean.
public struct ListSource: Sendable, Hashable, Codable, Identifiable {
    /// Who may override what the list says.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Entries carry the list's category; the profile decides.
        case normal
        /// Illegal content: always blocked, the reason names no URL, no export.
        case sealed
        /// Help for a child: always allowed, except what is sealed.
        case help
        /// Entries allow what other normal lists of the same category block.
        case exception
    }

    /// How far an entry that is a bare host name reaches.
    public enum Subdomains: String, Sendable, Hashable, Codable, CaseIterable {
        /// As the list's own format documents it.
        case format
        /// The name and everything below it.
        case included
        /// The name alone.
        case excluded
    }

    /// Unique in its policy; 1–64 bytes, shown to people in every reason.
    public var id: String
    /// A file or a folder, relative to the policy document, or absolute.
    public var path: String?
    /// Where `breakwater lists update` fetches it, `https:` only.
    public var url: String?
    /// A name of `BreakwaterRules.ListFormat`; `nil` detects it.
    public var format: String?
    /// The WHATWG name of its character set, for lines that are not UTF-8; `nil` tells it from its path and its bytes.
    public var charset: String?
    /// What its entries are; `nil` where the list names categories itself (phrase lists).
    public var category: CategoryID?
    public var kind: Kind
    public var subdomains: Subdomains
    /// SPDX identifier or the publisher's own words.
    public var licence: String?
    /// The version that the publisher names, shown in a reason.
    public var version: String?

    public init(
        id: String, path: String? = nil, url: String? = nil, format: String? = nil, category: CategoryID? = nil,
        kind: Kind = .normal, subdomains: Subdomains = .format, licence: String? = nil, version: String? = nil, charset: String? = nil
    ) {
        self.id = id
        self.path = path
        self.url = url
        self.format = format
        self.category = category
        self.kind = kind
        self.subdomains = subdomains
        self.licence = licence
        self.version = version
        self.charset = charset
    }
}
