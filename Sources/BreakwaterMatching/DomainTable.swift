package import BreakwaterBundle
import CScan

/// Millions of host names as fingerprints in 64-byte lines: one cache line answers almost every probe.
///
/// Section `domainLines`: a header line, then `lineCount` lines of eight 64-bit entries.
/// ```text
/// header   0 8 names · 8 4 line count · 12 4 zero · 16 8 label counts (bit k: names of k labels exist, bit 63: 63 or more)
/// entry    bits 63–12 fingerprint · bits 11–1 posting number (0 empty, 2047 see `domainOverflow`) · bit 0 of entry 0: a name
///          whose first choice is this line was put into its second choice
/// ```
/// A name sits in the line `position` chooses, or in a second one chosen by its other half (bucketised cuckoo hashing, Pagh and
/// Rodler 2001; buckets of eight as in Dietzfelbinger and Weidling 2007). A probe of an absent name meets 8 or 16 fingerprints of
/// 52 bits: a false match has probability at most 16 × 2⁻⁵² = 2⁻⁴⁸.
package struct DomainTable: Sendable {
    package static let lineBytes = 64
    package static let slots = 8
    package static let escape: UInt32 = 2047

    private let lines: BundleSection
    private let overflow: BundleSection
    package let nameCount: UInt64
    private let lineCount: UInt64
    /// Bit `k`: names of `k` labels exist; bit 63 stands for all longer ones.
    package let labelCounts: UInt64

    package init(_ reader: BundleReader) throws(BundleError) {
        let lines = reader.section(.domainLines)
        let overflow = reader.section(.domainOverflow)
        let bytes = lines.bytes
        let lineCount = UInt64(bytes.u32(at: 8))
        nameCount = bytes.u64(at: 0)
        labelCounts = bytes.u64(at: 16)
        self.lineCount = lineCount
        self.lines = lines
        self.overflow = overflow
        let isWhole = lines.count == 0 || UInt64(lines.count) == (lineCount + 1) * UInt64(Self.lineBytes)
        guard isWhole, lineCount > 0 || lines.count == 0, overflow.count % 16 == 0 else {
            throw BundleError(.invalid, "\(reader.path): the domain table is not as long as it says; compile the policy again")
        }
    }

    /// The lines a hash may be in.
    @inline(__always)
    package static func choices(_ hash: NameHasher.Hash, lineCount: UInt64) -> (first: UInt64, second: UInt64) {
        let swapped = hash.position << 32 | hash.position >> 32
        return (hash.position.multipliedFullWidth(by: lineCount).high, swapped.multipliedFullWidth(by: lineCount).high)
    }

    @inline(__always)
    package func mayHold(labels: Int) -> Bool { labelCounts >> UInt64(min(labels, 63)) & 1 == 1 }

    /// - Returns: the posting number; 0 where the name is not listed.
    /// - Complexity: one cache line, two where the first has overflowed; no allocation.
    @inline(__always)
    package func posting(_ hash: NameHasher.Hash) -> UInt32 {
        guard lineCount > 0 else { return 0 }
        let (first, second) = Self.choices(hash, lineCount: lineCount)
        let found = probe(first, hash.fingerprint)
        if found.posting != 0 { return resolve(found.posting, hash) }
        guard found.hasOverflowed else { return 0 }
        return resolve(probe(second, hash.fingerprint).posting, hash)
    }

    /// Asks for the line where the hash would be, so that it is under way while others are looked at.
    @inline(__always)
    package func prefetch(_ hash: NameHasher.Hash) {
        let first = Self.choices(hash, lineCount: lineCount).first
        // `withPointer` calls for places inside the section only.
        unsafe lines.withPointer(at: Int(truncatingIfNeeded: first &+ 1) &* Self.lineBytes) { unsafe cscan_prefetch($0) }
    }

    @inline(__always)
    private func probe(_ line: UInt64, _ fingerprint: UInt64) -> (posting: UInt32, hasOverflowed: Bool) {
        let base = Int(truncatingIfNeeded: line &+ 1) &* Self.lineBytes
        var posting: UInt64 = 0
        var head: UInt64 = 0
        guard base <= lines.count &- Self.lineBytes else { return (0, false) }
        // The whole line is inside the section.
        unsafe lines.withPointer(at: base) { line in
            let entries = unsafe line.assumingMemoryBound(to: UInt64.self)
            unsafe head = UInt64(littleEndian: entries[0])
            for slot in 0..<Self.slots {
                let entry = unsafe UInt64(littleEndian: entries[slot])
                posting |= (entry ^ fingerprint) >> 12 == 0 ? entry >> 1 & 2047 : 0
            }
        }
        return (UInt32(truncatingIfNeeded: posting), head & 1 == 1)
    }

    private func resolve(_ posting: UInt32, _ hash: NameHasher.Hash) -> UInt32 {
        guard posting == Self.escape else { return posting }
        let bytes = overflow.bytes
        var low = 0
        var high = overflow.count / 16
        while low < high {
            let middle = (low + high) / 2
            let key = bytes.u64(at: middle * 16)
            if key == hash.fingerprint { return bytes.u32(at: middle * 16 + 8) }
            if key < hash.fingerprint { low = middle + 1 } else { high = middle }
        }
        return 0
    }
}
