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
package final class RuleIndex: Sendable {
    package static let headerBytes = 64

    private let section: BundleSection
    // Where the parts of the section are; `init` checks that every one lies inside. Never written after it.
    private nonisolated(unsafe) let tables: UnsafeMutablePointer<cscan_rule_index>
    private let candidateCount: Int
    /// The candidates that no key selects.
    package let always: Range<Int>

    package init(_ reader: BundleReader) throws(BundleError) {
        let section = reader.section(.ruleIndex)
        let bytes = section.bytes
        var at = Self.headerBytes
        func log(_ index: Int) -> Int { min(bytes.int(at: index * 4), 30) }
        let sizes = (0..<7).map { $0 < 3 ? max(1, 1 << log($0) / 8) : KeyTable.slotBytes << log($0) }
        let starts = sizes.map { size in
            defer { at += size }
            return at
        }
        let alwaysCount = bytes.int(at: 28)
        let count = bytes.int(at: 32)
        let isPlausible =
            (0..<3).allSatisfy { (3...30).contains(bytes.int(at: $0 * 4)) } && (3..<7).allSatisfy { bytes.int(at: $0 * 4) <= 26 }
            && alwaysCount <= count && section.count == at + count * Candidate.byteCount
        guard section.count == 0 || isPlausible else {
            throw BundleError(.invalid, "\(reader.path): the index of the URL rules is not as long as it says; compile the policy again")
        }
        self.section = section
        always = 0..<(section.count == 0 ? 0 : alwaysCount)
        candidateCount = section.count == 0 ? 0 : count
        unsafe tables = .allocate(capacity: 1)
        unsafe tables.initialize(to: cscan_rule_index())
        guard section.count > 0 else { return }
        unsafe section.withBase { base in
            func part(_ index: Int) -> UnsafePointer<UInt8> { unsafe (base + starts[index]).assumingMemoryBound(to: UInt8.self) }
            func bitmap(_ index: Int, isUsed: Bool = true) -> cscan_bitmap {
                unsafe cscan_bitmap(bits: part(index), log: isUsed ? UInt32(log(index)) : 0)
            }
            // All parts lie in the section.
            unsafe tables.pointee = unsafe cscan_rule_index(
                host_bits: bitmap(0), quad_bits: bitmap(1, isUsed: bytes.int(at: 36) == 1),
                triple_bits: bitmap(2, isUsed: bytes.int(at: 40) == 1), hosts: part(3), documents: part(4), quads: part(5),
                triples: part(6), hosts_log: UInt32(log(3)), documents_log: UInt32(log(4)), quads_log: UInt32(log(5)),
                triples_log: UInt32(log(6)), candidates: (base + at).assumingMemoryBound(to: UInt8.self),
                candidate_count: UInt32(clamping: count))
        }
    }

    deinit { unsafe tables.deallocate() }

    package var isEmpty: Bool { section.count == 0 }

    /// - Parameter index: in a range that this index gave.
    @inline(__always)
    func candidate(_ index: Int) -> Candidate {
        // Ranges are clamped to the candidates that there are.
        unsafe Candidate(UnsafeRawPointer(tables.pointee.candidates + index &* Candidate.byteCount))
    }

    /// The candidates of a host that rules name, or of one of its parents.
    @inline(__always)
    func candidates(ofHost fingerprint: UInt64) -> Range<Int> {
        // The bitmap and the table are as long as they say.
        guard !isEmpty, unsafe cscan_may_hold_host(tables, fingerprint) == 1 else { return 0..<0 }
        return clamped(unsafe cscan_find_key(tables.pointee.hosts, tables.pointee.hosts_log, fingerprint))
    }

    /// The candidates that the document's host selects.
    func candidates(ofDocument fingerprint: UInt64) -> Range<Int> {
        isEmpty ? 0..<0 : clamped(unsafe cscan_find_key(tables.pointee.documents, tables.pointee.documents_log, fingerprint))
    }

    /// A lying run ends at the last candidate.
    @inline(__always)
    private func clamped(_ run: cscan_run) -> Range<Int> {
        let start = min(Int(run.start), candidateCount)
        return start..<min(start &+ Int(run.count), candidateCount)
    }

    @inline(__always)
    func candidates(of hit: cscan_key_hit) -> Range<Int> { clamped(cscan_run(start: hit.start, count: hit.count)) }

    /// Keys of windows are never zero.
    package static let windowMark: UInt64 = 1 << 32

    /// Three or four bytes of lower-case text, the first in the low byte, as a key.
    package static func key(_ window: ArraySlice<UInt8>) -> UInt64 { window.reversed().reduce(0) { $0 << 8 | UInt64($1) } | windowMark }

    /// What chooses the bit of a window's key.
    package static func hash(ofWindow key: UInt64) -> UInt32 { cscan_key_hash(UInt32(truncatingIfNeeded: key)) }

    /// Collects the keys that a URL holds.
    func collectKeys(_ subject: Subject, _ places: inout ScratchBuffer<UInt32>, into hits: inout ScratchBuffer<cscan_key_hit>) {
        let room = 2 * subject.count + 16
        places.reserve(room)
        // The subject has slack, and there are at most three places to two bytes.
        unsafe hits.fill(room: room) { hits in
            var count = 0
            unsafe places.fill(room: room) { places in
                unsafe count = cscan_key_hits(tables, subject.base, subject.count, places, hits)
                return 0
            }
            return count
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
    func run(_ key: UInt64, _ base: UnsafeRawPointer) -> cscan_run {
        unsafe cscan_find_key((base + offset).assumingMemoryBound(to: UInt8.self), UInt32(log), key)
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
