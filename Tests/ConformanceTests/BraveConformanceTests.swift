import Breakwater
import BreakwaterRules
import BreakwaterURL
import Foundation
import TestSupport
import Testing

/// What Brave tests its engine with, through parser, compiler and engine.
@Suite(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"), .serialized)
struct BraveConformanceTests {
    @Test
    func `single filters`() throws {
        struct Row: Decodable { var format: String, filters: [String], url: String, type: String, source: String?, match: Bool }
        var score = ConformanceScore("adblock-rust-matchers")
        for row in try ConformanceCases.rows("adblock-rust-matchers.jsonl", as: Row.self) {
            try ConformanceCases.run(
                row.filters.map(ConformanceCases.asBlocking), row.url, from: row.source, as: row.type, expected: row.match,
                format: row.format == "hosts" ? .hosts : .adblock, &score)
        }
        score.expect(
            passed: 87,
            exceptions: [
                "||foo matches https://foo-bar.baz.com/bar as document/other":
                    "`||foo` is the start of a label, as Adblock Plus documents it"
            ],
            inapplicable: ["left out: too-general": 4])
    }

    @Test
    func `whole lists`() throws {
        struct Row: Decodable { var filters: [String], url: String, source: String, type: String, block: Bool }
        var score = ConformanceScore("adblock-rust-blocker")
        for row in try ConformanceCases.rows("adblock-rust-blocker.jsonl", as: Row.self) {
            try ConformanceCases.run(
                row.filters, row.url, from: row.source, as: row.type, expected: row.block, asking: .verdict, &score)
        }
        score.expect(
            passed: 46,
            exceptions: [
                "||dot.example.com.^ , ||test.example.com^ matches https://dot.example.com from https://dot.example.com as document":
                    "a name with a dot at its end is the same site"
            ])
    }

    /// 4,138 requests of a browser's crawl, each with the rules that must match it.
    ///
    /// Where the crawl wrote only the scheme of the document, it was of another site: Brave's own test asks so.
    @Test
    func `real requests meet the rules that were made for them`() throws {
        struct Row: Decodable { var filters: [String], sourceUrl: String, type: String, url: String }
        var score = ConformanceScore("brave-matching-a")
        var engines: [String: ConformanceEngine] = [:]
        let rows = try TestFiles.lines("requests/brave-matching-a.jsonl.gz").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
        for row in rows {
            guard let type = ResourceTypes(conformanceName: row.type) else {
                score.skip("type \(row.type)")
                continue
            }
            for filter in row.filters.map(ConformanceCases.asBlocking) {
                let engine = try engines[filter] ?? ConformanceEngine([filter], suffixes: ConformanceCases.suffixes)
                engines[filter] = engine
                guard let blocks = engine.blocks(ConformanceRequest(url: row.url, document: row.sourceUrl, type: type)) else {
                    score.skip("a scheme without a host: no URL")
                    continue
                }
                let says = engine.diagnostics.first.map { " (\($0.kind.rawValue))" } ?? ""
                score.add(blocks, "\(filter) misses \(row.url) from \(row.sourceUrl) as \(row.type)\(says)")
            }
        }
        score.expect(passed: 4_680, inapplicable: ["a scheme without a host: no URL": 24])
    }

    /// Requests that browsers were wrongly stopped at, by the lists of their day; ours are of another.
    @Test
    func `past mistakes of lists`() throws {
        var score = ConformanceScore("adblock-rust-regressions")
        let engine = try RealLists.engine(["easylist.txt.gz", "easyprivacy.txt.gz"])
        for line in try TestFiles.lines("conformance/adblock-rust-regressions.tsv").dropFirst() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 4, let type = ResourceTypes(conformanceName: fields[2]) else {
                score.skip("type \(fields.count > 2 ? fields[2] : "missing")")
                continue
            }
            let blocks = engine.blocks(ConformanceRequest(url: fields[0], document: fields[1], type: type))
            let isRight = blocks == (fields[3] == "true")
            score.add(isRight, "\(fields[0].prefix(120)) from \(fields[1].prefix(60)) as \(fields[2]), expected \(fields[3])")
        }
        score.expect(passed: 12)
    }
}
