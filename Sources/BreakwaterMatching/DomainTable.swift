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
@safe
package struct DomainTable: Sendable {
    package static let lineBytes = 64
    package static let slots = 8
    package static let escape: UInt32 = 2047

    private let lines: BundleSection
    // The first line behind the header, in `lines`.
    private nonisolated(unsafe) let firstLine: UnsafePointer<UInt8>
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
        unsafe firstLine = lines.withBase { unsafe ($0 + (lines.count == 0 ? 0 : Self.lineBytes)).assumingMemoryBound(to: UInt8.self) }
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
        let found = unsafe cscan_probe_names(line(first), hash.fingerprint)
        let posting = UInt32(truncatingIfNeeded: found)
        if posting != 0 { return resolve(posting, hash) }
        guard found != 0 else { return 0 }
        return resolve(UInt32(truncatingIfNeeded: unsafe cscan_probe_names(line(second), hash.fingerprint)), hash)
    }

    /// Asks for the line where the hash would be, so that it is under way while others are looked at.
    @inline(__always)
    package func prefetch(_ hash: NameHasher.Hash) {
        guard lineCount > 0 else { return }
        unsafe cscan_prefetch(line(Self.choices(hash, lineCount: lineCount).first))
    }

    /// - Parameter number: below ``lineCount``, as ``choices(_:lineCount:)`` gives them; `init` has checked that there are that many.
    @inline(__always)
    private func line(_ number: UInt64) -> UnsafePointer<UInt8> {
        unsafe firstLine + Int(truncatingIfNeeded: number) &* Self.lineBytes
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
