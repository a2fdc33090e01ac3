import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterRules
import BreakwaterURL
import TestSupport
import Testing

/// The filter of literals in front of the expressions: it may only save work, never lose a match.
@Suite(.serialized)
struct ExpressionSetTests {
    /// Runs every expression of the bundle over the URL, and compares with what the filter let through.
    private func check(_ matcher: Matcher, _ programs: [PCRE2Pattern], _ url: String, _ scratch: inout MatcherScratch) -> Int {
        guard let matches = matcher.matches(url, &scratch) else { return 0 }
        let found = Set(matches.filter { $0.kind == .expression }.map { Int($0.reference) })
        var (expected, unknown): (Set<Int>, Set<Int>) = ([], [])
        let plain = scratch.request.url.bytes.span.array
        let decoded = scratch.request.decoded.span.array
        for (number, program) in programs.enumerated() {
            for subject in decoded.isEmpty ? [plain] : [plain, decoded] {
                switch program.search(subject.rawSpan, &scratch.work.expressions) {
                case .match: expected.insert(number)
                case .budgetExceeded: unknown.insert(number)
                case .noMatch: break
                }
            }
        }
        for number in found.symmetricDifference(expected).subtracting(unknown) {
            let record = matcher.expressions.record(number)
            let pattern = matcher.strings.text(record.patternOffset, record.patternLength)
            Issue.record("`\(pattern)` \(found.contains(number) ? "matches" : "misses") \(url)")
        }
        return expected.count
    }

    private func programs(_ matcher: Matcher) throws -> [PCRE2Pattern] {
        try (0..<matcher.expressions.count).map { number in
            let record = matcher.expressions.record(number)
            return try PCRE2Pattern(
                matcher.strings.text(record.patternOffset, record.patternLength), matchesCase: record.shape.contains(.matchesCase))
        }
    }

    @Test
    func `generated expressions match the URLs that they match without a filter`() throws {
        var random = SeededGenerator(seed: 91)
        let expressions = (0..<1_500).map { _ in RandomExpression.random(&random) }
        let (matcher, summary, _) = try Compiled.matcher([(.expressions, expressions.map(\.pattern).joined(separator: "\n"))])
        #expect(summary.expressions > 500)
        let programs = try programs(matcher)
        var scratch = MatcherScratch()
        var hits = 0
        for number in 0..<600 {
            var path = ""
            for _ in 0..<2 {
                path +=
                    String(decoding: expressions[Int.random(in: 0..<1_500, using: &random)].example(&random).prefix(30), as: UTF8.self)
                    + "/"
            }
            if number % 3 == 0 { path = path.uppercased() }
            // Escapes hide what the decoded form bares.
            if number % 4 == 0 { path = path.replacing("a", with: "%61").replacing("b", with: "%2562") }
            hits += check(matcher, programs, "http://x.test/\(path)", &scratch)
        }
        print("Expressions: \(summary.expressions) generated, \(summary.unfilteredExpressions) without a literal, \(hits) matches agree")
        #expect(hits > 1_000)
    }

    @Test(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"))
    func `real expressions match real URLs and pieces of themselves`() throws {
        let owasp = try TestFiles.lines("regex/owasp-crs-rx.txt")
        let hosts = try TestFiles.lines("regex/mmotti-regex.list").joined(separator: "\n")
        let (matcher, summary, diagnostics) = try Compiled.matcher([
            (.expressions, owasp.joined(separator: "\n")), (.hostExpressions, hosts),
            (.expressions, "\\.(zip|rar)$\n(^|\\.)ads?[0-9]*\\.\n[[:alpha:]]+tracker\n(?:foo|bar)baz{2,}\n(?i)casino\\d+\nx(?=yz)\n"),
        ])
        let programs = try programs(matcher)
        var random = SeededGenerator(seed: 92)
        let pieces = owasp.flatMap { $0.split { "\\()[]{}|?*+^$.".contains($0) } }.map(String.init).filter {
            $0.utf8.count > 2 && $0.utf8.count < 40
        }
        var urls = try TestFiles.lines("requests/cliqz-top500-a.tsv.gz").shuffled(using: &random).prefix(150).compactMap {
            $0.split(separator: "\t").first.map(String.init)
        }
        for _ in 0..<250 {
            urls.append(
                "http://x.test/?q=" + (0..<3).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }.joined(separator: " "))
        }
        urls += [
            "http://ads12.x.test/", "http://x.test/a.zip", "http://x.test/barbazzz", "http://x.test/CASINO77", "http://mytracker.test/",
            "http://x.test/xyz",
        ]
        var scratch = MatcherScratch()
        let hits = urls.reduce(0) { $0 + check(matcher, programs, $1, &scratch) }
        print(
            "Expressions: \(summary.expressions) real, \(summary.unfilteredExpressions) without a literal, \(diagnostics.count) "
                + "diagnostics, \(urls.count) URLs, \(hits) matches agree"
        )
        #expect(summary.expressions > 250)
        #expect(hits > 100)
    }

    /// The vulnerable expressions that researchers collected, over URLs made to hurt: every decision ends.
    @Test(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"))
    func `vulnerable expressions end in the decision's budget`() throws {
        var patterns = try TestFiles.lines("regex/redos/regexlib-raw.txt.gz").filter { !$0.hasPrefix("#") && $0.utf8.count < 400 }
        patterns += try TestFiles.lines("regex/redos/snort-raw.txt.gz").compactMap { line in
            guard let end = line.lastIndex(of: "/"), line.hasPrefix("/"), end > line.startIndex else { return nil }
            return String(line[line.index(after: line.startIndex)..<end])
        }
        var random = SeededGenerator(seed: 93)
        let sample = patterns.shuffled(using: &random).prefix(800)
        let (matcher, summary, _) = try Compiled.matcher([(.expressions, sample.joined(separator: "\n"))])
        var scratch = MatcherScratch()
        let clock = ContinuousClock()
        var longest = Duration.zero
        for piece in ["a", "aA1", "a.", "a@", "0", "%20", "a=1&", "../"] {
            for count in [40, 600, 2_500] {
                let url = "http://x.test/" + String(repeating: piece, count: count) + "!"
                let time = clock.measure { _ = matcher.matches(url, &scratch) }
                longest = max(longest, time)
            }
        }
        print(
            "Expressions: \(summary.expressions) of the vulnerable kind (\(summary.unfilteredExpressions) without a "
                + "literal), longest decision \(longest), \(scratch.work.expressions.exceededCount) unanswered"
        )
        // 5 ms and one window an expression are the rule; the first decisions also compile the programs.
        #expect(longest < .seconds(5))
    }

    @Test
    func `an expression without an answer is counted and is no match`() throws {
        let matcher: Matcher = try Compiled.matcher([(.expressions, "/a+a+a+a+[0-9]\n/x+x+x+x+[0-9]\n")])
        var scratch = MatcherScratch()
        let url = "http://t.test/" + String(repeating: "a", count: 4_000) + "/" + String(repeating: "x", count: 4_000)
        let time = ContinuousClock().measure { #expect(matcher.matches(url, &scratch)?.isEmpty == true) }
        #expect(time < .seconds(1))
        #expect(scratch.work.expressions.exceededCount >= 1)
    }
}
