import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import TestSupport
import Testing

/// Whatever PCRE2 matches holds one of the literals: a wrong literal is a silent miss.
@Suite(.serialized)
struct RequiredLiteralsTests {
    private func literals(_ pattern: String) -> [String]? {
        RequiredLiterals.anyOf(pattern)?.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
            ("casino", ["casino"]), ("CaSiNo", ["casino"]), ("^casino$", ["casino"]), ("casino\\.com", ["casino.com"]),
            ("(?i)Casino", ["casino"]),
            ("foo|bar", ["foo", "bar"]), ("(foo|bar)baz?", ["foo", "bar"]), ("(?:foo|quux)+", ["foo", "quux"]),
            ("[a-z]+casino[0-9]*", ["casino"]),
            ("ab?cdef", ["cdef"]), ("abc*def", ["def"]), ("abc+def", ["abc"]), ("ab{2}cdef", ["cdef"]), ("ab{0,2}cdef", ["cdef"]),
            ("(?=xyz)casino", ["casino"]),
            ("casino(?!xyz)", ["casino"]), ("(?>casino)", ["casino"]), ("[]x]casino", ["casino"]), ("[^]x]casino", ["casino"]),
            ("[[:alpha:]]casino", ["casino"]),
            ("[\\]]casino", ["casino"]), ("casino|", nil), ("(foo)?", nil), (".*", nil), ("[abc]+", nil), ("\\d+", nil), ("a{0}", nil),
            ("(a|)", nil),
        // What the parser does not know gives no literal.
            ("\\Qa.b\\E", nil), ("(?x) a b c", nil), ("\\x61bc", nil), ("(?<name>abc)", nil), ("(abc)\\1", nil), ("(*ACCEPT)abc", nil),
            ("a{b", nil), ("(?|abc|def)", nil),
            ("(?(1)abc|def)", nil), ("(?i:abc)", nil), ("(?#abc)def", nil), ("a\\Kbcd", nil), ("[\\Q]\\Eabc", nil), ("(?-i)abc", nil),
            ("\\p{L}abc", nil),
        // A class that ends where a careless reader does not think so.
        ("[[:]x|[yz]foo", nil), ("[\\E]a]foo|bar]", nil), ("[[:<:]]abc", nil), ("[[.a.]]abc", nil),
    ] as [(String, [String]?)])
    func `literals are found, or none is claimed`(pattern: String, expected: [String]?) {
        #expect(literals(pattern) == expected)
    }

    @Test(arguments: [
        "(", ")", "a)", "(a", "[a", "*", "+a", "\\", "a**", "(?", "(?<", "(?P", "", "|", "{", "}", "]", "a{", "[", "[]", "[^]",
        "[[:alpha:]",
    ])
    func `no pattern traps`(pattern: String) { _ = RequiredLiterals.anyOf(pattern) }

    private func holds(_ literals: [[UInt8]], _ subject: [UInt8]) -> Bool {
        let lower = subject.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        return literals.contains { literal in
            literal.count <= lower.count
                && (0...lower.count - literal.count).contains { lower[$0..<$0 + literal.count].elementsEqual(literal) }
        }
    }

    @Test
    func `what a random expression matches holds one of its literals`() throws {
        var random = SeededGenerator(seed: 111)
        var work = ExpressionScratch()
        var (claims, matches) = (0, 0)
        for _ in 0..<12_000 {
            let expression = RandomExpression.random(&random)
            guard let literals = RequiredLiterals.anyOf(expression.pattern) else { continue }
            claims += 1
            let program = try PCRE2Pattern(expression.pattern, matchesCase: false)
            for _ in 0..<6 {
                let subject = expression.example(&random) + expression.example(&random).prefix(3)
                guard program.search(subject.rawSpan, &work) == .match else { continue }
                matches += 1
                if !holds(literals, subject) {
                    Issue.record("`\(expression.pattern)` matches `\(String(decoding: subject, as: UTF8.self))`")
                }
            }
        }
        print("Required literals: \(claims) random expressions with literals, \(matches) matches hold one")
        #expect(claims > 4_000 && matches > 15_000)
    }

    @Test
    func `what odd syntax matches holds one of the literals`() throws {
        var random = SeededGenerator(seed: 112)
        var work = ExpressionScratch()
        let tokens = [
            "a", "b", "ab", "(", ")", "(?:", "(?=", "(?!", "(?<=", "|", "[", "]", "[^", "[]", "[:alpha:]", "[:", ":]", "\\E", "\\Q", "\\]",
            "\\b", "\\d", "\\.", "*", "+", "?", "{2}", "{0,1}", "{,2}", "{ 1}", "{", "}", "^", "$", ".", "(?i)", "(?#", "\\1", "x", "=",
            "-", "\\-", "++", "??", "\\x61", "\\t",
        ]
        var (claims, matches) = (0, 0)
        for _ in 0..<60_000 {
            let pattern = (0..<Int.random(in: 1...8, using: &random)).map { _ in tokens[Int.random(in: tokens.indices, using: &random)] }
                .joined()
            guard let literals = RequiredLiterals.anyOf(pattern), let program = try? PCRE2Pattern(pattern, matchesCase: false) else {
                continue
            }
            claims += 1
            for _ in 0..<12 {
                let subject = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                    Array("aabb[]x:-=.E1{}".utf8)[Int.random(in: 0..<15, using: &random)]
                }
                guard program.search(subject.rawSpan, &work) == .match else { continue }
                matches += 1
                if !holds(literals, subject) {
                    Issue.record("`\(pattern)` matches `\(String(decoding: subject, as: UTF8.self))` without \(literals)")
                }
            }
        }
        print("Required literals: \(claims) odd patterns with literals, \(matches) matches hold one")
        #expect(claims > 2_000 && matches > 2_000)
    }

    @Test(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"))
    func `what real expressions match holds one of their literals`() throws {
        var random = SeededGenerator(seed: 113)
        var patterns = try TestFiles.lines("regex/owasp-crs-rx.txt") + TestFiles.lines("regex/mmotti-regex.list")
        patterns += try TestFiles.lines("regex/redos/regexlib-raw.txt.gz").filter { !$0.hasPrefix("# ") && $0.utf8.count < 500 }
        let pieces = patterns.flatMap { $0.split { "\\()[]{}|?*+^$".contains($0) } }.map { Array($0.utf8) }.filter { $0.count < 40 }
        let urls = try TestFiles.lines("requests/cliqz-top500-a.tsv.gz").shuffled(using: &random).prefix(60).map { Array($0.utf8) }
        let made = (0..<140).map { _ in (0..<6).flatMap { _ in pieces[Int.random(in: pieces.indices, using: &random)] } }
        let subjects = urls + made
        var (claims, matches) = (0, 0)
        for pattern in patterns {
            guard let literals = RequiredLiterals.anyOf(pattern), let program = try? PCRE2Pattern(pattern, matchesCase: false) else {
                continue
            }
            claims += 1
            var work = ExpressionScratch()
            for subject in subjects where program.search(subject.rawSpan, &work) == .match {
                matches += 1
                if !holds(literals, subject) { Issue.record("`\(pattern)` matches `\(String(decoding: subject, as: UTF8.self))`") }
            }
        }
        print("Required literals: \(claims) of \(patterns.count) real expressions have literals, \(matches) matches hold one")
        #expect(claims > 300 && matches > 500)
    }
}
