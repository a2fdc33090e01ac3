import BreakwaterBundle
import CScan

/// Matches Adblock patterns: literal bytes, `*` for any run, `^` for one separator or the end of the URL.
///
/// Never a regular expression, and no backtracking: between two stars the first place that fits leaves the most room for what follows.
/// The worst case is the subject's length times the longest run between two stars.
package enum GlobMatcher {
    package enum Outcome: Sendable {
        /// What comes before the first `*` does not match; from another place on it may.
        case noHead
        /// What comes before the first `*` matches and what follows does not: it does from no later place either.
        case noTail
        case match
    }

    /// Whether the pattern matches.
    ///
    /// - Parameters:
    ///   - pattern: where in `strings` the pattern is.
    ///   - start: where in the subject.
    ///   - floats: the pattern may start anywhere at or after `start`.
    ///   - endsAtEnd: the pattern's end must be the subject's end.
    package static func match(
        _ strings: RawSpan, _ pattern: Range<Int>, _ subject: RawSpan, from start: Int, floats: Bool = false, endsAtEnd: Bool
    ) -> Outcome {
        guard pattern.lowerBound >= 0, pattern.upperBound <= strings.byteCount, start >= 0, start <= subject.byteCount else { return .noHead }
        // Both runs are borrowed for the call, and what is read of them is in the ranges that were just checked.
        return unsafe subject.withUnsafeBytes { text in
            unsafe strings.withUnsafeBytes { bytes in
                guard let text = text.baseAddress, let bytes = bytes.baseAddress else { return pattern.isEmpty ? .match : .noHead }
                return unsafe match(
                    Run(bytes + pattern.lowerBound, pattern.count), Run(text + start, subject.byteCount - start), floats, endsAtEnd)
            }
        }
    }

    private static func match(_ pattern: Run, _ subject: Run, _ floats: Bool, _ endsAtEnd: Bool) -> Outcome {
        var rest = subject
        var at = 0
        var isFirst = true
        while true {
            let end = pattern.index(of: UInt8(ascii: "*"), from: at)
            let segment = pattern[at, end]
            let isLast = end == pattern.count
            let taken =
                isFirst && !floats
                ? segment.taken(from: rest, whole: isLast && endsAtEnd) : segment.find(in: rest, whole: isLast && endsAtEnd)
            guard let taken else { return isFirst ? .noHead : .noTail }
            if isLast { return .match }
            rest = rest[taken, rest.count]
            at = end &+ 1
            isFirst = false
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

/// Bytes that are borrowed for one call of ``GlobMatcher/match(_:_:_:from:floats:endsAtEnd:)``.
@safe
private struct Run {
    let base: UnsafeRawPointer
    let count: Int

    @inline(__always)
    init(_ base: UnsafeRawPointer, _ count: Int) {
        unsafe self.base = base
        self.count = count
    }

    /// - Parameter start, end: 0 <= start <= end <= count.
    @inline(__always)
    subscript(_ start: Int, _ end: Int) -> Run { unsafe Run(base + start, end &- start) }

    /// - Parameter index: 0..<count.
    @inline(__always)
    subscript(_ index: Int) -> UInt8 { unsafe base.load(fromByteOffset: index, as: UInt8.self) }

    @inline(__always)
    private func word(_ index: Int) -> UInt64 {
        // The callers have eight bytes from `index` on.
        unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// The first place of the byte from `start` on, or the end.
    @inline(__always)
    func index(of byte: UInt8, from start: Int) -> Int {
        var index = start
        while index < count, self[index] != byte { index &+= 1 }
        return index
    }

    /// How many of the subject's first bytes this segment takes, in which there is no `*`; `nil` where it does not match there.
    ///
    /// A byte that is the pattern's own matches, a `^` in the subject too: it is a separator.
    @inline(__always)
    func taken(from subject: Run, whole: Bool) -> Int? {
        var at = 0
        var position = 0
        while at < count {
            if count &- at >= 8, subject.count &- position >= 8 {
                let difference = word(at) ^ subject.word(position)
                guard difference != 0 else {
                    at &+= 8
                    position &+= 8
                    continue
                }
                let equal = difference.trailingZeroBitCount / 8
                at &+= equal
                position &+= equal
            }
            guard position < subject.count else {
                guard self[at] == UInt8(ascii: "^") else { return nil }
                at &+= 1
                continue
            }
            let byte = subject[position]
            guard self[at] == byte || (self[at] == UInt8(ascii: "^") && GlobMatcher.isSeparator(byte)) else { return nil }
            at &+= 1
            position &+= 1
        }
        return whole && position != subject.count ? nil : position
    }

    /// Where the first place of the subject ends at which this segment matches.
    ///
    /// Its first literal bytes are found with vectors; every `^` before them takes one byte.
    func find(in subject: Run, whole: Bool) -> Int? {
        var carets = 0
        while carets < count, self[carets] == UInt8(ascii: "^") { carets &+= 1 }
        let literal = self[carets, index(of: UInt8(ascii: "^"), from: carets)]
        var start = 0
        while start <= subject.count {
            if literal.count > 0 {
                guard start &+ carets < subject.count, let found = literal.place(in: subject[start &+ carets, subject.count]) else { return nil }
                start &+= found
            }
            if let taken = taken(from: subject[start, subject.count], whole: whole) { return start &+ taken }
            start &+= 1
        }
        return nil
    }

    private func place(in subject: Run) -> Int? {
        // cscan_find reads no byte outside the lengths it is given.
        unsafe cscan_find(subject.base, subject.count, base, count).map { unsafe $0 - subject.base }
    }
}
