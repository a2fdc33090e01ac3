import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation
import Testing

/// Cases that the makers of other engines test themselves with, through parser, compiler and engine.
///
/// The numbers that pass today are floors. What fails is printed; each kind is a documented choice (docs/LISTS.md) or a fault.
@Suite(.enabled(if: TestFiles.isDataPresent, TestFiles.dataHint), .serialized)
struct AdblockConformanceTests {
    private static func rows<Row: Decodable>(_ file: String, as type: Row.Type) throws -> [Row] {
        try TestFiles.lines("conformance/\(file)").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
    }

    /// As much of the public suffix list as the cases need; a name that it does not know ends in one label.
    private static let suffixes = PublicSuffixList(parsing: "uk\nco.uk\norg.uk\nau\ncom.au\njp\nco.jp\nbr\ncom.br\ntr\ncom.tr\ncn\ncom.cn\n*.ck\n!www.ck\n")

    /// Runs one case of one request.
    private func run(_ filters: [String], _ request: ConformanceRequest, expected: Bool, format: ListFormat = .adblock, _ score: inout Score) throws {
        let engine = try ConformanceEngine(filters, format: format, suffixes: Self.suffixes)
        guard let blocks = engine.blocks(request) else { return score.skip("no URL for a proxy") }
        guard blocks != expected else { return score.add(true, "") }
        let kinds = Set(engine.diagnostics.map(\.kind.rawValue)).sorted()
        let says = engine.diagnostics.first.map { " [\($0.message)]" } ?? ""
        // A rule that was left out with a diagnostic is said, not silently misread.
        if !kinds.isEmpty, expected { return score.skip("left out: \(kinds.joined(separator: "+"))") }
        score.add(false, "\(filters) \(expected ? "misses" : "blocks") \(request.url) from \(request.document ?? "-") as \(request.type.rawValue)\(says)")
    }

    @Test
    func `Adblock Plus, single filters`() throws {
        struct Row: Decodable {
            var filters: [String], url: String, type: String, doc_domain: String?, third_party: Bool, sitekey: String?, match: Bool, section: String
        }
        var score = Score("abp-core-single-filter")
        for row in try Self.rows("abp-core-single-filter.jsonl", as: Row.self) {
            guard let type = ResourceTypes(conformanceName: row.type) else {
                score.skip("type \(row.type)")
                continue
            }
            // These cases ask whether a filter matches: an exception is tested as the rule it excepts from.
            let filters = row.filters.map { $0.hasPrefix("@@") ? String($0.dropFirst(2)) : $0 }
            // The party is given, not derived; a document of the same or of another site stands for it.
            let document: String?
            if let domain = row.doc_domain { document = "http://\(domain)/" } else { document = row.third_party ? "http://third-party.invalid/" : nil }
            try run(filters, ConformanceRequest(url: row.url, document: document, type: type), expected: row.match, &score)
        }
        score.show()
        #expect(score.passed >= 228)
        #expect(score.failures.count <= 7)
    }

    @Test
    func `Adblock Plus, the matcher`() throws {
        struct Row: Decodable {
            var filters: [String], url: String, type: String, doc_domain: String?, specific_only: Bool, expected_filter: String?

            enum CodingKeys: String, CodingKey { case filters, url, type, doc_domain, specific_only, expected_filter }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                filters = try container.decode([String].self, forKey: .filters)
                url = try container.decode(String.self, forKey: .url)
                type = (try? container.decode(String.self, forKey: .type)) ?? "SEVERAL"
                doc_domain = try container.decodeIfPresent(String.self, forKey: .doc_domain)
                specific_only = try container.decode(Bool.self, forKey: .specific_only)
                expected_filter = try container.decodeIfPresent(String.self, forKey: .expected_filter)
            }
        }
        var score = Score("abp-core-matcher")
        for row in try Self.rows("abp-core-matcher.jsonl", as: Row.self) {
            guard let type = ResourceTypes(conformanceName: row.type) else {
                score.skip("type \(row.type)")
                continue
            }
            guard !row.specific_only else {
                score.skip("a mode of browsers: only rules with $domain")
                continue
            }
            let expected = row.expected_filter.map { !$0.hasPrefix("@@") } ?? false
            let document = row.doc_domain.map { "http://\($0)/" }
            try run(row.filters, ConformanceRequest(url: row.url, document: document, type: type), expected: expected, &score)
        }
        score.show()
        #expect(score.passed >= 71)
        #expect(score.failures.isEmpty)
    }

    @Test
    func `Adblock Plus, URLs and parties`() throws {
        struct Row: Decodable {
            var fn: String, url: String, domain: String?, isThirdParty: Bool?

            enum CodingKeys: String, CodingKey { case fn, args }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                fn = try container.decode(String.self, forKey: .fn)
                var arguments = try container.nestedUnkeyedContainer(forKey: .args)
                url = try arguments.decode(String.self)
                guard !arguments.isAtEnd else { return }
                domain = try arguments.decode(String.self)
                isThirdParty = try arguments.decode(Bool.self)
            }
        }
        var score = Score("abp-core-url")
        let rule = try ConformanceEngine(["/^[a-z]+:/$third-party"], suffixes: Self.suffixes)
        for row in try Self.rows("abp-core-url.jsonl", as: Row.self) {
            if let domain = row.domain, let expected = row.isThirdParty {
                let verdict = rule.blocks(ConformanceRequest(url: row.url, document: "http://\(domain)/", type: .image))
                score.add(verdict == expected, "\(row.url) of \(domain): \(verdict.map(String.init(describing:)) ?? "refused"), not \(expected)")
            } else if let scheme = row.url.split(separator: ":").first, ["http", "https", "ws", "wss", "ftp"].contains(scheme) {
                // The case compares a URL parser with the browser's own: the parts of ours are those of Foundation's.
                guard let parts = URLComponents(string: row.url), let host = parts.host else {
                    score.skip("no URL of Foundation's")
                    continue
                }
                let ours = try? WebURL(row.url)
                score.add(ours?.host.description == host.lowercased() && (ours?.path).map { $0 == parts.percentEncodedPath || parts.path.isEmpty } ?? false,
                    "\(row.url): \(ours?.description ?? "refused")")
            } else {
                score.skip("scheme that no proxy is asked for")
            }
        }
        score.show()
        #expect(score.passed >= 76)
        #expect(score.failures.isEmpty)
    }

    @Test
    func `Brave's engine, single filters`() throws {
        struct Row: Decodable { var format: String, filters: [String], url: String, type: String, source: String?, match: Bool }
        var score = Score("adblock-rust-matchers")
        for row in try Self.rows("adblock-rust-matchers.jsonl", as: Row.self) {
            guard let type = ResourceTypes(conformanceName: row.type) else {
                score.skip("type \(row.type)")
                continue
            }
            let filters = row.filters.map { $0.hasPrefix("@@") ? String($0.dropFirst(2)) : $0 }
            let request = ConformanceRequest(url: row.url, document: row.source, type: type)
            try run(filters, request, expected: row.match, format: row.format == "hosts" ? .hosts : .adblock, &score)
        }
        score.show()
        #expect(score.passed >= 86)
        #expect(score.failures.count <= 3)
    }

    @Test
    func `Brave's engine, whole lists`() throws {
        struct Row: Decodable { var test: String, filters: [String], url: String, source: String, type: String, block: Bool }
        var score = Score("adblock-rust-blocker")
        for row in try Self.rows("adblock-rust-blocker.jsonl", as: Row.self) {
            guard let type = ResourceTypes(conformanceName: row.type) else {
                score.skip("type \(row.type)")
                continue
            }
            try run(row.filters, ConformanceRequest(url: row.url, document: row.source, type: type), expected: row.block, &score)
        }
        score.show()
        #expect(score.passed >= 46)
        #expect(score.failures.count <= 1)
    }

    @Test
    func `AdGuard's network rules`() throws {
        struct Row: Decodable { var test: String, filters: [String], url: String, source: String?, type: String, match: Bool }
        var score = Score("adguard-tsurlfilter-network")
        for row in try Self.rows("adguard-tsurlfilter-network.jsonl", as: Row.self) {
            guard let type = ResourceTypes(conformanceName: row.type) else {
                score.skip("type \(row.type)")
                continue
            }
            guard !row.filters.contains(where: { $0.contains("method=") }) else {
                score.skip("the case does not tell the method")
                continue
            }
            let filters = row.filters.map { $0.hasPrefix("@@") ? String($0.dropFirst(2)) : $0 }
            try run(filters, ConformanceRequest(url: row.url, document: row.source, type: type), expected: row.match, &score)
        }
        score.show()
        #expect(score.passed >= 114)
        #expect(score.failures.count <= 12)
    }

    @Test
    func `adblockparser's documented filters`() throws {
        struct Row: Decodable {
            var group: String, filters: [String], url: String?, options: Bool, block: Bool

            enum CodingKeys: String, CodingKey { case group, filters, `case`, block }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                group = try container.decode(String.self, forKey: .group)
                filters = try container.decode([String].self, forKey: .filters)
                url = try? container.decode(String.self, forKey: .case)
                options = url == nil
                block = try container.decode(Bool.self, forKey: .block)
            }
        }
        var score = Score("adblockparser")
        for row in try Self.rows("adblockparser.jsonl", as: Row.self) {
            guard let url = row.url else {
                score.skip("case with options")
                continue
            }
            // These filters have no conditions, so that an image of no document stands for every request.
            try run(row.filters, ConformanceRequest(url: url, document: nil, type: .image), expected: row.block, &score)
        }
        score.show()
        #expect(score.passed >= 36)
        #expect(score.failures.isEmpty)
    }

    /// 4,138 requests of a browser's crawl, each with the rules of one list that must match it.
    @Test
    func `real requests meet the rules that were made for them`() throws {
        struct Row: Decodable { var filters: [String], sourceUrl: String, type: String, url: String }
        var score = Score("brave-matching-a")
        var engines: [String: ConformanceEngine] = [:]
        let rows = try TestFiles.lines("requests/brave-matching-a.jsonl.gz").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
        for row in rows {
            guard let type = ResourceTypes(conformanceName: row.type) else {
                score.skip("type \(row.type)")
                continue
            }
            for filter in row.filters {
                let plain = filter.hasPrefix("@@") ? String(filter.dropFirst(2)) : filter
                let engine = try engines[plain] ?? ConformanceEngine([plain], suffixes: Self.suffixes)
                engines[plain] = engine
                // The crawl wrote only the scheme where it had no document.
                let document = (try? WebURL(row.sourceUrl)) == nil ? nil : row.sourceUrl
                if document == nil, filter.contains("third-party") || filter.contains("domain=") {
                    score.skip("needs a document that the crawl has not")
                    continue
                }
                guard let blocks = engine.blocks(ConformanceRequest(url: row.url, document: document, type: type)) else {
                    score.skip("no URL for a proxy")
                    continue
                }
                if !blocks, engine.leavesOut {
                    score.skip("left out: \(Set(engine.diagnostics.map(\.kind.rawValue)).sorted().joined(separator: "+"))")
                    continue
                }
                score.add(blocks, "\(filter) misses \(row.url) from \(row.sourceUrl) as \(row.type)")
            }
        }
        score.show()
        #expect(score.passed >= 3_572)
        #expect(score.failures.count <= 4)
    }
}
