import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import Testing

@Suite struct ExplanationTests {
    private static let engine: Engine = {
        do {
            return try TestPolicy(
                profiles: [
                    .test(
                        "child", ["adult": .block, "gambling": .warn], deny: ["own.test"],
                        schedules: [.test("Bedtime", [(20 * 60, 22 * 60)])]),
                    .test("adult"),
                ],
                lists: [
                    .init("names", .domains, "adult", ["blocked.test"]),
                    .init("rules", .adblock, "adult", ["! a comment", "||rules.test/page^$important"]),
                    .init("patterns", .expressions, "gambling", ["bet[0-9]+\\.test"]),
                    .init("addresses", .addresses, "adult", ["192.0.2.0/24"]),
                    .init("help", .domains, nil, kind: .help, ["help.test"]),
                    .init("sealed", .domains, "adult", kind: .sealed, ["sealed.test"]),
                ]
            ).engine()
        } catch {
            fatalError("the test policy does not compile: \(error)")
        }
    }()

    @Test(arguments: [
            ("https://www.blocked.test/x", "names", "blocked.test", nil),
            ("https://rules.test/page", "rules", "||rules.test/page^$important", 2),
        ("https://bet365.test/", "patterns", "bet[0-9]+\\.test", 1), ("http://192.0.2.9/", "addresses", "192.0.2.0/24", nil),
        ("https://help.test/", "help", "help.test", nil), ("https://a.own.test/", nil, "own.test", nil),
    ] as [(String, String?, String, Int?)])
    func `a reason names the list, the rule and its line`(url: String, list: String?, rule: String, line: Int?) {
        let reason = Self.engine.explanation(url).reason
        #expect(reason.list?.id == list)
        #expect(reason.list?.licence == (list == nil ? nil : "CC0-1.0"))
        #expect(reason.rule == rule)
        #expect(reason.line == line)
        #expect(reason.profile.id == "child")
    }

    @Test func `a sealed reason names neither list nor rule, and nobody can change it`() {
        let explanation = Self.engine.explanation("https://sealed.test/path")
        #expect(explanation.verdict.rank == .sealed)
        #expect(explanation.reason.list == nil)
        #expect(explanation.reason.rule == nil)
        #expect(explanation.reason.line == nil)
        #expect(explanation.reason.wouldChange == [.nothing])
        #expect(explanation.steps.allSatisfy { !$0.outcome.contains("sealed.test") && !$0.outcome.contains("`sealed`") })
    }

    @Test func `steps are told in the decision's order and end with the one that decided`() {
        for (url, moment) in [
            ("https://sealed.test/", Moment.monday(12)), ("https://help.test/", .monday(12)), ("https://own.test/", .monday(12)),
            ("https://blocked.test/", .monday(12)), ("https://blocked.test/", .monday(21)), ("https://example.org/", .monday(12)),
        ] {
            let explanation = Self.engine.explanation(url, at: moment)
            #expect(explanation.steps.map(\.rank) == explanation.steps.map(\.rank).sorted())
            #expect(explanation.steps.filter(\.isDecisive).count == 1)
            #expect(explanation.steps.last?.isDecisive == true)
            #expect(explanation.steps.last?.rank == explanation.verdict.rank)
        }
    }

    @Test func `what would change the verdict is told`() {
        #expect(
            Self.engine.explanation("https://blocked.test/").reason.wouldChange
                == [.guardianMayApprove, .guardianMayChangePolicy, .otherProfile("adult")])
        let bedtime = Self.engine.explanation("https://example.org/", at: .monday(21)).reason
        #expect(bedtime.wouldChange == [.scheduleEnds(Moment.monday(22).secondsSinceEpoch), .guardianMayApprove, .otherProfile("adult")])
        #expect(bedtime.scheduleName?.ja == "Bedtime")
        #expect(bedtime.changesAt == Moment.monday(22).secondsSinceEpoch)
        #expect(Self.engine.explanation("https://example.org/").reason.wouldChange == [])
    }

    @Test(arguments: [
        "", "no URL", "http://", "http://a..b/", "ftps://example.org/", "http://exa mple.org/", "http://example.org:99999/",
        "http://[::1/", "http://256.1.1.1/", "javascript:alert(1)", "http://a\u{0}b/", "http://%zz/",
        "http://\(String(repeating: "a", count: 64)).test/", "http://example.org/\(String(repeating: "a", count: 70_000))",
    ])
    func `a URL that cannot be read is blocked`(url: String) {
        let explanation = Self.engine.explanation(url)
        #expect(explanation.verdict.action == .block)
        #expect(explanation.verdict.rank == .malformed)
        #expect(explanation.canonicalURL == nil)
        #expect(explanation.reason.rule == nil)
        #expect(explanation.steps.count == 1)
    }

    @Test func `a path hidden behind too many encodings is blocked where a list could ask for it`() {
        var path = "%41"
        for _ in 0..<20 { path = path.replacing("%", with: "%25") }
        #expect(Self.engine.verdict("https://example.org/\(path)").rank == .malformed)
    }

    @Test func `the canonical URL is shown`() {
        #expect(Self.engine.explanation("HTTPS://user@WWW.Example.ORG.:443/a/../b#c").canonicalURL == "https://www.example.org/b")
    }

    @Test func `a profile that the policy does not have is judged as the default one`() {
        #expect(Self.engine.verdict("https://own.test/", "nobody").rank == .profileEntry)
        #expect(Self.engine.explanation("https://own.test/", "nobody").reason.profile.id == "child")
    }
}
