public import BreakwaterPolicy

extension Explanation {
    /// One entry of a list or of a profile that the request met, and what became of it.
    public struct Match: Sendable, Hashable, Codable {
        public enum Kind: String, Sendable, Hashable, Codable {
            case name, address, url, expression, hash
        }

        /// What the entry did in this decision.
        public enum Role: String, Sendable, Hashable, Codable {
            /// It decided.
            case decides
            /// It is an exception, and stands against entries of its category.
            case exception
            /// An exception of the same category cancels it.
            case cancelled
            /// The profile's action for its category came to nothing, or another entry of the same weight came first.
            case outranked
            /// An earlier step of the decision settled the request.
            case notReached = "not-reached"
            /// An entry of another profile.
            case otherProfile = "other-profile"
        }

        public var kind: Kind
        public var role: Role
        /// The list's id; `nil` for a profile's own entry and for sealed lists.
        public var list: String?
        public var listKind: ListSource.Kind?
        /// Whose entry it is, where it is one of a profile's own.
        public var profile: ProfileID?
        public var category: CategoryID?
        /// The rule as it was written, or the name or prefix that matched; `nil` for sealed lists and hashed entries.
        public var rule: String?
        /// Where in the list, for rules whose line the bundle keeps.
        public var line: Int?
        /// The file, where somebody looked it up in the list's sources; a bundle does not hold it.
        public var file: String?
        public var isImportant: Bool
    }

    /// What was looked at to find the matches.
    public struct Lookup: Sendable, Hashable, Codable {
        /// The host and its parents as they were looked up among the names, the longest first, those left out that no listed name has as
        /// many labels as; empty for an address. URL rules are found by the same hosts and by windows of the URL's bytes.
        public var names: [String]
        /// Path and query with nothing left to decode, where that is another text than the canonical URL; rules are tried on it too.
        public var decodedURL: String?
        /// The host's registrable domain by the public suffix list, which decides the party.
        public var registrableDomain: String?
    }
}
