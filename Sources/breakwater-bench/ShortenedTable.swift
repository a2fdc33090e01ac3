import BreakwaterBundle
import BreakwaterMatching

/// The domain table's lines, compared by fewer bits than a decision compares: for measuring how often an unlisted name matches.
struct ShortenedTable: Sendable {
    struct Count: Sendable {
        /// False matches by the upper bits, for each number of bits that was asked for.
        var matches: [Int]
        /// The same by the lower bits: together they say that no part of the fingerprint repeats another, or the line's number.
        var lowerMatches: [Int]
        /// Names that a probe was compared with, on average.
        var entriesPerProbe: Double
    }

    private let lines: BundleSection
    private let lineCount: UInt64

    /// - Throws: ``BundleError`` `invalid` where the bundle's domain table is none.
    init(_ reader: BundleReader) throws(BundleError) {
        _ = try DomainTable(reader)
        let lines = reader.section(.domainLines)
        lineCount = UInt64(lines.bytes.u32(at: 8))
        self.lines = lines
    }

    /// Appends a name and a line end. Listed and unlisted ones differ in one letter, so that no number names both.
    static func append(name number: UInt64, isListed: Bool, to text: inout [UInt8]) {
        text.append(isListed ? UInt8(ascii: "l") : UInt8(ascii: "u"))
        for shift in stride(from: 60, through: 0, by: -4) where number >> UInt64(shift) > 0 || shift == 0 {
            text.append(UInt8(ascii: "a") + UInt8(number >> UInt64(shift) & 15))
        }
        text += [UInt8](".test\n".utf8)
    }

    /// Probes for unlisted names by number.
    ///
    /// - Parameter bits: how many of the 52 that are stored are compared, from either end; a probe that matches counts once.
    func falseMatches(probes: Int, bits: [Int], hasher: NameHasher) -> Count {
        var count = Count(matches: bits.map { _ in 0 }, lowerMatches: bits.map { _ in 0 }, entriesPerProbe: 0)
        guard lineCount > 0 else { return count }
        let shortest = bits.min() ?? 52
        var compared = 0
        var name: [UInt8] = []
        for number in 0..<probes {
            name.removeAll(keepingCapacity: true)
            Self.append(name: UInt64(number), isListed: false, to: &name)
            let hash = hasher.hash(name.span.extracting(0..<name.count - 1))
            let (first, second) = DomainTable.choices(hash, lineCount: lineCount)
            var run = Run()
            let hasMoved = compare(first, hash.fingerprint, &compared, &run)
            if hasMoved { _ = compare(second, hash.fingerprint, &compared, &run) }
            guard max(run.upper, run.lower) >= shortest else { continue }
            for index in bits.indices {
                if run.upper >= bits[index] { count.matches[index] += 1 }
                if run.lower >= bits[index] { count.lowerMatches[index] += 1 }
            }
        }
        count.entriesPerProbe = Double(compared) / Double(max(1, probes))
        return count
    }

    /// The longest runs of equal bits from either end of the fingerprint.
    private struct Run {
        var upper = 0
        var lower = 0
    }

    /// - Returns: whether the line says that names like this one moved.
    @inline(__always)
    private func compare(_ line: UInt64, _ fingerprint: UInt64, _ compared: inout Int, _ run: inout Run) -> Bool {
        let bytes = lines.bytes
        let base = Int(truncatingIfNeeded: line &+ 1) &* DomainTable.lineBytes
        for slot in 0..<DomainTable.slots {
            let entry = bytes.u64(at: base &+ slot &* 8)
            guard entry >> 1 & 2047 != 0 else { continue }
            compared &+= 1
            let difference = (entry ^ fingerprint) >> 12
            run.upper = max(run.upper, difference.leadingZeroBitCount &- 12)
            run.lower = max(run.lower, min(52, difference.trailingZeroBitCount))
        }
        return bytes.u64(at: base &+ DomainTable.marker(fingerprint) &* 8) & 1 == 1
    }
}
