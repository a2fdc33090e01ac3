package import BreakwaterBundle
import CScan
import Glibc

/// Weighted phrases of page text: filters over windows of eight and five bytes, a table of windows, a probe of eight bytes, a comparison.
///
/// Section `phraseLiterals`: `u32` × 12: literals; longest literal in bytes; log₂ bits of the bitmaps of windows of eight and of five bytes
/// (0 none); log₂ buckets of the tables of windows of eight, four and three bytes; candidates; literals of one or two bytes; start of the
/// literal records; start of the text; 1 where the rules are in the order of their first literals, else 0. 1,152 bytes:
/// ``cscan_short_filter``. Then the two bitmaps; the three tables (``cscan_window_table``); candidates of 16 bytes (`u32` literal, bit 31 set
/// where another candidate of the window follows · `i16` offset of the window in it · `u8` bytes of the probe · `i8` where the probe is, from
/// the window on · 8 bytes of the probe); numbers of the literals of one or two bytes (`u32`); literal records (`u32` offset in the text,
/// `u32` length); text.
///
/// Section `phraseRules`: `u32` rules, `u32` literal references; 16-byte rules (`u32` first reference, `u16` references, `u16` list, `i32`
/// weight, `u8` category, `u8` kind: 0 weighted, 1 banned, 2 exception, 3 weighted in percent of the limit · `u16` zero); references
/// (`u32` literal).
@safe
package struct PhraseTable: Sendable {
    package static let headerBytes = 48
    package static let shortFilterBytes = 1152
    package static let candidateBytes = 16
    package static let bucketBytes = 32
    /// In a candidate's number: another one of its window follows.
    package static let followedBit = UInt32(CSCAN_FOLLOWED)
    package static let ruleBytes = 16
    /// How many places are looked at before their candidates are.
    private static let chunk = 2_048
    /// The kernels write at most one place for each place of a chunk, and eight more.
    private static let room = chunk + 16

    private let literals: BundleSection
    let rules: BundleSection
    // The first byte of `literals`; `init` checks that every part lies inside the section.
    private nonisolated(unsafe) let base: UnsafeRawPointer?
    package let literalCount: Int
    package let longest: Int
    package let ruleCount: Int
    /// Whether the rules are in the order of their first literals.
    let rulesAreOrdered: Bool
    private let octets: Windows
    private let pentads: Windows
    private let shorts: Windows
    private let hasShorts: Bool
    private let candidateCount: Int
    private let tinyCount: Int
    private let candidateStart: Int
    private let recordStart: Int
    private let textStart: Int

    package init(_ reader: BundleReader) throws(BundleError) {
        let literals = reader.section(.phraseLiterals)
        let rules = reader.section(.phraseRules)
        let bytes = literals.bytes
        let literalCount = bytes.int(at: 0)
        let longest = bytes.int(at: 4)
        let logs = (0..<5).map { min(bytes.int(at: 8 + $0 * 4), 30) }
        let candidateCount = bytes.int(at: 28)
        let tinyCount = bytes.int(at: 32)
        let recordStart = bytes.int(at: 36)
        let textStart = bytes.int(at: 40)
        var at = Self.headerBytes + Self.shortFilterBytes
        func part(_ length: Int) -> Int {
            defer { at += length }
            return at
        }
        let bitmaps = logs[..<2].map { part($0 == 0 ? 0 : 1 << $0 / 8) }
        let tables = logs[2...].map { part(Self.bucketBytes << $0) }
        let candidateStart = at
        let ruleCount = rules.bytes.int(at: 0)
        let isWhole =
            logs[..<2].allSatisfy { $0 == 0 || $0 >= 5 } && logs[2...].allSatisfy { $0 <= 26 } && longest <= 4096
            && recordStart == candidateStart + candidateCount * Self.candidateBytes + tinyCount * 4
            && textStart == recordStart + literalCount * 8 && textStart <= literals.count
        let rulesAreWhole = rules.count == 8 + ruleCount * Self.ruleBytes + rules.bytes.int(at: 4) * 4
        guard literals.count == 0 || isWhole, rules.count == 0 || rulesAreWhole else {
            throw BundleError(.invalid, "\(reader.path): the phrases are not as long as they say; compile the policy again")
        }
        self.literals = literals
        self.rules = rules
        unsafe base = literals.count == 0 ? nil : bytes.withUnsafeBytes { $0.baseAddress }
        self.literalCount = literals.count == 0 ? 0 : literalCount
        self.longest = longest
        self.ruleCount = ruleCount
        rulesAreOrdered = bytes.int(at: 44) == 1
        octets = Windows(bitmapOffset: bitmaps[0], bitmapLog: logs[0], tableOffset: tables[0], tableLog: logs[2], bytes: 8)
        pentads = Windows(bitmapOffset: bitmaps[1], bitmapLog: logs[1], tableOffset: tables[1], tableLog: logs[3], bytes: 4)
        shorts = Windows(bitmapOffset: 0, bitmapLog: 0, tableOffset: tables[2], tableLog: logs[4], bytes: 3)
        self.candidateCount = candidateCount
        self.tinyCount = tinyCount
        self.candidateStart = candidateStart
        self.recordStart = recordStart
        self.textStart = textStart
        hasShorts = (0..<Self.shortFilterBytes).contains { bytes.u8(at: Self.headerBytes + $0) != 0 }
    }

    package var isEmpty: Bool { ruleCount == 0 }

    /// What chooses the bit of a short literal's first three bytes.
    package static func bit(ofShort key: UInt32) -> Int { Int(cscan_short_bit(key)) }

    /// What chooses the bit of a window of eight bytes.
    package static func hash(ofOctet bytes: UInt64) -> UInt32 { cscan_octet_hash(bytes) }

    /// What chooses the word of the first four bytes of a window of five.
    package static func hash(ofQuad bytes: UInt64) -> UInt32 { cscan_key_hash(UInt32(truncatingIfNeeded: bytes)) }

    /// Bucket and tag of a window.
    package static func place(ofWindow bytes: UInt64, log: Int) -> (bucket: Int, tag: UInt32) {
        let hash = cscan_window_hash(bytes)
        return (log == 0 ? 0 : Int(hash >> UInt64(64 - log)), cscan_window_tag(hash))
    }

    /// The windows of one width: the bits that let a place through, and the candidates of each.
    private struct Windows {
        let bitmapOffset: Int
        let bitmapLog: Int
        let tableOffset: Int
        let tableLog: Int
        /// Of the text, that the table goes by.
        let bytes: Int

        @inline(__always)
        func bits(_ base: UnsafeRawPointer) -> cscan_bitmap {
            unsafe cscan_bitmap(bits: (base + bitmapOffset).assumingMemoryBound(to: UInt8.self), log: UInt32(bitmapLog))
        }

        @inline(__always)
        func table(_ base: UnsafeRawPointer) -> cscan_window_table {
            unsafe cscan_window_table(
                buckets: (base + tableOffset).assumingMemoryBound(to: UInt8.self), log: UInt32(tableLog), mask: .max >> UInt64(64 - 8 * bytes))
        }
    }

    /// Adds the number of every literal that occurs in `text`.
    package func scan(_ text: RawSpan, into seen: inout LiteralSet) {
        guard let base = unsafe base else { return }
        if tinyCount > 0 { scanTiny(text, &seen) }
        let filter = unsafe (base + Self.headerBytes).assumingMemoryBound(to: cscan_short_filter.self)
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.room) { places in
            unsafe withUnsafeTemporaryAllocation(of: cscan_window_hit.self, capacity: 2 * Self.room) { hits in
                unsafe text.withUnsafeBytes { buffer in
                    guard let room = places.baseAddress, let hits = hits.baseAddress,
                        let bytes = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    else { return }
                    let count = buffer.count
                    var first = 0
                    while first < count {
                        let last = min(first &+ Self.chunk, count)
                        var found = unsafe cscan_octets(bytes, count, first, last, octets.bits(base), room)
                        unsafe confirm(octets, room, found, hits, bytes, count, base, &seen)
                        found = unsafe cscan_pentads(bytes, count, first, last, pentads.bits(base), room)
                        unsafe confirm(pentads, room, found, hits, bytes, count, base, &seen)
                        if hasShorts {
                            found = unsafe cscan_shorts(bytes, count, first, last, filter, room)
                            unsafe confirm(shorts, room, found, hits, bytes, count, base, &seen)
                        }
                        first = last
                    }
                }
            }
        }
    }

    /// Holds the literals of the windows at `found` places against the text.
    ///
    /// - Parameters:
    ///   - hits: room for twice ``room``.
    ///   - text: `count` readable bytes.
    ///   - base: of the section.
    private func confirm(
        _ windows: Windows, _ places: UnsafePointer<UInt32>, _ found: Int, _ hits: UnsafeMutablePointer<cscan_window_hit>,
        _ text: UnsafePointer<UInt8>, _ count: Int, _ base: UnsafeRawPointer, _ seen: inout LiteralSet
    ) {
        var table = unsafe windows.table(base)
        let candidates = unsafe (base + candidateStart).assumingMemoryBound(to: UInt8.self)
        let hitCount = unsafe cscan_window_hits(&table, candidates, candidateCount, text, count, places, found, hits)
        let held = unsafe hits + Self.room
        var next = 0
        while next < hitCount {
            let heldCount = unsafe cscan_probe_hits(candidates, candidateCount, text, count, hits, hitCount, &next, held, Self.room)
            for index in 0..<heldCount {
                let hit = unsafe held[index]
                // Candidates that are held are below `candidateCount`.
                let candidate = unsafe UnsafeRawPointer(candidates + Int(hit.candidate) * Self.candidateBytes)
                let head = unsafe UInt64(littleEndian: candidate.loadUnaligned(as: UInt64.self))
                let number = Int(UInt32(truncatingIfNeeded: head) & ~Self.followedBit)
                guard number < literalCount, !seen.contains(number) else { continue }
                let start = Int(hit.place) &- Int(Int16(truncatingIfNeeded: head >> 32))
                if unsafe occurs(number, at: start, text, count) { seen.insert(number) }
            }
        }
    }

    private func occurs(_ number: Int, at start: Int, _ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let bytes = literals.bytes
        let offset = textStart &+ bytes.int(at: recordStart &+ number &* 8)
        let length = bytes.int(at: recordStart &+ number &* 8 &+ 4)
        guard start >= 0, length > 0, length <= count &- start, length <= literals.count &- offset else { return false }
        // Both runs of `length` bytes were just held to their lengths.
        return unsafe bytes.withUnsafeBytes { unsafe memcmp($0.baseAddress.unsafelyUnwrapped + offset, text + start, length) == 0 }
    }

    private func scanTiny(_ text: RawSpan, _ seen: inout LiteralSet) {
        let bytes = literals.bytes
        for index in 0..<tinyCount {
            let number = bytes.int(at: recordStart - tinyCount * 4 + index * 4)
            guard number < literalCount, !seen.contains(number) else { continue }
            let offset = textStart &+ bytes.int(at: recordStart &+ number &* 8)
            let length = min(bytes.int(at: recordStart &+ number &* 8 &+ 4), 2)
            guard length > 0, offset + length <= literals.count else { continue }
            // Both runs are borrowed for the call and handed over with their own lengths.
            let isFound = unsafe text.withUnsafeBytes { text in
                unsafe bytes.extracting(offset..<offset + length).withUnsafeBytes { literal in
                    guard let start = text.baseAddress, let wanted = literal.baseAddress else { return false }
                    return unsafe cscan_find(start, text.count, wanted, literal.count) != nil
                }
            }
            if isFound { seen.insert(number) }
        }
    }
}

/// Numbers of literals.
package struct LiteralSet: ~Copyable {
    /// Empty until the first number is in it: most pages hold none.
    private var words: [UInt64] = []
    private let wordCount: Int

    /// - Parameter count: numbers are below it.
    package init(count: Int) { wordCount = (count + 63) / 64 }

    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// The smallest number in it that is at least `start`.
    package func next(from start: Int) -> Int? {
        guard start >= 0 else { return next(from: 0) }
        var index = start >> 6
        var mask = ~UInt64(0) << UInt64(start & 63)
        while index < words.count {
            let word = words[index] & mask
            if word != 0 { return index << 6 | word.trailingZeroBitCount }
            mask = .max
            index += 1
        }
        return nil
    }

    @inline(__always)
    package func contains(_ number: Int) -> Bool {
        let word = number >> 6
        return number >= 0 && word < words.count && words[word] >> UInt64(number & 63) & 1 == 1
    }

    @inline(__always)
    package mutating func insert(_ number: Int) {
        let word = number >> 6
        guard number >= 0, word < wordCount else { return }
        if words.isEmpty { words = [UInt64](repeating: 0, count: wordCount) }
        words[word] |= 1 << UInt64(number & 63)
    }
}
