import BreakwaterRules
import Foundation
import Testing

/// Expressions written for another subject must, rewritten, find the same in a canonical URL.
///
/// ICU stands in for PCRE2 here: the rewriting uses only what both understand alike.
@Suite struct ExpressionSubjectTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var expression: String
        var url: String
        var matches: Bool
        var testDescription: String { "\(expression) on \(url)" }
    }

    static let hostCases: [Case] = [
        Case(expression: #"(^|\.)blocked\.test$"#, url: "https://blocked.test/", matches: true),
        Case(expression: #"(^|\.)blocked\.test$"#, url: "https://www.blocked.test:8443/x", matches: true),
        Case(expression: #"(^|\.)blocked\.test$"#, url: "https://notblocked.test/", matches: false),
        Case(expression: #"(^|\.)blocked\.test$"#, url: "https://good.test/?u=.blocked.test", matches: false),
        Case(expression: #"(^|\.)blocked\.test$"#, url: "https://blocked.test.good.test/", matches: false),
        Case(expression: #"^ad[0-9]*\.."#, url: "http://ad12.good.test/", matches: true),
        Case(expression: #"^ad[0-9]*\.."#, url: "http://good.test/ad12.x", matches: false),
        Case(expression: #"^bad.*\.test$"#, url: "http://bad.example/x.test/", matches: false),
        Case(expression: #"x[^a]y"#, url: "http://x/y", matches: false),
        Case(expression: #"x[^-a]y"#, url: "http://x0y.test/", matches: true),
        Case(expression: #"x[^]a]y"#, url: "http://x0y.test/", matches: true),
        Case(expression: #"casino"#, url: "http://good.test/casino", matches: false),
        Case(expression: #"casino|poker"#, url: "http://my-poker.test/", matches: true),
    ]

    static let schemelessCases: [Case] = [
        Case(expression: #"^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/search\?q=[0-9]+$"#, url: "http://192.0.2.1/search?q=7", matches: true),
        Case(expression: #"^blocked\.test/"#, url: "https://www.blocked.test/x", matches: true),
        Case(expression: #"^www\.blocked\.test/"#, url: "https://www.blocked.test/x", matches: true),
        Case(expression: #"^blocked\.test/"#, url: "https://good.test/blocked.test/", matches: false),
        Case(expression: #"(^|[-/])poker([-/]|$)"#, url: "http://poker/", matches: true),
        Case(expression: #"(^|[-/])poker([-/]|$)"#, url: "http://good.test/poker", matches: true),
        Case(expression: #"(/banner/|/sponsor/)"#, url: "http://good.test/sponsor/1", matches: true),
        Case(expression: #"[^^]x"#, url: "http://ax/", matches: true),
    ]

    private func check(_ example: Case, _ format: ListFormat) throws {
        var collector = RuleCollector()
        let bytes = Array(example.expression.utf8)
        ListParser(format: format, file: "list").parse(bytes.span, into: &collector)
        guard case .expression(let pattern, false, .none) = try #require(collector.rules.first).trigger else {
            Issue.record("no expression: \(collector)")
            return
        }
        let expression = try NSRegularExpression(pattern: pattern, options: .caseInsensitive)
        let range = NSRange(example.url.startIndex..., in: example.url)
        #expect((expression.firstMatch(in: example.url, range: range) != nil) == example.matches)
    }

    @Test(arguments: hostCases)
    func `an expression over host names sees the host alone`(example: Case) throws { try check(example, .hostExpressions) }

    @Test(arguments: schemelessCases)
    func `a squidGuard expression starts after the scheme`(example: Case) throws { try check(example, .squidGuardExpressions) }
}
