import Breakwater
import BreakwaterRules
import TestSupport
import Testing

/// What AdGuard tests its network rules with, through parser, compiler and engine.
@Suite(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"), .serialized)
struct AdGuardConformanceTests {
    @Test
    func `network rules`() throws {
        struct Row: Decodable { var test: String, filters: [String], url: String, source: String?, type: String, match: Bool }
        var score = ConformanceScore("adguard-tsurlfilter-network")
        for row in try ConformanceCases.rows("adguard-tsurlfilter-network.jsonl", as: Row.self) {
            guard !row.filters.contains(where: { $0.contains("method=") }) else {
                score.skip("the case does not tell the method")
                continue
            }
            try ConformanceCases.run(
                row.filters.map(ConformanceCases.asBlocking), row.url, from: row.source, as: row.type, expected: row.match, &score)
        }
        let isReferred = "a navigation belongs to the page that it comes from; only a typed page is its own document"
        let isTyped = "a typed page is its own document, whatever the pattern"
        let isPopup = "`$popup` is a type of its own, not a page"
        let popup = "||test.ru/^$domain=~nigma.*|google.*,third-party,match-case,popup misses https://test.ru/ from"
        score.expect(
            passed: 83,
            exceptions: [
                "||example.*^$domain=example.org|~example.com matches https://example.org as document": isTyped,
                "$domain=example.org misses https://example.org/ from https://example.com/ as document": isReferred,
                "path$domain=example.org misses https://example.org/path from https://example.com/ as document": isReferred,
                "\(popup) https://google.com/ as document": isPopup, "\(popup) https://www.google.com/ as document": isPopup,
                "\(popup) https://www.google.de/ as document": isPopup, "\(popup) https://google.co.uk/ as document": isPopup,
                "\(popup) https://www.google.co.uk/ as document": isPopup,
            ],
            inapplicable: ["left out: unsupported-modifier": 60, "the case does not tell the method": 7])
    }
}
