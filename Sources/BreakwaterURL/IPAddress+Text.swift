extension IPAddress: LosslessStringConvertible {
    /// Dotted decimal, or the canonical IPv6 text of RFC 5952 (without brackets).
    public var description: String {
        var text = ByteScratch(capacity: 40)
        append(to: &text)
        return text.span.text
    }

    /// Appends the text of ``description``.
    package func append(to output: inout ByteScratch) {
        switch family {
        case .v4:
            for part in 0..<4 {
                if part > 0 { output.append(UInt8(ascii: ".")) }
                output.append(decimal: Int(truncatingIfNeeded: value >> (24 - 8 * UInt128(part))) & 0xFF)
            }
        case .v6:
            let zeros = longestZeroRun
            var index = 0
            while index < 8 {
                if index == zeros.lowerBound, !zeros.isEmpty {
                    output.append(UInt8(ascii: ":"))
                    index = zeros.upperBound
                    if index == 8 { output.append(UInt8(ascii: ":")) }
                } else {
                    if index > 0 { output.append(UInt8(ascii: ":")) }
                    output.append(hexadecimal: group(index))
                    index += 1
                }
            }
        }
    }

    private func group(_ index: Int) -> UInt16 { UInt16(truncatingIfNeeded: value >> (112 - 16 * UInt128(index))) }

    /// RFC 5952 §4.2: the first longest run of two or more zero groups; empty where there is none.
    private var longestZeroRun: Range<Int> {
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, group(end) == 0 { end += 1 }
            if end - start >= 2, end - start > best.count { best = start..<end }
            start = end + 1
        }
        return best
    }
}

extension ByteScratch {
    /// Without leading zeros.
    fileprivate mutating func append(hexadecimal value: UInt16) {
        var shift = 12
        while shift > 0, value >> shift == 0 { shift -= 4 }
        while shift >= 0 {
            append(ASCII.lowercased(ASCII.upperHexadecimal(UInt8(truncatingIfNeeded: value >> shift))))
            shift -= 4
        }
    }
}
