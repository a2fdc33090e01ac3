/// What a section of a bundle holds; docs/BUNDLE-FORMAT.md gives the bytes of each.
package struct SectionID: Sendable, Hashable, Comparable {
    package let rawValue: UInt32
    package init(_ rawValue: UInt32) { self.rawValue = rawValue }

    /// The policy, as JSON.
    package static let policy = SectionID(1)
    /// The list inventory, as JSON.
    package static let inventory = SectionID(2)
    /// Domain table: 64-byte lines of eight fingerprints.
    package static let domainLines = SectionID(3)
    /// Domain table: entries whose posting number does not fit a line.
    package static let domainOverflow = SectionID(4)
    /// Sets of (list, category, conditions) that names and addresses share.
    package static let postings = SectionID(5)
    package static let addresses = SectionID(6)
    /// URL rules: fixed-size records.
    package static let urlRules = SectionID(7)
    /// URL rules and expressions: the keys by which they are found.
    package static let ruleIndex = SectionID(8)
    /// URL rules and expressions: domain options.
    package static let domainOptions = SectionID(9)
    /// Regular expressions: fixed-size records.
    package static let expressions = SectionID(10)
    package static let phraseRules = SectionID(12)
    package static let phraseLiterals = SectionID(13)
    /// SHA-256 digests, ascending.
    package static let hashes = SectionID(14)
    package static let publicSuffixes = SectionID(15)
    /// Patterns and rule texts.
    package static let strings = SectionID(16)

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
