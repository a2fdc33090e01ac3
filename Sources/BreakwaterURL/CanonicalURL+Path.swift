extension CanonicalURL {
    /// Appends the path with dot segments resolved (RFC 3986 §5.2.4; `\` counts as `/` as in WHATWG URL).
    ///
    /// - Parameter start: at the path's slash, or at the end where there is no path.
    /// - Returns: where the path ends: at its `?` or `#`, or at `end`.
    mutating func appendPath(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        let base = bytes.count
        // Nearly every path has no dot segments.
        if start < end, input[start] == UInt8(ascii: "/") {
            let run = bytes.appendNormalized(input, start, end, .path)
            if Self.endsPath(input, run.end, end) {
                isHiding = run.hides
                return run.end
            }
            bytes.truncate(to: base)
        }
        var index = start
        repeat {
            if !Self.endsPath(input, index, end) { index += 1 }
            bytes.append(UInt8(ascii: "/"))
            let segment = bytes.count
            let run = bytes.appendNormalized(input, index, end, .segment)
            if run.hides { isHiding = true }
            index = run.end
            resolveDots(segment: segment, base: base, isLast: Self.endsPath(input, index, end))
        } while !Self.endsPath(input, index, end)
        return index
    }

    private static func endsPath(_ input: borrowing Span<UInt8>, _ index: Int, _ end: Int) -> Bool {
        index >= end || input[index] == UInt8(ascii: "?") || input[index] == UInt8(ascii: "#")
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
        let run = bytes.appendNormalized(input, start + 1, end, .query)
        if run.hides { isHiding = true }
    }

    /// Appends the URL to `output` in lower case, path and query percent-decoded until nothing is left to decode: what `%2562locked` hides
    /// (ATTACKS URL-02). In the query the escapes of delimiters stay: they are data there (RFC 3986 §2.2), and a URL that another's query
    /// carries is not a request for it.
    ///
    /// - Throws: `tooManyEncodings` past ``maximumDecodingRounds``.
    package borrowing func appendDecodedForm(to output: inout ByteScratch) throws(URLSyntaxError) {
        let start = output.count + pathStart
        var query = output.count + queryStart
        output.append(folded.span)
        for _ in 0..<Self.maximumDecodingRounds where !output.decodePercentOnce(from: start, query: &query) {
            output.lowercase(from: start)
            return
        }
        throw URLSyntaxError(.tooManyEncodings)
    }
}
