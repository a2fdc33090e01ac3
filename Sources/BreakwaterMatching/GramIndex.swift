package import BreakwaterBundle

/// Finds, in one pass over a URL, the expressions and the tokenless URL rules that can match it, by three bytes of a literal that
/// every match of theirs holds.
///
/// Section `grams`: `u32` × 4: log₂ bits of the bitmap; log₂ slots; number of always-tried entries; number of entries. Then the bitmap;
/// slots of 16 bytes (`u32` gram, `u32` start, `u32` count, `u32` zero); entries (`u32`), the always-tried ones first: a rule's number, and bit
/// 31 where it is a URL rule's and not an expression's. A gram is three bytes of lower-case text, the first in the low byte.
package struct GramIndex: Sendable {
    package static let headerBytes = 16
    package static let urlRuleBit: UInt32 = 1 << 31

    private let section: BundleSection
    private let bitmapLog: UInt32
    private let mask: Int
    private let alwaysCount: Int
    private let slotStart: Int
    private let entryStart: Int

    package init(_ reader: BundleReader) throws(BundleError) {
        let section = reader.section(.grams)
        let bytes = section.bytes
        let logs = (bytes.int(at: 0), bytes.int(at: 4))
        let mask = 1 << min(logs.1, 26) - 1
        let alwaysCount = bytes.int(at: 8)
        let slotStart = Self.headerBytes + (1 << min(logs.0, 30)) / 8
        let entryStart = slotStart + (mask + 1) * 16
        let isWhole =
            (3...30).contains(logs.0) && logs.1 <= 26 && section.count == entryStart + bytes.int(at: 12) * 4
            && alwaysCount <= bytes.int(at: 12)
        guard section.count == 0 || isWhole else {
            throw BundleError(.invalid, "\(reader.path): the literal filter is not as long as it says; compile the policy again")
        }
        bitmapLog = UInt32(section.count == 0 ? 0 : logs.0)
        self.section = section
        self.mask = mask
        self.alwaysCount = alwaysCount
        self.slotStart = slotStart
        self.entryStart = entryStart
    }

    package var isEmpty: Bool { bitmapLog == 0 }

    package static func gram(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> UInt32 { UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16 }

    @inline(__always)
    package static func hash(_ gram: UInt32) -> UInt32 {
        var value = (gram &+ 1) &* 0x9E37_79B1
        value ^= value >> 15
        return value &* 0x85EB_CA6B
    }

    /// Calls `body` with every entry whose gram occurs in `folded` and where, and with the always-tried ones at -1.
    ///
    /// - Complexity: one bitmap probe a byte; an entry is named as often as its gram occurs.
    @inline(__always)
    package func forEachCandidate(_ folded: RawSpan, _ body: (_ entry: UInt32, _ start: Int) -> Void) {
        guard bitmapLog > 0 else { return }
        let bytes = section.bytes
        forEachEntry(0, alwaysCount, bytes, -1, body)
        var gram = UInt32(folded.u8(at: 0)) << 8 | UInt32(folded.u8(at: 1)) << 16
        var index = 2
        while index < folded.byteCount {
            gram = gram >> 8 | UInt32(folded.u8(at: index)) << 16
            index &+= 1
            let hash = Self.hash(gram)
            let bit = hash >> (32 &- bitmapLog)
            guard bytes.u8(at: Self.headerBytes &+ Int(bit >> 3)) >> UInt8(bit & 7) & 1 == 1 else { continue }
            var slot = Int(hash) & mask
            // The table is at most half full, so that a short walk ends at an empty slot.
            for _ in 0...mask {
                let at = slotStart &+ slot &* 16
                let length = bytes.int(at: at &+ 8)
                if length == 0 { break }
                if bytes.u32(at: at) == gram {
                    forEachEntry(bytes.int(at: at &+ 4), length, bytes, index &- 3, body)
                    break
                }
                slot = (slot &+ 1) & mask
            }
        }
    }

    @inline(__always)
    private func forEachEntry(_ first: Int, _ length: Int, _ bytes: RawSpan, _ start: Int, _ body: (UInt32, Int) -> Void) {
        // A lying count ends at the section's end.
        let last = min(first &+ length, (section.count &- entryStart) / 4)
        var index = first
        while index < last {
            body(bytes.u32(at: entryStart &+ index &* 4), start)
            index &+= 1
        }
    }
}
