package import BreakwaterBundle
import BreakwaterURL
import CScan

/// Finds the URL rules and expressions that a URL may match, by keys that every match of theirs holds.
///
/// A rule is filed under the host that it names; else under a window of a literal: four bytes at both of two neighbouring places, so that
/// one of them is at an even place of every URL, or three bytes where the literal is shorter; else under the hosts of its `$domain`. An
/// expression is filed under a window of each of the literals of which its matches hold one. What has no key is tried always. Bitmaps
/// that fit the first caches turn away almost every window of a URL that no rule uses.
///
/// Section `ruleIndex`: `u32` × 16: log₂ bits of the bitmaps of hosts, of windows of four bytes and of three; log₂ slots of the tables of
/// hosts, documents, windows of four bytes and of three; number of always-tried candidates; number of candidates; 1 where there are
/// windows of four bytes; 1 where there are ones of three; zeros. Then the three bitmaps; the four tables (``KeyTable``); the
/// candidates (``Candidate``), the always-tried ones first.
@safe
package struct RuleIndex: Sendable {
    package static let headerBytes = 64

    private let section: BundleSection
    // The section's first byte; `init` checks that every part lies inside the section.
    private nonisolated(unsafe) let base: UnsafeRawPointer?
    private let candidateCount: Int
    private let hostBits: Bitmap
    private let quadBits: Bitmap
    private let tripleBits: Bitmap
    private let hosts: KeyTable
    private let documents: KeyTable
    private let quads: KeyTable
    private let triples: KeyTable
    private let candidateStart: Int
    /// The candidates that no key selects.
    package let always: Range<Int>

    package init(_ reader: BundleReader) throws(BundleError) {
        let section = reader.section(.ruleIndex)
        let bytes = section.bytes
        var at = Self.headerBytes
        func log(_ index: Int) -> Int { min(bytes.int(at: index * 4), 30) }
        func bitmap(_ index: Int, isUsed: Bool = true) -> Bitmap {
            defer { at += max(1, 1 << log(index) / 8) }
            return Bitmap(offset: at, log: isUsed ? UInt32(log(index)) : 0)
        }
        func table(_ index: Int) -> KeyTable {
            defer { at += KeyTable.slotBytes << log(index) }
            return KeyTable(offset: at, log: log(index))
        }
        hostBits = bitmap(0)
        quadBits = bitmap(1, isUsed: bytes.int(at: 36) == 1)
        tripleBits = bitmap(2, isUsed: bytes.int(at: 40) == 1)
        hosts = table(3)
        documents = table(4)
        quads = table(5)
        triples = table(6)
        let alwaysCount = bytes.int(at: 28)
        let count = bytes.int(at: 32)
        let isPlausible =
            (0..<3).allSatisfy { (3...30).contains(bytes.int(at: $0 * 4)) } && (3..<7).allSatisfy { bytes.int(at: $0 * 4) <= 26 }
            && alwaysCount <= count && section.count == at + count * Candidate.byteCount
        guard section.count == 0 || isPlausible else {
            throw BundleError(.invalid, "\(reader.path): the index of the URL rules is not as long as it says; compile the policy again")
        }
        always = 0..<(section.count == 0 ? 0 : alwaysCount)
        candidateStart = at
        candidateCount = section.count == 0 ? 0 : count
        unsafe base = section.count == 0 ? nil : section.bytes.withUnsafeBytes { $0.baseAddress }
        self.section = section
    }

    package var isEmpty: Bool { section.count == 0 }

    /// - Parameter index: in a range that this index gave.
    @inline(__always)
    func candidate(_ index: Int) -> Candidate {
        // Ranges are clamped to the candidates that there are.
        unsafe Candidate(base.unsafelyUnwrapped + (candidateStart &+ index &* Candidate.byteCount))
    }

    /// The candidates of a host that rules name, or of one of its parents.
    @inline(__always)
    func candidates(ofHost fingerprint: UInt64) -> Range<Int> {
        guard let base = unsafe base, unsafe hostBits.contains(UInt32(truncatingIfNeeded: fingerprint >> 32), base) else { return 0..<0 }
        return unsafe clamped(hosts.run(fingerprint, base))
    }

    /// The candidates that the document's host selects.
    func candidates(ofDocument fingerprint: UInt64) -> Range<Int> { candidates(fingerprint, documents) }

    /// The candidates of a place that ``collectWindows(_:into:)`` named.
    @inline(__always)
    func candidates(ofWindow place: UInt32, _ subject: Subject) -> (range: Range<Int>, start: Int) {
        let isTriple = place & CSCAN_TRIPLE != 0
        let start = Int(place & ~CSCAN_TRIPLE)
        let window = subject.word(at: start) & (isTriple ? 0xFF_FFFF : 0xFFFF_FFFF)
        return (candidates(window | Self.windowMark, isTriple ? triples : quads), start)
    }

    @inline(__always)
    private func candidates(_ key: UInt64, _ table: KeyTable) -> Range<Int> {
        guard let base = unsafe base else { return 0..<0 }
        return unsafe clamped(table.run(key, base))
    }

    /// A lying run ends at the last candidate.
    @inline(__always)
    private func clamped(_ run: (start: UInt32, count: UInt32)) -> Range<Int> {
        let start = min(Int(run.start), candidateCount)
        return start..<min(start &+ Int(run.count), candidateCount)
    }

    /// Keys of windows are never zero.
    package static let windowMark: UInt64 = 1 << 32

    /// Three or four bytes of lower-case text, the first in the low byte, as a key.
    package static func key(_ window: ArraySlice<UInt8>) -> UInt64 { window.reversed().reduce(0) { $0 << 8 | UInt64($1) } | windowMark }

    /// What chooses the bit of a window's key.
    package static func hash(ofWindow key: UInt64) -> UInt32 { cscan_key_hash(UInt32(truncatingIfNeeded: key)) }

    /// Collects the places of a URL where a window may be a key.
    func collectWindows(_ subject: Subject, into places: inout ScratchBuffer<UInt32>) {
        guard let base = unsafe base else { return places.removeAll() }
        let quads = unsafe cscan_bitmap(bits: quadBits.pointer(base), log: quadBits.log)
        let triples = unsafe cscan_bitmap(bits: tripleBits.pointer(base), log: tripleBits.log)
        // The subject has slack, the bitmaps lie in the section, and there are at most three places to two bytes.
        unsafe places.fill(room: 2 * subject.count + 4) { unsafe cscan_windows(subject.base, subject.count, quads, triples, $0) }
    }

    /// Bits by the upper bits of a hash.
    private struct Bitmap {
        let offset: Int
        let log: UInt32

        @inline(__always)
        func pointer(_ base: UnsafeRawPointer) -> UnsafePointer<UInt8> { unsafe (base + offset).assumingMemoryBound(to: UInt8.self) }

        @inline(__always)
        func contains(_ hash: UInt32, _ base: UnsafeRawPointer) -> Bool {
            let bit = hash >> (32 &- log)
            // The bitmap has 2^log bits.
            return unsafe pointer(base)[Int(bit >> 3)] >> UInt8(bit & 7) & 1 == 1
        }
    }
}

/// The bytes of one form of a URL, with slack behind them, for as long as the scratch that they are in is borrowed.
@safe
struct Subject {
    let base: UnsafePointer<UInt8>
    let count: Int

    /// - Parameter base: at least `count` and ``ByteScratch/slack`` readable bytes.
    init(_ base: UnsafePointer<UInt8>, _ count: Int) {
        unsafe self.base = base
        self.count = count
    }

    /// Eight bytes from `index` on; those behind the end mean nothing.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        guard index >= 0, index <= count else { return 0 }
        // The slack is readable.
        return unsafe UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
    }
}

/// Open addressing from 64-bit keys to runs of candidates: slots of 16 bytes, `u64` key (0 empty) · `u32` start · `u32` count, at most
/// half full.
package struct KeyTable: Sendable {
    package static let slotBytes = 16

    let offset: Int
    let log: Int

    @inline(__always)
    package static func slot(_ key: UInt64, log: Int) -> Int {
        log == 0 ? 0 : Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 &- log))
    }

    /// Start and count of the candidates of a key.
    ///
    /// - Parameter base: of the section, which holds the whole table.
    @inline(__always)
    func run(_ key: UInt64, _ base: UnsafeRawPointer) -> (start: UInt32, count: UInt32) {
        let mask = 1 << log &- 1
        var slot = Self.slot(key, log: log)
        for _ in 0...mask {
            // slot <= mask.
            let entry = unsafe base + (offset &+ slot &* Self.slotBytes)
            let found = unsafe UInt64(littleEndian: entry.loadUnaligned(as: UInt64.self))
            if found == key {
                let run = unsafe UInt64(littleEndian: (entry + 8).loadUnaligned(as: UInt64.self))
                return key == 0 ? (0, 0) : (UInt32(truncatingIfNeeded: run), UInt32(truncatingIfNeeded: run >> 32))
            }
            if found == 0 { break }
            slot = (slot &+ 1) & mask
        }
        return (0, 0)
    }
}

/// One rule or expression filed under one key, with enough of it to turn most URLs away without a look at the rule.
///
/// 16 bytes: `u32` number, bit 31 set for an expression · `u16` resource types · `i8` where the probe is, from the key's first byte on ·
/// bits 0–2 bytes of the probe, 3 first party, 4 third party; then up to seven bytes of the probe in lower case · `i8` how
/// far the pattern's first byte is before the key's, -128 where that is not certain.
package struct Candidate: Sendable {
    package static let byteCount = 16
    package static let expressionBit: UInt32 = 1 << 31
    package static let noKeyOffset = Int8.min

    private let head: UInt64
    private let tail: UInt64

    /// - Parameter bytes: sixteen of them can be read.
    @inline(__always)
    init(_ bytes: UnsafeRawPointer) {
        unsafe head = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        unsafe tail = UInt64(littleEndian: (bytes + 8).loadUnaligned(as: UInt64.self))
    }

    package init(number: UInt32, types: UInt16, party: RuleFlags, keyOffset: Int8, probeOffset: Int8, probe: [UInt8]) {
        let probe = probe.prefix(7)
        var shape = UInt64(probe.count)
        if party.contains(.firstParty) { shape |= 8 }
        if party.contains(.thirdParty) { shape |= 16 }
        head = UInt64(number) | UInt64(types) << 32 | UInt64(UInt8(bitPattern: probeOffset)) << 48 | shape << 56
        tail = probe.enumerated().reduce(UInt64(UInt8(bitPattern: keyOffset)) << 56) { $0 | UInt64($1.element) << (8 * UInt64($1.offset)) }
    }

    package func write(to bytes: inout [UInt8]) {
        bytes.append(u64: head)
        bytes.append(u64: tail)
    }

    @inline(__always)
    var number: UInt32 { UInt32(truncatingIfNeeded: head) & ~Self.expressionBit }
    @inline(__always)
    var isExpression: Bool { head & UInt64(Self.expressionBit) != 0 }

    /// Where the pattern starts if the key is at `keyStart`; `nil` where the key does not tell.
    @inline(__always)
    func patternStart(_ keyStart: Int) -> Int? {
        let keyOffset = Int8(truncatingIfNeeded: tail >> 56)
        return keyOffset == Self.noKeyOffset || keyStart < 0 ? nil : keyStart &- Int(keyOffset)
    }

    /// Whether the request's type and party are the rule's, and the probe's bytes are where they must be.
    @inline(__always)
    func mayMatch(_ subject: Subject, _ keyStart: Int, _ types: UInt16, _ partyBit: UInt64) -> Bool {
        guard UInt16(truncatingIfNeeded: head >> 32) & types != 0, head & partyBit != 0 else { return false }
        let length = head >> 56 & 7
        guard length > 0, keyStart >= 0 else { return true }
        let at = keyStart &+ Int(Int8(truncatingIfNeeded: head >> 48))
        guard at >= 0, at &+ Int(length) <= subject.count else { return false }
        let mask = (1 as UInt64) << (8 &* length) &- 1
        return (subject.word(at: at) ^ tail) & mask == 0
    }

    /// The bit of a request's party among the candidate's.
    @inline(__always)
    static func partyBit(_ party: RuleFlags) -> UInt64 { (party == .firstParty ? 8 : 16) << 56 }
}
