package import BreakwaterBundle

/// Weighted phrases of page text: a filter over four-byte windows, a table of windows, and a comparison.
///
/// Section `phraseLiterals`: `u32` × 8: literals; longest literal in bytes; log₂ bits of the bitmap; log₂ slots; number of window
/// candidates; number of short literals (under four bytes); start of the literal records; start of the text. Then the bitmap; slots
/// of 16 bytes (`u32` window, `u32` start, `u32` count, `u32` zero); candidates of 8 bytes (`u32` literal, `u32` offset of the window in
/// it); short literals' numbers (`u32`); literal records (`u32` offset in the text, `u32` length); text.
///
/// Section `phraseRules`: `u32` rules, `u32` literal references; 16-byte rules (`u32` first reference, `u16` references, `u16` list, `i32`
/// weight, `u8` category, `u8` kind: 0 weighted, 1 banned, 2 exception, 3 weighted in percent of the limit · `u16` zero); references
/// (`u32` literal).
package struct PhraseTable: Sendable {
    package static let headerBytes = 32
    package static let ruleBytes = 16

    private let literals: BundleSection
    private let rules: BundleSection
    package let literalCount: Int
    package let longest: Int
    package let ruleCount: Int
    private let bitmapLog: UInt32
    private let mask: Int
    private let candidateCount: Int
    private let shortCount: Int
    private let slotStart: Int
    private let candidateStart: Int
    private let recordStart: Int
    private let textStart: Int

    package init(_ reader: BundleReader) throws(BundleError) {
        let literals = reader.section(.phraseLiterals)
        let rules = reader.section(.phraseRules)
        let bytes = literals.bytes
        let literalCount = bytes.int(at: 0)
        let longest = bytes.int(at: 4)
        let logs = (bytes.int(at: 8), bytes.int(at: 12))
        let mask = 1 << min(logs.1, 26) - 1
        let candidateCount = bytes.int(at: 16)
        let shortCount = bytes.int(at: 20)
        let slotStart = Self.headerBytes + (1 << min(logs.0, 30)) / 8
        let candidateStart = slotStart + (mask + 1) * 16
        let recordStart = bytes.int(at: 24)
        let textStart = bytes.int(at: 28)
        let ruleCount = rules.bytes.int(at: 0)
        let isWhole =
            (3...30).contains(logs.0) && logs.1 <= 26 && longest <= 4096
            && recordStart == candidateStart + candidateCount * 8 + shortCount * 4
            && textStart == recordStart + literalCount * 8 && textStart <= literals.count
        let rulesAreWhole = rules.count == 8 + ruleCount * Self.ruleBytes + rules.bytes.int(at: 4) * 4
        guard literals.count == 0 || isWhole, rules.count == 0 || rulesAreWhole else {
            throw BundleError(.invalid, "\(reader.path): the phrases are not as long as they say; compile the policy again")
        }
        self.literals = literals
        self.rules = rules
        self.literalCount = literalCount
        self.longest = longest
        self.ruleCount = ruleCount
        self.mask = mask
        self.candidateCount = candidateCount
        self.shortCount = shortCount
        self.slotStart = slotStart
        self.candidateStart = candidateStart
        self.recordStart = recordStart
        self.textStart = textStart
        bitmapLog = UInt32(min(logs.0, 30))
    }

    package var isEmpty: Bool { ruleCount == 0 }

    package static func hash(_ window: UInt32) -> UInt32 { (window ^ window >> 15) &* 0x9E37_79B1 }

    /// The same over a span of text.
    package func scan(_ text: borrowing Span<UInt8>, _ found: (Int) -> Void) {
        // Text's bytes are its own bytes: there is no padding to read.
        scan(unsafe text.bytes, found)
    }

    /// Calls `found` with the number of every literal that occurs in `text`; the same one as often as it occurs.
    package func scan(_ text: RawSpan, _ found: (Int) -> Void) {
        guard literalCount > 0 else { return }
        let bytes = literals.bytes
        let count = text.byteCount
        if shortCount > 0 { scanShort(text, bytes, found) }
        var index = 0
        while index &+ 4 <= count {
            let window = text.u32(at: index)
            let hash = Self.hash(window)
            let bit = hash >> (32 &- bitmapLog)
            if bytes.u8(at: Self.headerBytes &+ Int(bit >> 3)) >> UInt8(bit & 7) & 1 == 1 {
                confirm(window, hash, at: index, text, bytes, found)
            }
            index &+= 1
        }
    }

    private func confirm(
        _ window: UInt32, _ hash: UInt32, at index: Int, _ text: RawSpan, _ bytes: RawSpan, _ found: (Int) -> Void
    ) {
        var slot = Int(hash >> 5) & mask
        for _ in 0...mask {
            let at = slotStart &+ slot &* 16
            let length = bytes.int(at: at &+ 8)
            if length == 0 { return }
            if bytes.u32(at: at) == window {
                let start = bytes.int(at: at &+ 4)
                for candidate in start..<max(start, min(start &+ length, candidateCount)) {
                    let number = bytes.int(at: candidateStart &+ candidate &* 8)
                    let offset = bytes.int(at: candidateStart &+ candidate &* 8 &+ 4)
                    if occurs(number, at: index &- offset, text, bytes) { found(number) }
                }
                return
            }
            slot = (slot &+ 1) & mask
        }
    }

    private func scanShort(_ text: RawSpan, _ bytes: RawSpan, _ found: (Int) -> Void) {
        for short in 0..<shortCount {
            let number = bytes.int(at: recordStart - shortCount * 4 + short * 4)
            let first = bytes.u8(at: textStart + bytes.int(at: recordStart + number * 8))
            for index in 0..<text.byteCount where text.u8(at: index) == first {
                if occurs(number, at: index, text, bytes) {
                    found(number)
                    break
                }
            }
        }
    }

    private func occurs(_ number: Int, at start: Int, _ text: RawSpan, _ bytes: RawSpan) -> Bool {
        guard number < literalCount, start >= 0 else { return false }
        let offset = textStart &+ bytes.int(at: recordStart &+ number &* 8)
        let length = bytes.int(at: recordStart &+ number &* 8 &+ 4)
        guard length > 0, length <= text.byteCount &- start, length <= literals.count &- offset else { return false }
        for index in 0..<length where bytes.u8(at: offset &+ index) != text.u8(at: start &+ index) { return false }
        return true
    }

    package struct Rule: Sendable {
        package var list: UInt16
        package var weight: Int32
        package var category: UInt8
        package var kind: UInt8
    }

    /// Calls `body` with each rule all of whose literals are in `seen`.
    package func forEachSatisfied(_ seen: (Int) -> Bool, _ body: (Rule) -> Void) {
        let bytes = rules.bytes
        let references = 8 + ruleCount * Self.ruleBytes
        for index in 0..<ruleCount {
            let at = 8 + index * Self.ruleBytes
            let first = bytes.int(at: at)
            let last = first + Int(bytes.u16(at: at + 4))
            var isSatisfied = last > first
            for reference in first..<last where isSatisfied {
                isSatisfied = seen(bytes.int(at: references + reference * 4))
            }
            guard isSatisfied else { continue }
            body(
                Rule(
                    list: bytes.u16(at: at + 6), weight: Int32(bitPattern: bytes.u32(at: at + 8)), category: bytes.u8(at: at + 12),
                    kind: bytes.u8(at: at + 13)))
        }
    }
}
