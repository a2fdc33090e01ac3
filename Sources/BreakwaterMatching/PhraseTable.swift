package import BreakwaterBundle
import CScan
import Glibc

/// Weighted phrases of page text: filters over windows of eight, six and four bytes, a table of windows, a probe of eight bytes, a comparison.
///
/// Section `phraseLiterals`: `u32` × 14: literals; longest literal in bytes; log₂ bits of the bitmaps of windows of eight, six and four bytes
/// (0 none); log₂ slots of the tables of windows of eight, six, four and three bytes; candidates; literals of one or two bytes; start of the
/// literal records; start of the text; 1 where the rules are in the order of their first literals, else 0. 1,152 bytes:
/// ``cscan_short_filter``. Then the three bitmaps; the four tables (``KeyTable``); candidates of 16 bytes (`u32` literal · `i16` offset of the
/// window in it · `u8` bytes of the probe · `i8` where the probe is, from the window on · 8 bytes of the probe); numbers of the literals of
/// one or two bytes (`u32`); literal records (`u32` offset in the text, `u32` length); text.
///
/// Section `phraseRules`: `u32` rules, `u32` literal references; 16-byte rules (`u32` first reference, `u16` references, `u16` list, `i32`
/// weight, `u8` category, `u8` kind: 0 weighted, 1 banned, 2 exception, 3 weighted in percent of the limit · `u16` zero); references
/// (`u32` literal).
@safe
package struct PhraseTable: Sendable {
    package static let headerBytes = 56
    package static let shortFilterBytes = 1152
    package static let candidateBytes = 16
    package static let ruleBytes = 16
    /// How many places are looked at before their candidates are.
    private static let chunk = 2_048

    private let literals: BundleSection
    let rules: BundleSection
    // The first byte of `literals`; `init` checks that every part lies inside the section.
    private nonisolated(unsafe) let base: UnsafeRawPointer?
    package let literalCount: Int
    package let longest: Int
    package let ruleCount: Int
    /// Whether the rules are in the order of their first literals.
    let rulesAreOrdered: Bool
    private let octets: WindowFilter
    private let hexads: WindowFilter
    private let quads: WindowFilter
    private let shorts: WindowFilter
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
        let logs = (0..<7).map { min(bytes.int(at: 8 + $0 * 4), 30) }
        let candidateCount = bytes.int(at: 36)
        let tinyCount = bytes.int(at: 40)
        let recordStart = bytes.int(at: 44)
        let textStart = bytes.int(at: 48)
        var at = Self.headerBytes + Self.shortFilterBytes
        func part(_ length: Int) -> Int {
            defer { at += length }
            return at
        }
        let bitmaps = logs[..<3].map { part($0 == 0 ? 0 : 1 << $0 / 8) }
        let tables = logs[3...].map { KeyTable(offset: part(KeyTable.slotBytes << $0), log: $0) }
        let shorts = tables[3]
        let candidateStart = at
        let ruleCount = rules.bytes.int(at: 0)
        let isWhole =
            logs[..<3].allSatisfy { $0 == 0 || $0 >= 5 } && logs[3...].allSatisfy { $0 <= 26 } && longest <= 4096
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
        rulesAreOrdered = bytes.int(at: 52) == 1
        octets = WindowFilter(bitmapOffset: bitmaps[0], bitmapLog: logs[0], table: tables[0], keyMask: .max, mark: 0)
        hexads = WindowFilter(bitmapOffset: bitmaps[1], bitmapLog: logs[1], table: tables[1], keyMask: 1 << 48 - 1, mark: Self.hexadMark)
        quads = WindowFilter(bitmapOffset: bitmaps[2], bitmapLog: logs[2], table: tables[2], keyMask: 1 << 32 - 1, mark: RuleIndex.windowMark)
        self.shorts = WindowFilter(bitmapOffset: 0, bitmapLog: 0, table: shorts, keyMask: 1 << 24 - 1, mark: RuleIndex.windowMark)
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

    /// What chooses the bit of a window of six or eight bytes.
    package static func hash(ofWindow bytes: UInt64) -> UInt32 { cscan_octet_hash(bytes) }

    /// Keys of six bytes are never zero.
    package static let hexadMark: UInt64 = 1 << 48

    /// The windows of one width: the bits that let a place through, and the candidates of each.
    private struct WindowFilter {
        let bitmapOffset: Int
        let bitmapLog: Int
        let table: KeyTable
        let keyMask: UInt64
        let mark: UInt64

        @inline(__always)
        func bits(_ base: UnsafeRawPointer) -> cscan_bitmap {
            unsafe cscan_bitmap(bits: (base + bitmapOffset).assumingMemoryBound(to: UInt8.self), log: UInt32(bitmapLog))
        }

        @inline(__always)
        func windows(_ base: UnsafeRawPointer) -> cscan_window_table {
            unsafe cscan_window_table(
                slots: (base + table.offset).assumingMemoryBound(to: UInt8.self), log: UInt32(table.log), mask: keyMask, mark: mark)
        }
    }

    /// Adds the number of every literal that occurs in `text`.
    package func scan(_ text: RawSpan, into seen: inout LiteralSet) {
        guard let base = unsafe base else { return }
        if tinyCount > 0 { scanTiny(text, &seen) }
        let filter = unsafe (base + Self.headerBytes).assumingMemoryBound(to: cscan_short_filter.self)
        // The kernels read `count` bytes at most and write at most one place for each place of a chunk.
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.chunk + 64) { places in
            unsafe withUnsafeTemporaryAllocation(of: cscan_key_hit.self, capacity: Self.chunk + 64) { hits in
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
                        found = unsafe cscan_hexads(bytes, count, first, last, hexads.bits(base), room)
                        unsafe confirm(hexads, room, found, hits, bytes, count, base, &seen)
                        found = unsafe cscan_quads(bytes, count, first, last, quads.bits(base), room)
                        unsafe confirm(quads, room, found, hits, bytes, count, base, &seen)
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
    private func confirm(
        _ filter: WindowFilter, _ places: UnsafePointer<UInt32>, _ found: Int, _ hits: UnsafeMutablePointer<cscan_key_hit>,
        _ text: UnsafePointer<UInt8>, _ count: Int, _ base: UnsafeRawPointer, _ seen: inout LiteralSet
    ) {
        var windows = unsafe filter.windows(base)
        let candidates = unsafe (base + candidateStart).assumingMemoryBound(to: UInt8.self)
        let held = unsafe cscan_window_hits(&windows, candidates, candidateCount, text, count, places, found, hits)
        for index in 0..<held {
            let hit = unsafe hits[index]
            unsafe confirm(cscan_run(start: hit.start, count: hit.count), Int(hit.place), text, count, base, &seen)
        }
    }

    /// Holds the literals of a window against the text.
    ///
    /// - Parameters:
    ///   - run: the window's candidates.
    ///   - text: `count` readable bytes, of which the window at `place` is a part.
    ///   - base: of the section.
    @inline(__always)
    private func confirm(
        _ run: cscan_run, _ place: Int, _ text: UnsafePointer<UInt8>, _ count: Int, _ base: UnsafeRawPointer,
        _ seen: inout LiteralSet
    ) {
        guard run.count > 0 else { return }
        var at = Int(run.start)
        // A lying run ends at the last candidate.
        let end = min(at &+ Int(run.count), candidateCount)
        while at < end {
            // at < candidateCount.
            let entry = unsafe base + (candidateStart &+ at &* Self.candidateBytes)
            let head = unsafe UInt64(littleEndian: entry.loadUnaligned(as: UInt64.self))
            at &+= 1
            let number = Int(UInt32(truncatingIfNeeded: head))
            guard number < literalCount, !seen.contains(number) else { continue }
            let length = Int(head >> 48 & 0xFF)
            let probeAt = place &+ Int(Int8(truncatingIfNeeded: head >> 56))
            guard probeAt >= 0, probeAt &+ length <= count else { continue }
            let probe = unsafe UInt64(littleEndian: (entry + 8).loadUnaligned(as: UInt64.self))
            let difference = unsafe Self.word(text, count, at: probeAt) ^ probe
            guard length >= 8 ? difference == 0 : difference & ((1 << UInt64(8 &* length)) &- 1) == 0 else { continue }
            if unsafe occurs(number, at: place &- Int(Int16(truncatingIfNeeded: head >> 32)), text, count) { seen.insert(number) }
        }
    }

    /// Eight bytes of the text, zeros behind its end.
    @inline(__always)
    private static func word(_ text: UnsafePointer<UInt8>, _ count: Int, at index: Int) -> UInt64 {
        if index &+ 8 <= count {
            // index + 8 <= count.
            return unsafe UInt64(littleEndian: UnsafeRawPointer(text + index).loadUnaligned(as: UInt64.self))
        }
        var word: UInt64 = 0
        var at = index
        while at < count {
            // at < count.
            word |= unsafe UInt64(text[at]) << UInt64(8 &* (at &- index))
            at &+= 1
        }
        return word
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
