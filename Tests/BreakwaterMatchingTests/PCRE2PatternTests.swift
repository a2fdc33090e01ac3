import BreakwaterBundle
import BreakwaterMatching
import TestSupport
import Testing

@Suite(.serialized)
struct PCRE2PatternTests {
    private func outcome(_ pattern: String, _ subject: [UInt8], matchesCase: Bool = false) throws -> PCRE2Pattern.Outcome {
        let program = try PCRE2Pattern(pattern, matchesCase: matchesCase)
        var work = ExpressionScratch()
        return program.search(subject.rawSpan, &work)
    }

    private func refusal(_ pattern: String) -> PCRE2Pattern.CompileError? {
        do throws(PCRE2Pattern.CompileError) {
            _ = try PCRE2Pattern(pattern, matchesCase: false)
            return nil
        } catch { return error }
    }

    /// RGX-06.
    @Test
    func `100,000 random searches agree with a naive matcher`() throws {
        var random = SeededGenerator(seed: 81)
        var work = ExpressionScratch()
        var (pairs, found) = (0, 0)
        for _ in 0..<5_000 {
            let expression = RandomExpression.random(&random)
            let program = try PCRE2Pattern(expression.pattern, matchesCase: true)
            for number in 0..<20 {
                let noise = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                    RandomExpression.alphabet[Int.random(in: 0..<9, using: &random)]
                }
                let inside: [UInt8] = number % 2 == 0 ? [] : Array(expression.example(&random).prefix(24))
                let subject: [UInt8] = Array(noise.prefix(2)) + inside + Array(noise.dropFirst(2))
                let expected = expression.occurs(in: subject)
                let outcome = program.search(subject.rawSpan, &work)
                if outcome != (expected ? .match : .noMatch), outcome != .budgetExceeded {
                    Issue.record("`\(expression.pattern)` in `\(String(decoding: subject, as: UTF8.self))`: \(outcome)")
                }
                pairs += outcome == .budgetExceeded ? 0 : 1
                found += expected ? 1 : 0
            }
        }
        print("PCRE2: \(pairs) of 100000 searches ended, \(found) matches")
        #expect(pairs > 99_000)
        #expect(found > 20_000)
    }

    @Test
    func `letters of either case match unless the rule says otherwise`() throws {
        #expect(try outcome("Ads", Array("xADSx".utf8)) == .match)
        #expect(try outcome("Ads", Array("xADSx".utf8), matchesCase: true) == .noMatch)
        #expect(try outcome("Ads", Array("xAdsx".utf8), matchesCase: true) == .match)
        #expect(try outcome("(?-i)Ads", Array("xADSx".utf8)) == .noMatch)
    }

    /// As in signed URLs and tracking data: a step for each byte is no attack.
    @Test(arguments: [100, 1_000, 1_001, 5_000, 9_900])
    func `a long run of digits has an answer`(count: Int) throws {
        let digits = [UInt8](repeating: 0x37, count: count)
        #expect(try outcome("[0-9]+$", digits) == .match)
        #expect(try outcome("[0-9]+$", digits + [0x78]) == .noMatch)
    }

    /// The search goes in windows of 256 starts: no match is lost at a seam, and anchors see the whole subject.
    @Test(arguments: [0, 1, 254, 255, 256, 257, 511, 512, 513, 5_000])
    func `a match is found wherever it starts`(offset: Int) throws {
        let before = [UInt8](repeating: 0x2E, count: offset)
        #expect(try outcome("needle", before + Array("needle".utf8)) == .match)
        #expect(try outcome("needle$", before + Array("needle".utf8)) == .match)
        #expect(try outcome("(?<=^|\\.)needle", before + Array("needle".utf8)) == .match)
        #expect(try outcome("^needle", before + Array("needle".utf8)) == (offset == 0 ? .match : .noMatch))
        #expect(try outcome("x\\z|needle$", before) == .noMatch)
        #expect(try outcome("\\z", before) == .match)
    }

    /// RGX-01, RGX-02: the search ends, and does not claim to know what it has not found out.
    @Test(arguments: [
        ("^(a+)+$", "a", 30, "!"), ("(a+)+$", "a", 60_000, "!"), ("\\s+$", " ", 100_000, "x"), ("(x+x+)+y", "x", 20_000, ""),
        ("(.*)*=", "a", 20_000, ""),
        ("(a|aa)+$", "a", 5_000, "b"), ("([a-z]+)*\\d", "a", 30_000, ""), ("(.*a){20}b", "a", 20_000, ""),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "a", 40_000, ""),
        ("(?:a?){50}a{50}$", "a", 49, "b"), ("(\\w+\\s?)*!$", "a ", 20_000, ""),
    ])
    func `a search that would take for ever ends in its budget`(pattern: String, piece: String, count: Int, tail: String) throws {
        let subject = Array((String(repeating: piece, count: count) + tail).utf8)
        var result = PCRE2Pattern.Outcome.match
        let time = try threadTime { result = try outcome(pattern, subject) }
        // The budget is 5 ms and one window more; without it, minutes.
        #expect(time < .seconds(3), "\(pattern) took \(time)")
        #expect(result != .match)
    }

    @Test
    func `runs of spaces that each stay below the limit are bounded too`() throws {
        for (runs, length) in [(7, 9_000), (65, 990)] {
            let subject = Array((0..<runs).map { _ in String(repeating: " ", count: length) + "x" }.joined().utf8)
            var result = PCRE2Pattern.Outcome.match
            let time = try threadTime { result = try outcome("\\s+$", subject) }
            #expect(time < .seconds(3))
            #expect(result != .match)
        }
    }

    /// RGX-04.
    @Test(arguments: ["\\C", "(*UTF)a", "(*UCP)a", "a\\C+b", "(*UTF)(*UCP)é"])
    func `a pattern does not switch what it may not`(pattern: String) { #expect(refusal(pattern) != nil) }

    @Test
    func `limits in a pattern do not raise ours`() throws {
        let subject = Array(String(repeating: "a", count: 40).utf8) + [0x21]
        for prefix in ["(*LIMIT_MATCH=4294967295)", "(*NO_JIT)", "(*LIMIT_DEPTH=4294967295)(*LIMIT_HEAP=4294967295)", "(*NO_START_OPT)"] {
            guard refusal(prefix + "^(a+)+$") == nil else { continue }
            var result = PCRE2Pattern.Outcome.match
            let time = try threadTime { result = try outcome(prefix + "^(a+)+$", subject) }
            #expect(time < .seconds(3), "\(prefix)")
            #expect(result == .budgetExceeded)
        }
    }

    /// RGX-05.
    @Test
    func `a pattern that is a bomb is refused, and soon`() {
        let bombs = [
            "((((a{1,99}){1,99}){1,99})", String(repeating: "(", count: 251) + String(repeating: ")", count: 251), "a{65536}",
            "(((((a{99}){99}){99}){99}){99})",
            String(repeating: "a", count: 1 << 20), "[", "(", ")", "*a", "a**", "(?<n>a)(?<n>b)", "\\", "(?P<", "[[:nope:]]", "a{2,1}",
            "(?<=a+)b",
        ]
        let time = threadTime {
            for bomb in bombs { #expect(refusal(bomb) != nil, "\(bomb.prefix(40))") }
        }
        #expect(time < .seconds(2))
        #expect(refusal("a(b")?.message.isEmpty == false)
        #expect(refusal("a(b")?.offset == 3)
    }

    /// RGX-08: bytes, not characters.
    @Test
    func `bytes that are no UTF-8 are only bytes`() throws {
        for bytes: [UInt8] in [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0x80, 0x80], [0xF5, 0x00], []] {
            #expect(try outcome("x$", bytes + [0x78]) == .match)
            #expect(try outcome("^.{2}x$", bytes + [0x78]) == (bytes.count == 2 ? .match : .noMatch))
            #expect(try outcome("é", bytes) == .noMatch)
        }
        #expect(try outcome("é", Array("caf\u{E9}".utf8)) == .match)
        #expect(try outcome("a\\x00b", [0x61, 0x00, 0x62]) == .match)
    }
}
