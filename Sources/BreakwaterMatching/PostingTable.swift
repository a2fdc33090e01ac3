package import BreakwaterBundle

/// What a listed name or address means: one of few distinct sets, shared by all names that are in the same lists.
///
/// Section `postings`: `u32` count; `u32` offsets, count + 1 of them, in elements; elements of 8 bytes:
/// `u16` list · `u16` resource types · `u8` category · `u8` ``RuleFlags`` · `u8` coverage · `u8` zero. Number 0 is the empty set.
package struct PostingTable: Sendable {
    package static let elementBytes = 8

    private let section: BundleSection
    private let count: Int
    private let elements: Int

    package init(_ reader: BundleReader) throws(BundleError) {
        let section = reader.section(.postings)
        let count = section.bytes.int(at: 0)
        let elements = 4 + (count + 1) * 4
        self.section = section
        self.count = count
        self.elements = elements
        guard section.count == 0 || (elements <= section.count && (section.count - elements) % Self.elementBytes == 0) else {
            throw BundleError(.invalid, "\(reader.path): the postings are not as long as they say; compile the policy again")
        }
    }

    package struct Element: Sendable, Hashable {
        package var list: UInt16
        package var types: UInt16
        package var category: UInt8
        package var flags: RuleFlags
        /// 0 the name alone, 1 the name and everything below it, 2 only what is below it.
        package var coverage: UInt8

        package init(list: UInt16, types: UInt16, category: UInt8, flags: RuleFlags, coverage: UInt8) {
            self.list = list
            self.types = types
            self.category = category
            self.flags = flags
            self.coverage = coverage
        }
    }

    /// The element numbers of a posting.
    package func range(of posting: UInt32) -> Range<Int> {
        guard posting < count else { return 0..<0 }
        let bytes = section.bytes
        let low = bytes.int(at: 4 + Int(posting) * 4)
        let high = bytes.int(at: 8 + Int(posting) * 4)
        // A lying offset ends at the section's end, so that no walk is longer than the section.
        let last = min(high, (section.count - elements) / Self.elementBytes)
        return low <= last ? low..<last : 0..<0
    }

    package func element(_ index: Int) -> Element {
        let bytes = section.bytes
        let at = elements + index * Self.elementBytes
        return Element(
            list: bytes.u16(at: at), types: bytes.u16(at: at + 2), category: bytes.u8(at: at + 4),
            flags: RuleFlags(rawValue: bytes.u8(at: at + 5)), coverage: bytes.u8(at: at + 6))
    }
}

/// What a rule does and for which party, as the bundle stores it.
package struct RuleFlags: OptionSet, Sendable, Hashable, BitwiseCopyable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let exception = RuleFlags(rawValue: 1 << 0)
    package static let important = RuleFlags(rawValue: 1 << 1)
    package static let firstParty = RuleFlags(rawValue: 1 << 2)
    package static let thirdParty = RuleFlags(rawValue: 1 << 3)

    package static let anyParty: RuleFlags = [.firstParty, .thirdParty]
}
