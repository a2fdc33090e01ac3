import BreakwaterBundle

/// Matches Adblock patterns: literal bytes, `*` for any run, `^` for one separator or the end of the URL.
///
/// Never a regular expression. Backtracks only to the last `*`, so that the worst case is the subject's length times the longest
/// run between two stars.
package enum GlobMatcher {
    /// Whether the pattern matches from `start` on.
    ///
    /// - Parameters:
    ///   - pattern: where in `strings` the pattern is.
    ///   - floats: the pattern may start anywhere at or after `start`.
    ///   - endsAtEnd: the pattern's end must be the subject's end.
    package static func matches(
        _ strings: RawSpan, _ pattern: Range<Int>, _ subject: RawSpan, from start: Int, floats: Bool, endsAtEnd: Bool
    ) -> Bool {
        var at = pattern.lowerBound
        var position = start
        var star = floats ? at : -1
        var starPosition = start
        let end = pattern.upperBound
        let count = subject.byteCount
        while true {
            if at == end {
                if !endsAtEnd || position == count { return true }
            } else {
                let byte = strings.u8(at: at)
                if byte == UInt8(ascii: "*") {
                    at &+= 1
                    star = at
                    starPosition = position
                    continue
                }
                if position < count {
                    let other = subject.u8(at: position)
                    if byte == other ? (byte != UInt8(ascii: "^") || isSeparator(other)) : (byte == UInt8(ascii: "^") && isSeparator(other)) {
                        at &+= 1
                        position &+= 1
                        continue
                    }
                } else if byte == UInt8(ascii: "^") {
                    at &+= 1
                    continue
                }
            }
            guard star >= 0, starPosition < count else { return false }
            starPosition &+= 1
            position = starPosition
            at = star
        }
    }

    /// Neither a letter, a digit nor one of `_ - . %` (Adblock Plus, "Separator characters").
    @inline(__always)
    package static func isSeparator(_ byte: UInt8) -> Bool {
        let isWord =
            (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x2D || byte == 0x2E || byte == 0x25
            || byte >= 0x80
        return !isWord
    }
}
