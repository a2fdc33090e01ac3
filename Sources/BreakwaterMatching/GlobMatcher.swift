import BreakwaterBundle
import CScan

/// Matches Adblock patterns: literal bytes, `*` for any run, `^` for one separator or the end of the URL.
///
/// Never a regular expression. Backtracks only to the last `*`, so that the worst case is the subject's length times the longest
/// run between two stars.
package enum GlobMatcher {
    /// Whether the pattern matches anywhere in the subject.
    ///
    /// The literal run before the first wildcard is found with the C library's vectorised search; only from there on is there
    /// anything to match.
    package static func occurs(_ strings: RawSpan, _ pattern: Range<Int>, in subject: RawSpan, endsAtEnd: Bool) -> Bool {
        var head = pattern.lowerBound
        while head < pattern.upperBound, strings.u8(at: head) != UInt8(ascii: "*"), strings.u8(at: head) != UInt8(ascii: "^") {
            head &+= 1
        }
        let length = head &- pattern.lowerBound
        guard length > 0, pattern.upperBound <= strings.byteCount else {
            return matches(strings, pattern, subject, from: 0, floats: true, endsAtEnd: endsAtEnd)
        }
        var star = head
        while star < pattern.upperBound, strings.u8(at: star) != UInt8(ascii: "*") { star &+= 1 }
        var start = 0
        while let found = find(strings.extracting(pattern.lowerBound..<head), in: subject, from: start) {
            let after = found &+ length
            if star == pattern.upperBound {
                if matches(strings, head..<star, subject, from: after, floats: false, endsAtEnd: endsAtEnd) { return true }
            } else if matches(strings, head..<star, subject, from: after, floats: false, endsAtEnd: false) {
                // What follows the star matches after a later start only if it matches after the first: to try the later ones too
                // would take the square of the subject's length (`aaaa…` against `a*b`). Every byte up to the star takes one of the
                // subject's, but for a `^` at its end.
                let position = min(after &+ (star &- head), subject.byteCount)
                return matches(strings, star..<pattern.upperBound, subject, from: position, floats: false, endsAtEnd: endsAtEnd)
            }
            start = found &+ 1
        }
        return false
    }

    private static func find(_ needle: RawSpan, in subject: RawSpan, from start: Int) -> Int? {
        guard start < subject.byteCount else { return nil }
        // Both runs are borrowed for the call, and memmem reads no byte outside the lengths it is given.
        return unsafe subject.withUnsafeBytes { bytes in
            unsafe needle.withUnsafeBytes { wanted in
                guard let base = bytes.baseAddress, let first = wanted.baseAddress,
                    let hit = unsafe cscan_find(base + start, bytes.count - start, first, wanted.count)
                else { return nil }
                return unsafe hit - base
            }
        }
    }

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
        var star = -1
        var starPosition = start
        let end = pattern.upperBound
        let count = subject.byteCount
        guard at >= 0, end <= strings.byteCount else { return false }
        if floats {
            guard let found = firstPlace(strings, at, end, subject, from: start) else { return false }
            (star, starPosition, position) = (at, found, found)
        }
        while true {
            if at == end {
                if !endsAtEnd || position == count { return true }
            } else {
                let byte = strings.u8(at: at)
                if byte == UInt8(ascii: "*") {
                    at &+= 1
                    guard let found = firstPlace(strings, at, end, subject, from: position) else { return false }
                    (star, starPosition, position) = (at, found, found)
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
            guard star >= 0, starPosition < count,
                let found = firstPlace(strings, star, end, subject, from: starPosition &+ 1)
            else { return false }
            (starPosition, position, at) = (found, found, star)
        }
    }

    /// The first place from `start` on where the literal run at `at` of the pattern is; `start` itself where a wildcard or nothing is there.
    private static func firstPlace(_ strings: RawSpan, _ at: Int, _ end: Int, _ subject: RawSpan, from start: Int) -> Int? {
        var runEnd = at
        while runEnd < end, strings.u8(at: runEnd) != UInt8(ascii: "*"), strings.u8(at: runEnd) != UInt8(ascii: "^") { runEnd &+= 1 }
        guard runEnd > at else { return start }
        return find(strings.extracting(at..<runEnd), in: subject, from: start)
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
