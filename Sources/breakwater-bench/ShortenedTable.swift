import BreakwaterBundle
import BreakwaterMatching

/// The domain table's lines, compared by fewer bits than a decision compares: for measuring how often an unlisted name matches.
struct ShortenedTable: Sendable {
    struct Count: Sendable {
        /// False matches, for each number of bits that was asked for.
        var matches: [Int]
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
    /// - Parameter bits: of the upper bits of the 52 that are stored; a probe that matches counts once.
    func falseMatches(probes: Int, bits: [Int], hasher: NameHasher) -> Count {
        var count = Count(matches: bits.map { _ in 0 }, entriesPerProbe: 0)
        guard lineCount > 0 else { return count }
        let shortest = bits.min() ?? 52
        var compared = 0
        var name: [UInt8] = []
        for number in 0..<probes {
            name.removeAll(keepingCapacity: true)
            Self.append(name: UInt64(number), isListed: false, to: &name)
            let hash = hasher.hash(name.span.extracting(0..<name.count - 1))
            let (first, second) = DomainTable.choices(hash, lineCount: lineCount)
            var length = 0
            let hasMoved = compare(first, hash.fingerprint, &compared, &length, atLeast: shortest)
            if hasMoved { _ = compare(second, hash.fingerprint, &compared, &length, atLeast: shortest) }
            if length >= shortest { for index in bits.indices where length >= bits[index] { count.matches[index] += 1 } }
        }
        count.entriesPerProbe = Double(compared) / Double(max(1, probes))
        return count
    }

    /// - Parameter length: raised to the longest run of equal leading bits.
    /// - Returns: whether the line says that a name of it moved.
    @inline(__always)
    private func compare(_ line: UInt64, _ fingerprint: UInt64, _ compared: inout Int, _ length: inout Int, atLeast: Int) -> Bool {
        let bytes = lines.bytes
        let base = Int(truncatingIfNeeded: line &+ 1) &* DomainTable.lineBytes
        for slot in 0..<DomainTable.slots {
            let entry = bytes.u64(at: base &+ slot &* 8)
            guard entry >> 1 & 2047 != 0 else { continue }
            compared &+= 1
            length = max(length, min(52, (entry ^ fingerprint).leadingZeroBitCount))
        }
        return bytes.u64(at: base) & 1 == 1
    }
}
