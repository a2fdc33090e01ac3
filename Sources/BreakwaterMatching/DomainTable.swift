package import BreakwaterBundle
import CScan

/// Millions of host names as fingerprints in 64-byte lines: one cache line answers almost every probe.
///
/// Section `domainLines`: a header line, then `lineCount` lines of eight 64-bit entries.
/// ```text
/// header   0 8 names · 8 4 line count · 12 4 zero · 16 8 label counts (bit k: names of k labels exist, bit 63: 63 or more)
/// entry    bits 63–12 fingerprint · bits 11–1 posting number (0 empty, 2047 see `domainOverflow`) · bit 0 of entry `k`: a name
///          whose first choice is this line, and whose fingerprint's lowest three bits are `k`, was put into its second choice
/// ```
/// A name sits in the line `position` chooses, or in a second one chosen by its other half (bucketised cuckoo hashing, Pagh and
/// Rodler 2001; buckets of eight as in Dietzfelbinger and Weidling 2007). A probe of an absent name meets 8 or, one time in seven, 16
/// fingerprints of 52 bits: a false match has probability at most 16 × 2⁻⁵² = 2⁻⁴⁸.
@safe
package final class DomainTable: Sendable {
    package static let lineBytes = 64
    package static let slots = 8
    package static let escape: UInt32 = 2047

    private let lines: BundleSection
    // This object's own until its `deinit`; it points into `lines`, which is as long as it says: `init` has checked that.
    private nonisolated(unsafe) let table: UnsafeMutablePointer<cscan_name_table>
    private let overflow: BundleSection
    package let nameCount: UInt64

    package init(_ reader: BundleReader) throws(BundleError) {
        let lines = reader.section(.domainLines)
        let overflow = reader.section(.domainOverflow)
        let bytes = lines.bytes
        let lineCount = UInt64(bytes.u32(at: 8))
        nameCount = bytes.u64(at: 0)
        self.lines = lines
        self.overflow = overflow
        let isWhole = lines.count == 0 || UInt64(lines.count) == (lineCount + 1) * UInt64(Self.lineBytes)
        guard isWhole, lineCount > 0 || lines.count == 0, overflow.count % 16 == 0 else {
            throw BundleError(.invalid, "\(reader.path): the domain table is not as long as it says; compile the policy again")
        }
        unsafe table = .allocate(capacity: 1)
        unsafe lines.withBase { base in
            // Behind the header.
            let first = unsafe (base + (lines.count == 0 ? 0 : Self.lineBytes)).assumingMemoryBound(to: UInt8.self)
            unsafe table.initialize(to: cscan_name_table(lines: first, line_count: lineCount, label_counts: bytes.u64(at: 16)))
        }
    }

    deinit { unsafe table.deallocate() }

    /// The lines a hash may be in.
    @inline(__always)
    package static func choices(_ hash: NameHasher.Hash, lineCount: UInt64) -> (first: UInt64, second: UInt64) {
        (cscan_line(hash.position, lineCount), cscan_second_line(hash.position, lineCount))
    }

    /// Whether a line's names may have moved, by the entry with the number that the fingerprint chooses.
    @inline(__always)
    package static func marker(_ fingerprint: UInt64) -> Int { Int(truncatingIfNeeded: fingerprint & 7) }

    @inline(__always)
    package func mayHold(labels: Int) -> Bool {
        return unsafe cscan_may_hold_labels(table, labels) != 0
    }

    /// Asks for the lines where a host and its parents would be, so that they are under way while others are looked at.
    ///
    /// - Parameter hashes: `count` of them.
    @inline(__always)
    func prefetch(_ hashes: UnsafePointer<cscan_name_hash>, _ count: Int) {
        unsafe cscan_prefetch_names(table, hashes, count)
    }

    /// Looks a host and its parents up.
    ///
    /// - Parameter hashes: `count` of them.
    /// - Parameter postings: room for as many; 0 for a name that is not listed, ``escape`` for what ``resolve(_:_:)`` knows.
    /// - Returns: whether any is listed.
    /// - Complexity: a cache line a name, two where the first says that such names have moved; no allocation.
    @inline(__always)
    func probe(_ hashes: UnsafePointer<cscan_name_hash>, _ count: Int, _ postings: UnsafeMutablePointer<UInt16>) -> Bool {
        return unsafe cscan_probe_names(table, hashes, count, postings) != 0
    }

    /// Hashes a host as it came and asks for its lines; of what is no plain name, ``find(_:)`` will know nothing.
    ///
    /// - Parameter slack: how many bytes behind the host may be read.
    @inline(__always)
    package func begin(_ host: borrowing Span<UInt8>, slack: Int, _ hasher: NameHasher, _ name: inout PlainName) {
        name.clear()
        unsafe host.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { unsafe cscan_begin_name(table, hasher.key, start, source.count, source.count &+ slack, &name.raw) }
        }
    }

    /// Looks into the lines that were asked for, and asks for others where they send it there.
    @inline(__always)
    package func look(_ name: inout PlainName) { unsafe cscan_look_name(table, &name.raw) }

    /// What the lines say, after ``look(_:)``.
    @inline(__always)
    package func find(_ name: inout PlainName) -> FoundNames { FoundNames(raw: unsafe cscan_find_name(&name.raw)) }

    /// The posting number behind what a line holds.
    func resolve(_ posting: UInt32, _ fingerprint: UInt64) -> UInt32 {
        guard posting == Self.escape else { return posting }
        return overflow.withBytes { bytes in
            var low = 0
            var high = bytes.byteCount / 16
            while low < high {
                let middle = (low + high) / 2
                let key = bytes.u64(at: middle * 16)
                if key == fingerprint { return bytes.u32(at: middle * 16 + 8) }
                if key < fingerprint { low = middle + 1 } else { high = middle }
            }
            return 0
        }
    }
}

/// A host under way, of the kind that nearly all are.
@safe
package struct PlainName: BitwiseCopyable {
    // Its lines are the table's, which the engine keeps.
    fileprivate var raw = cscan_plain_name()

    package init() {}

    @inline(__always)
    package mutating func clear() {
        raw.labels = 0
        raw.asked = 0
    }
}

/// What a table says of a host and its parents.
package struct FoundNames {
    fileprivate let raw: cscan_found_name

    /// The same number for names that are listed in the same places, 0 where none is.
    @inline(__always)
    package var key: UInt64 { raw.key }
    /// Whether ``key`` says everything; where not, the host is to be judged as a URL is.
    @inline(__always)
    package var isComplete: Bool { raw.key != .max }

    /// Where a listed name starts in its host.
    ///
    /// - Parameter number: of the listed ones, the shortest first; 0…3.
    @inline(__always)
    package func start(_ number: Int) -> UInt16 {
        switch number {
        case 0: raw.starts.0
        case 1: raw.starts.1
        case 2: raw.starts.2
        default: raw.starts.3
        }
    }
}
