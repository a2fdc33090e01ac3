extension IPAddress: LosslessStringConvertible {
    /// Dotted decimal, or the canonical IPv6 text of RFC 5952 (without brackets).
    public var description: String {
        switch family {
        case .v4:
            return (0..<4).map { String((value >> (24 - 8 * UInt128($0))) & 0xFF) }.joined(separator: ".")
        case .v6:
            let groups = (0..<8).map { UInt16(truncatingIfNeeded: value >> (112 - 16 * UInt128($0))) }
            guard let run = Self.longestZeroRun(groups) else {
                return groups.map { String($0, radix: 16) }.joined(separator: ":")
            }
            let head = groups[..<run.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
            let tail = groups[run.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
            return head + "::" + tail
        }
    }

    /// RFC 5952 §4.2: the first longest run of two or more zero groups.
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best = 0..<0
        var start = 0
        while start < groups.count {
            guard groups[start] == 0 else {
                start += 1
                continue
            }
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start > best.count { best = start..<end }
            start = end
        }
        return best.count >= 2 ? best : nil
    }
}
