import Breakwater
import BreakwaterRules
import BreakwaterURL
import Foundation
import TestSupport
import Testing

/// What Adblock Plus tests its core with, through parser, compiler and engine.
@Suite(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"), .serialized)
struct AdblockPlusConformanceTests {
    @Test
    func `single filters`() throws {
        struct Row: Decodable {
            var filters: [String], url: String, type: String, doc_domain: String?, third_party: Bool, match: Bool
        }
        var score = ConformanceScore("abp-core-single-filter")
        for row in try ConformanceCases.rows("abp-core-single-filter.jsonl", as: Row.self) {
            // The party is given, not derived; a document of the same or of another site stands for it.
            let document = row.doc_domain.map { "http://\($0)/" } ?? (row.third_party ? "http://third-party.invalid/" : nil)
            try ConformanceCases.run(
                row.filters.map(ConformanceCases.asBlocking), row.url, from: document, as: row.type, expected: row.match, &score)
        }
        let isPage = "the default types include the page itself"
        let isHost = "a host has no case, and is compared in lower case"
        let isEmpty = "types that exclude each other are an error, not every type"
        score.expect(
            passed: 224,
            exceptions: [
                "test matches http://test/ as document": isPage, "http://test* matches http://test/ as document": isPage,
                "ftp://test* matches ftp://test/ as document": isPage, "test$~image matches http://test/ as document": isPage,
                "abcd$match-case matches http://ABCD/adf as image": isHost,
                "abcd$match-case,image matches http://ABCD/adf as image": isHost,
                "/abc/$match-case matches http://aBc/adf from http://third-party.invalid/ as image": isHost,
                "abcd$~image,image misses http://abcd/adf as image (syntax)": isEmpty,
                "abcd$~image,image misses http://abcd/adf as script (syntax)": isEmpty,
            ],
            inapplicable: [
                "left out: unsupported-modifier": 14, "no URL for a proxy": 1, "type dtd": 2, "type webrtc": 2, "type xbl": 2,
            ])
    }

    @Test
    func `the matcher`() throws {
        struct Row: Decodable {
            var filters: [String], url: String, type: String, doc_domain: String?, specific_only: Bool, expected_filter: String?

            enum CodingKeys: String, CodingKey { case filters, url, type, doc_domain, specific_only, expected_filter }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                filters = try container.decode([String].self, forKey: .filters)
                url = try container.decode(String.self, forKey: .url)
                type = (try? container.decode(String.self, forKey: .type)) ?? "several at once"
                doc_domain = try container.decodeIfPresent(String.self, forKey: .doc_domain)
                specific_only = try container.decode(Bool.self, forKey: .specific_only)
                expected_filter = try container.decodeIfPresent(String.self, forKey: .expected_filter)
            }
        }
        var score = ConformanceScore("abp-core-matcher")
        for row in try ConformanceCases.rows("abp-core-matcher.jsonl", as: Row.self) {
            guard !row.specific_only else {
                score.skip("a mode of browsers: only rules with $domain")
                continue
            }
            let expected = row.expected_filter.map { !$0.hasPrefix("@@") } ?? false
            try ConformanceCases.run(
                row.filters, row.url, from: row.doc_domain.map { "http://\($0)/" }, as: row.type, expected: expected, &score)
        }
        score.expect(
            passed: 66,
            inapplicable: [
                "a mode of browsers: only rules with $domain": 6, "left out: too-general": 1, "left out: top-level-name": 2,
                "left out: unsupported-modifier": 9, "type ELEMHIDE": 2, "type GENERICBLOCK": 2, "type GENERICHIDE": 2,
                "type several at once": 11,
            ])
    }

    @Test
    func `URLs and parties`() throws {
        struct Row: Decodable {
            var url: String, domain: String?, isThirdParty: Bool?

            enum CodingKeys: String, CodingKey { case args }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                var arguments = try container.nestedUnkeyedContainer(forKey: .args)
                url = try arguments.decode(String.self)
                guard !arguments.isAtEnd else { return }
                domain = try arguments.decode(String.self)
                isThirdParty = try arguments.decode(Bool.self)
            }
        }
        var score = ConformanceScore("abp-core-url")
        let rule = try ConformanceEngine(["/^[a-z]+:/$third-party"], suffixes: ConformanceCases.suffixes)
        for row in try ConformanceCases.rows("abp-core-url.jsonl", as: Row.self) {
            if let domain = row.domain, let expected = row.isThirdParty {
                let verdict = rule.blocks(ConformanceRequest(url: row.url, document: "http://\(domain)/", type: .image))
                score.add(verdict == expected, "\(row.url) of \(domain): \(verdict.map(String.init(describing:)) ?? "refused")")
            } else if let scheme = row.url.split(separator: ":").first, ["http", "https", "ws", "wss", "ftp"].contains(scheme) {
                // The case compares a URL parser with the browser's own: the parts of ours are those of Foundation's.
                guard let parts = URLComponents(string: row.url), let host = parts.host else {
                    score.skip("no URL of Foundation's")
                    continue
                }
                let ours = try? WebURL(row.url)
                let isSameHost = ours?.host.description == host.lowercased()
                let isSamePath = ours?.path == parts.percentEncodedPath || parts.path.isEmpty
                score.add(ours != nil && isSameHost && isSamePath, "\(row.url): \(ours?.description ?? "refused")")
            } else {
                score.skip("scheme that no proxy is asked for")
            }
        }
        score.expect(passed: 76, inapplicable: ["scheme that no proxy is asked for": 32])
    }

    @Test
    func `adblockparser's documented filters`() throws {
        struct Row: Decodable { var filters: [String], `case`: String, block: Bool }
        var score = ConformanceScore("adblockparser")
        for row in try ConformanceCases.rows("adblockparser.jsonl", as: Row.self) {
            // These filters have no conditions, so that an image of no document stands for every request.
            try ConformanceCases.run(row.filters, row.case, from: nil, as: "image", expected: row.block, &score)
        }
        score.expect(passed: 36)
    }
}
