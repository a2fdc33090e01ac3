extension CanonicalURL {
    /// Appends the path with dot segments resolved (RFC 3986 §5.2.4; `\` counts as `/` as in WHATWG URL).
    mutating func appendPath(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        let base = bytes.count
        var index = start
        repeat {
            if index < end { index += 1 }
            bytes.append(UInt8(ascii: "/"))
            let segment = bytes.count
            while index < end, input[index] != UInt8(ascii: "/"), input[index] != UInt8(ascii: "\\") {
                index = appendNormalized(input, index, end)
            }
            resolveDots(segment: segment, base: base, isLast: index >= end)
        } while index < end
    }

    /// Handles `.` and `..` as the segment that was just written.
    private mutating func resolveDots(segment: Int, base: Int, isLast: Bool) {
        let length = bytes.count - segment
        guard length == 1 || length == 2, bytes[segment] == 0x2E, bytes[bytes.count - 1] == 0x2E else { return }
        var cut = segment
        if length == 2, segment - 1 > base {
            cut = segment - 1
            while cut > base, bytes[cut - 1] != UInt8(ascii: "/") { cut -= 1 }
        }
        // The next segment brings its own slash; the last one keeps this one's.
        bytes.truncate(to: isLast ? cut : cut - 1)
    }

    /// Appends the query without its fragment.
    mutating func appendQuery(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) {
        bytes.append(UInt8(ascii: "?"))
        var index = start + 1
        while index < end, input[index] != UInt8(ascii: "#") {
            index = appendNormalized(input, index, end)
        }
    }

    /// Appends one byte or escape in normal form and gives the next index.
    private mutating func appendNormalized(_ input: borrowing Span<UInt8>, _ index: Int, _ end: Int) -> Int {
        let byte = input[index]
        if byte == UInt8(ascii: "%") {
            if index + 2 < end, let high = ASCII.hexadecimalValue(input[index + 1]),
                let low = ASCII.hexadecimalValue(input[index + 2])
            {
                let value = high << 4 | low
                if ASCII.isUnreserved(value), !completesStrayEscape(value) {
                    bytes.append(value)
                } else {
                    appendEscape(value)
                }
                return index + 3
            }
            // A stray `%` stays as it is, as browsers send it.
            bytes.append(byte)
            hasEscapes = true
            return index + 1
        }
        if byte <= 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x3C || byte == 0x3E || byte == 0x60 {
            appendEscape(byte)
        } else {
            bytes.append(byte)
        }
        return index + 1
    }

    /// Whether a decoded digit would make an escape of a stray `%` before it (`%%34%31`): then it stays escaped, so that the
    /// canonical form of the canonical form is the same.
    private borrowing func completesStrayEscape(_ value: UInt8) -> Bool {
        guard ASCII.hexadecimalValue(value) != nil, bytes.count >= 2 else { return false }
        // A whole escape is appended at once, so that a `%` among the last two bytes is a stray one.
        return bytes[bytes.count - 1] == UInt8(ascii: "%") || bytes[bytes.count - 2] == UInt8(ascii: "%")
    }

    private mutating func appendEscape(_ value: UInt8) {
        hasEscapes = true
        bytes.append(UInt8(ascii: "%"))
        bytes.append(ASCII.upperHexadecimal(value >> 4))
        bytes.append(ASCII.upperHexadecimal(value))
    }

    /// Appends the URL to `output` in lower case, path and query percent-decoded until nothing is left to decode: what
    /// `%2562locked` hides (ATTACKS URL-02).
    ///
    /// - Throws: `tooManyEncodings` past ``maximumDecodingRounds``.
    package borrowing func appendDecodedForm(to output: inout ByteScratch) throws(URLSyntaxError) {
        let start = output.count + pathStart
        output.append(folded.span)
        for _ in 0..<Self.maximumDecodingRounds where !output.decodePercentOnce(from: start) {
            output.lowercase(from: start)
            return
        }
        throw URLSyntaxError(.tooManyEncodings)
    }
}
