import BreakwaterBundle
import BreakwaterMatching
import TestSupport
import Testing

/// Every byte of a pattern in turn, every way on: slow, plain, and right.
enum NaiveGlob {
    static func matches(_ pattern: ArraySlice<UInt8>, _ subject: ArraySlice<UInt8>, endsAtEnd: Bool) -> Bool {
        guard let first = pattern.first else { return !endsAtEnd || subject.isEmpty }
        let rest = pattern.dropFirst()
        switch first {
        case UInt8(ascii: "*"):
            return (subject.startIndex...subject.endIndex).contains { matches(rest, subject[$0...], endsAtEnd: endsAtEnd) }
        case UInt8(ascii: "^"):
            guard let byte = subject.first else { return matches(rest, subject, endsAtEnd: endsAtEnd) }
            return isSeparator(byte) && matches(rest, subject.dropFirst(), endsAtEnd: endsAtEnd)
        default:
            return subject.first == first && matches(rest, subject.dropFirst(), endsAtEnd: endsAtEnd)
        }
    }

    static func occurs(_ pattern: [UInt8], in subject: [UInt8], endsAtEnd: Bool) -> Bool {
        (0...subject.count).contains { matches(pattern[...], subject[$0...], endsAtEnd: endsAtEnd) }
    }

    /// "Anything but a letter, a digit, or one of _ - . %"; bytes outside ASCII are parts of letters.
    static func isSeparator(_ byte: UInt8) -> Bool {
        byte < 0x80 && !Character(UnicodeScalar(byte)).isLetter && !Character(UnicodeScalar(byte)).isNumber && !"_-.%".utf8.contains(byte)
    }
}

struct GlobMatcherTests {
    private func occurs(_ pattern: String, _ subject: String, endsAtEnd: Bool = false) -> Bool {
        let (strings, text) = (Array(pattern.utf8), Array(subject.utf8))
        return GlobMatcher.match(strings.rawSpan, 0..<strings.count, text.rawSpan, from: 0, floats: true, endsAtEnd: endsAtEnd) == .match
    }

    @Test(arguments: [
        ("", "", true), ("", "a", true), ("a", "", false), ("^", "", true), ("^^", "", true), ("*", "", true), ("a^", "a", true),
        ("a^^", "a", true),
        ("a^b", "a/b", true), ("a^b", "a.b", false), ("a^", "a.", false), ("a*b", "axxb", true), ("a*b", "ba", false), ("a*", "a", true),
        ("^a^", "/a/", true), ("^a^", "a/", false), ("a*b*c", "acbc", true), ("a*b*c", "acb", false), ("a^*c", "a/bc", true),
        ("a*^", "a", true),
    ])
    func `a pattern is found`(pattern: String, subject: String, expected: Bool) { #expect(occurs(pattern, subject) == expected) }

    @Test
    func `100,000 random patterns agree with a naive matcher`() {
        var random = SeededGenerator(seed: 41)
        let (patternBytes, subjectBytes) = (Array("aab/.^*".utf8), Array("aaabb/.^*".utf8))
        func text(_ bytes: [UInt8], _ longest: Int) -> [UInt8] {
            (0..<Int.random(in: 0...longest, using: &random)).map { _ in bytes.randomElement(using: &random) ?? 0x61 }
        }
        var found = 0
        for _ in 0..<100_000 {
            let (pattern, subject) = (text(patternBytes, 7), text(subjectBytes, 12))
            let endsAtEnd = Bool.random(using: &random)
            // The pattern lies among other text, as in a bundle.
            let strings = [0x61, 0x2A] + pattern + [0x62, 0x2A]
            let range = 2..<2 + pattern.count
            let expected = NaiveGlob.occurs(pattern, in: subject, endsAtEnd: endsAtEnd)
            let occurs = GlobMatcher.match(strings.rawSpan, range, subject.rawSpan, from: 0, floats: true, endsAtEnd: endsAtEnd)
            let start = Int.random(in: 0...subject.count, using: &random)
            let anchored = GlobMatcher.match(strings.rawSpan, range, subject.rawSpan, from: start, endsAtEnd: endsAtEnd)
            let expectedAnchored = NaiveGlob.matches(pattern[...], subject[start...], endsAtEnd: endsAtEnd)
            // "No tail" promises that no later place matches.
            let laterMatches = (start...subject.count).contains { NaiveGlob.matches(pattern[...], subject[$0...], endsAtEnd: endsAtEnd) }
            if (occurs == .match) != expected || (anchored == .match) != expectedAnchored || (anchored == .noTail && laterMatches) {
                Issue.record(
                    "`\(String(decoding: pattern, as: UTF8.self))` in `\(String(decoding: subject, as: UTF8.self))`, end \(endsAtEnd)")
            }
            found += expected ? 1 : 0
        }
        #expect((20_000...90_000).contains(found))
    }

    @Test
    func `every byte is a separator or not, as documented`() {
        for byte in UInt8.min ... .max { #expect(GlobMatcher.isSeparator(byte) == NaiveGlob.isSeparator(byte), "\(byte)") }
    }

    @Test
    func `a pattern that points outside the texts matches nothing it should not`() {
        let (strings, subject) = (Array("abc".utf8), Array("abc".utf8))
        let found = GlobMatcher.match(strings.rawSpan, 1..<9, subject.rawSpan, from: 0, floats: true, endsAtEnd: false)
        #expect(found == .noHead)
        let far = GlobMatcher.match(strings.rawSpan, 100..<105, subject.rawSpan, from: 0, floats: true, endsAtEnd: false)
        #expect(far == .noHead)
    }

    /// The square of 64 KiB would take many seconds.
    @Test(arguments: ["a*b", "aa*aab", "a*a*a*b", "a^*b", "*a*b", "aaaaaaaaaaaaaaaa*c"])
    func `a long run of one letter costs no square`(pattern: String) {
        let (strings, subject) = (Array(pattern.utf8), [UInt8](repeating: 0x61, count: 65_536))
        let time = threadTime {
            let found = GlobMatcher.match(strings.rawSpan, 0..<strings.count, subject.rawSpan, from: 0, floats: true, endsAtEnd: false)
            #expect(found != .match)
        }
        #expect(time < .seconds(1))
    }
}
