import BreakwaterBundle
import BreakwaterMatching
import BreakwaterRules
import BreakwaterURL
import TestSupport
import Testing

/// The index of URL rules against a plain scan of all rules.
@Suite(.serialized)
struct URLRuleTests {
    private static let suffixes = PublicSuffixList(parsing: "com\norg\ntest\nuk\nco.uk\n*.ck\n!www.ck\ngithub.io\n")

    /// Every line a list of its own, so that a match names its rule whichever machine found it.
    private struct Rules {
        var matcher: Matcher
        var collected: [(rules: [Rule], hosts: [RuleCollector.HostEntry])]
        let naive = NaiveRules(suffixes: URLRuleTests.suffixes)

        init(_ lines: [String]) throws {
            var kept: [String] = []
            collected = []
            for line in lines {
                var collector = RuleCollector()
                ListParser(format: .adblock, file: "rule").parse(Array(line.utf8).span, into: &collector)
                guard !collector.rules.isEmpty || !collector.hosts.isEmpty else { continue }
                kept.append(line)
                collected.append((collector.rules, collector.hosts))
            }
            matcher = try Compiled.matcher(kept.map { (.adblock, $0) }, suffixes: URLRuleTests.suffixes)
        }

        /// - Returns: how many rules match; a disagreement is an issue.
        func check(_ request: NaiveRequest, _ scratch: inout MatcherScratch) -> Int {
            guard let facts = naive.facts(request),
                let matches = matcher.matches(
                    request.url, document: request.document, types: request.types, method: request.method, &scratch)
            else { return 0 }
            let found = Set(matches.filter { $0.kind != .expression }.map { Int($0.list) })
            var expected: Set<Int> = []
            for (index, entry) in collected.enumerated()
            where entry.rules.contains(where: { naive.matches($0, facts) }) || entry.hosts.contains(where: { naive.matches($0, facts) }) {
                expected.insert(index)
            }
            for index in found.symmetricDifference(expected) {
                let text = collected[index].rules.first?.text ?? collected[index].hosts.first?.name ?? ""
                Issue.record("`\(text)` \(found.contains(index) ? "matches" : "misses") \(request)")
            }
            return expected.count
        }
    }

    private static let words = ["ads", "banner", "track", "a", "b", "img", "x1", "video", "ad", "track%c3%a9", "é", "100%25"]
    private static let hosts = [
        "ads.test", "a.test", "b.test", "img.a.test", "x.co.uk", "a.co.uk", "me.github.io", "www.ck", "a.b.ck", "shop.com", "ads.shop.com",
    ]

    private static func rule(_ random: inout SeededGenerator) -> String {
        func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: values.indices, using: &random)] }
        var pattern = pick(["", "", "||", "||", "|http://", "|https://", "@@||", "@@"])
        if pattern.hasSuffix("||") || pattern.hasSuffix("://") { pattern += pick(hosts + ["ads.*", "test", "*.a.test"]) }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            pattern += pick(["/", "^", "*", ".", "-", "_", "?", "=", "&", "/"]) + pick(words)
        }
        pattern += pick(["", "", "^", "*", "|", "/", "^|"])
        var options: [String] = []
        if Int.random(in: 0..<3, using: &random) == 0 {
            options.append(pick(["image", "script", "~image", "document", "image,script", "~script,~image", "xmlhttprequest"]))
        }
        if Int.random(in: 0..<4, using: &random) == 0 { options.append(pick(["third-party", "~third-party"])) }
        if Int.random(in: 0..<3, using: &random) == 0 {
            let values = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                pick(["", "~"]) + pick(hosts + ["a.*", "x.*", "ads.a.*", "shop.*"])
            }
            options.append("domain=" + values.joined(separator: "|"))
        }
        if Int.random(in: 0..<8, using: &random) == 0 { options.append("to=" + pick(["", "~"]) + pick(hosts)) }
        if Int.random(in: 0..<8, using: &random) == 0 { options.append("denyallow=" + pick(hosts)) }
        if Int.random(in: 0..<8, using: &random) == 0 { options.append(pick(["method=get", "method=post", "method=~get"])) }
        if Int.random(in: 0..<8, using: &random) == 0 { options.append("match-case") }
        if Int.random(in: 0..<8, using: &random) == 0 { options.append("important") }
        return options.isEmpty ? pattern : pattern + "$" + options.joined(separator: ",")
    }

    private static func request(_ random: inout SeededGenerator) -> NaiveRequest {
        func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: values.indices, using: &random)] }
        var url =
            pick(["http://", "https://", "HTTP://"]) + pick(hosts + ["WWW.ads.test", "127.0.0.1", "[::1]", "xads.test"])
            + pick(["", "", ":8080"])
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            url +=
                pick(["/", "/", ".", "-", "_", "?", "=", "&", "%2F", "%252f", "^", "*"])
                + pick(words + ["ADS", "Banner", "%61ds", "%2561ds", "tr%61ck%C3%A9"])
        }
        let document =
            Bool.random(using: &random)
            ? pick(["http://", "https://"]) + pick(hosts + ["sub.x.co.uk", "127.0.0.1", "a.com", "x.ck"]) + "/page" : nil
        return NaiveRequest(
            url: url, document: document, types: pick([.document, .image, .script, .xmlHTTPRequest, .subdocument, .other]),
            method: pick([.get, .post, .head]))
    }

    @Test
    func `generated rules match generated requests as a plain scan does`() throws {
        var random = SeededGenerator(seed: 71)
        let rules = try Rules((0..<2_000).map { _ in Self.rule(&random) })
        #expect(rules.collected.count > 1_200)
        var scratch = MatcherScratch()
        var hits = 0
        for _ in 0..<2_500 { hits += rules.check(Self.request(&random), &scratch) }
        print("URL rules: \(rules.collected.count) generated rules, \(hits) matches agree")
        #expect(hits > 5_000)
    }

    @Test(arguments: [
        // MATCHING section 6.
        ("||foo.com^", "http://foo.com:1234/", true), ("||foo.com^", "http://foo.com.evil/", false),
        ("||foo.com^", "http://foo.company.com/", false),
        ("||foo.com^", "http://www.foo.com/", true), ("||foo.com^", "http://notfoo.com/", false),
        ("||com/foo", "http://example.com/foo", true),
        ("||s.foo.com/x", "http://xs.foo.com.s.foo.com/x", true), ("||ads.com/x", "http://ads.com@good.com/x", false),
        ("||ads.com/x", "http://good.com/?u=http://ads.com/x", false), ("||ads.com/x", "http://good.com/ads.com/x", false),
        ("/ad%2fs/", "http://a.test/ad%2Fs/", true), ("/AdS/x", "http://a.test/ads/x", true),
        ("/AdS/x$match-case", "http://a.test/ads/x", false),
        ("/blocked/x", "http://a.test/%2562locked/x", true), ("/blocked/x", "http://a.test/%62locked/x", true),
        ("/blocked/x", "http://a.test/y/../blocked/./x", true), ("||blocked.test/x", "http://blocked.test./x", true),
        ("/692х200.swf", "http://a.test/692%D1%85200.swf", true), ("/692х200.swf", "http://a.test/692%d1%85200.swf", true),
        ("|http://a.test/|", "http://a.test/", true), ("|http://a.test/|", "http://a.test/x", false),
        ("/x.js|", "http://a.test/x.js#frag", true),
        ("/x.js|", "http://a.test/x.js?y", false), ("||help.test/x", "http://evil.test/?x=help.test/x", false),
        ("||help.test/x", "http://help.test.evil.test/x", false), ("||help.test/x", "http://evil.test/#help.test/x", false),
        ("||127.0.0.1/x", "http://2130706433/x", true), ("||[::1]/x", "http://[0:0::1]/x", true),
        ("http://a.test/x", "http://a.test:80/x", true), ("||bücher.test/x", "http://xn--bcher-kva.test/x", true),
        ("||BÜCHER.test/x", "http://ＢÜCHER。test/x", true),
    ])
    func `a pitfall of pattern matching is avoided`(rule: String, url: String, expected: Bool) throws {
        let matcher: Matcher = try Compiled.matcher([(.adblock, rule + "\n")])
        var scratch = MatcherScratch()
        let matches = try #require(matcher.matches(url, &scratch))
        #expect(!matches.isEmpty == expected)
    }

    @Test
    func `what stands behind many tokens is still found`() throws {
        let matcher: Matcher = try Compiled.matcher([(.adblock, "/payload/hidden.\n")])
        var scratch = MatcherScratch()
        let padding = (0..<5_000).map { "t\($0)" }.joined(separator: "/")
        #expect(matcher.matches("http://a.test/\(padding)/payload/hidden.js", &scratch)?.isEmpty == false)
        #expect(matcher.matches("http://a.test/\(padding)/payload/hidde.js", &scratch)?.isEmpty == true)
    }

    @Test(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"))
    func `a sample of a real list matches real requests as a plain scan does`() throws {
        let lines = try TestFiles.lines("adblock/easylist.txt.gz").filter { !$0.contains("#") && !$0.hasPrefix("!") && !$0.hasPrefix("[") }
        var random = SeededGenerator(seed: 72)
        // General rules match most requests: all of the short ones, and a sample of the rest.
        let sample =
            lines.filter { !$0.hasPrefix("||") }.shuffled(using: &random).prefix(1_500) + lines.shuffled(using: &random).prefix(1_000)
        let rules = try Rules(Array(sample))
        var scratch = MatcherScratch()
        var hits = 0
        let requests = try TestFiles.lines("requests/cliqz-top500-a.tsv.gz").shuffled(using: &random).prefix(1_000)
        for line in requests {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count >= 3 else { continue }
            let types: ResourceTypes = switch fields[2] {
            case "script": .script
            case "image": .image
            case "xhr": .xmlHTTPRequest
            case "stylesheet": .stylesheet
            default: .document
            }
            hits += rules.check(NaiveRequest(url: fields[0], document: fields[1], types: types, method: .get), &scratch)
        }
        print("URL rules: \(rules.collected.count) real rules on \(requests.count) real requests, \(hits) matches agree")
        #expect(hits > 8)
    }

    /// A URL may name one token many times over; the rules behind it must not be tried as often.
    @Test
    func `a URL of one token costs no square`() throws {
        let rules = (0..<200).map { "/banner/*/x\($0)y" }.joined(separator: "\n")
        let matcher: Matcher = try Compiled.matcher([(.adblock, rules)])
        var scratch = MatcherScratch()
        let url = "http://a.test/" + String(repeating: "banner/", count: 1_100)
        let time = ContinuousClock().measure { #expect(matcher.matches(url, &scratch)?.isEmpty == true) }
        print("URL rules: 8 KiB of one token before 200 rules: \(time)")
        #expect(time < .seconds(2))
    }
}
