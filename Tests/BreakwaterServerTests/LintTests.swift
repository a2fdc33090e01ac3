import BreakwaterPolicy
import BreakwaterRules
import BreakwaterServer
import Foundation
import TestSupport
import Testing

struct LintTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let sites = KnownSites(
        help: ["help.example", "large.example/help"],
        wellKnown: [.init(name: "famous.example"), .init(name: "chat.example", category: CategoryID("chat"))]
            + (0..<30).map { .init(name: "site\($0).example") })

    /// `LINE KIND` of every finding, lists one after the other.
    private func lint(_ lists: [(format: ListFormat, text: String)]) throws -> [[String]] {
        var sources: [LintSource] = []
        for (index, list) in lists.enumerated() {
            let path = try folder.write("list\(index).txt", list.text)
            sources += try LintSource.files(at: path, format: list.format)
        }
        return try Linter(sites: Self.sites).lint(sources).map { report in report.findings.map { "\($0.line) \($0.kind.rawValue)" } }
    }

    @Test(arguments: [
        "||a.test^$domain=x.test|~x.test", "/ad.$to=x.test|~x.test", "||a.test/x$to=b.test", "||a.test/x$denyallow=a.test",
        "/ads/$to=x.test,denyallow=x.test",
        "||shop.example.com/x$third-party,domain=www.example.com", "||shop.example.com/x$~third-party,domain=other.com",
        "|javascript:alert", "|about:blank$popup", "|https://a.test:443/x", "|http://a.test:80/", "||.a.test/x", "||/ads/banner",
        "||a..test/x", "||a.test&x=1", "||a.test?x=1", "||a.test/x/../y", "||a.test/./y", "||a.test/page#top", "/page.html#frag",
    ])
    func `a rule that can never match is told`(_ rule: String) throws {
        #expect(try lint([(.adblock, "||live.test^\n" + rule + "\n")]) == [["2 dead"]])
    }

    @Test(arguments: [
        "||a.test^$domain=x.test|~y.x.test", "||a.test^$domain=y.x.test|~x.test", "||a.test/x$to=b.a.test", "||b.a.test/x$to=a.test",
        "||a.test/x$denyallow=b.a.test",
        "||shop.example.com/x$third-party,domain=www.example.com|other.com", "||shop.example.com/x$third-party,domain=example.*",
        "|https://a.test:8443/x", "|http://a.test:443/",
        "|https://b", "|https://a.test^|", "||a.test^|", "|ws://a.test/", "||ads*.a.test/x", "||a.test/%23x", "/path/../x",
        "||a.test/x?y=/../", "||[2001:db8::1]/x", "|https://*.a.test/x|",
    ])
    func `a rule that may match is left alone`(_ rule: String) throws {
        #expect(try lint([(.adblock, "||live.test^\n" + rule + "\n")]) == [[]])
    }

    @Test func `repetitions are told, in a list and across lists`() throws {
        let found = try lint([
            (.domains, "a.test\nb.test\na.test\n"), (.hosts, "0.0.0.0 b.test\n0.0.0.0 c.test\n"),
            (.adblock, "/ads/x$domain=a.test|b.test\n/ads/x$domain=b.test|a.test\n@@||b.test^\n"),
        ])
        #expect(found == [["3 duplicate"], ["1 listed-elsewhere"], ["2 duplicate"]])
    }

    @Test func `what another rule makes idle is told`() throws {
        let found = try lint([
            (.domains, "www.a.test\na.test\nb.test\n"),
            (
                .adblock,
                "||a.test/x^\n||b.test^$script\n||c.test/ads^\n||c.test/ads/banner$image\n||c.test/adsx\n@@||a.test/y\n||d.test/p\n"
                    + "||d.test/pq\n"
            ),
            (.addresses, "192.0.2.0/24\n192.0.2.7\n2001:db8::/32\n"),
        ])
        #expect(found == [["1 shadowed"], ["1 shadowed", "2 shadowed", "4 shadowed", "8 shadowed"], ["2 shadowed"]])
    }

    @Test func `a hosts name stands for itself alone and shadows nothing`() throws {
        #expect(try lint([(.hosts, "0.0.0.0 a.test\n0.0.0.0 www.a.test\n")]) == [[]])
    }

    @Test func `an exception without a purpose is told where that is certain`() throws {
        let allows = "@@||needless.test^\n@@||www.a.test^\n@@||b.test/x^\n@@||far.test/x\n"
        #expect(try lint([(.adblock, "||a.test^\n||sub.b.test^\n||c.test/q\n" + allows)]) == [["4 dead", "7 dead"]])
        // A rule without a host may meet any of them.
        #expect(try lint([(.adblock, "||a.test^\n/ads/banner.\n" + allows)]) == [[]])
    }

    @Test func `rules that reach too far are told`() throws {
        let found = try lint([
            (.domains, "co.uk\nfamous.example\nads.famous.example\nchat.example\n"),
            (.adblock, "||famous.example/\n/index.\n/very-special-path-1\n"),
            (.addresses, "10.0.0.0/7\n11.0.0.0/8\n2001::/16\n2001:db8::/32\n"),
            (.expressions, "site[0-9]+\\.example/.*a\n"),
        ])
        #expect(found[0] == ["1 broad", "2 broad", "3 shadowed", "4 broad"])
        #expect(found[1] == ["1 broad", "1 shadowed", "2 broad"])
        #expect(found[2].filter { $0.hasSuffix("broad") } == ["1 broad", "3 broad"])
        #expect(found[3] == ["1 broad"])
    }

    @Test func `a rule that blocks a place of help is an error`() throws {
        let found = try lint([
            (.hosts, "0.0.0.0 www.help.example\n0.0.0.0 other.example\n"), (.domains, "large.example\n"),
            (.adblock, "||large.example/help^\n||help.example/$script\n"),
            (.expressions, "help\\.example\n"),
        ])
        #expect(found[0] == ["1 help"] && found[1] == ["1 help"])
        #expect(found[2].contains("1 help") && !found[2].contains("2 help"))
        #expect(found[3] == ["1 help"])
    }

    @Test func `expressions that a short URL brings to their budget are told`() throws {
        let found = try lint([(.expressions, "(a+)+b\n\\w*\\w*\\w*\\w*!y\ncasino[0-9]+\\.test\n")])
        #expect(found[0].filter { $0.hasSuffix("slow") } == ["1 slow", "2 slow"])
        // The compiler of the probe leaves the first one out, and nobody tells it twice.
        #expect(found[0].filter { $0.hasPrefix("1 ") } == ["1 slow"])
    }

    @Test func `findings name file, line, rule, reason and what to do, and are counted beyond what is kept`() throws {
        let path = try folder.write("many.txt", (0..<50).map { "n\($0 % 10).test\n" }.joined())
        let report = try #require(try Linter(sites: KnownSites(), limit: 3).lint(LintSource.files(at: path, format: .domains)).first)
        #expect(report.findings.count == 3 && report.counts[.duplicate] == 40 && report.droppedCount == 37)
        let first = try #require(report.findings.first)
        #expect(first.file == path && first.line == 11 && first.rule == "n0.test" && first.severity == .note)
        #expect(first.reason == "the same rule is in line 1" && first.advice == "remove one of the two")
    }

    @Test func `the lists that come with Breakwater have no error, and no warning`() throws {
        let compilation = try PolicyCompilation(
            PolicyReader().read(contentsOf: TestFiles.rootPath + "/Policies/household.yaml"), stateDirectory: folder.path)
        let reports = try Linter(sites: try KnownSites.find(for: compilation)).lint(LintSource.files(of: compilation))
        #expect(reports.count > 40)
        for report in reports {
            let grave = report.findings.filter { $0.severity > .note }.map { "\($0.file):\($0.line) \($0.kind) \($0.rule) \($0.reason)" }
            #expect(grave.isEmpty, "\(grave)")
        }
    }

    @Test func `a policy's lists are judged by category`() throws {
        try folder.write("a.txt", "x.test\ny.test\n")
        try folder.write("b.txt", "x.test\nz.test\n")
        let path = try folder.write("policy.yaml", """
            categories:
              - { id: games, name: G, description: D, for-children: F, topic: content }
              - { id: adult, name: A, description: D, for-children: F, topic: content }
            lists:
              - { id: one, path: a.txt, format: domains, category: games }
              - { id: two, path: b.txt, format: domains, category: adult }
              - { id: three, path: b.txt, format: domains, category: games, kind: exception }
            profiles: [{ id: child, age-band: 6-9, block: [games, adult] }]
            """)
        let compilation = try PolicyCompilation(PolicyReader().read(contentsOf: path), stateDirectory: folder.path)
        let reports = try Linter(sites: KnownSites()).lint(LintSource.files(of: compilation))
        // The same name in another category is no repetition; an exception that nothing of its category needs is dead.
        #expect(reports.map { $0.findings.map { "\($0.line) \($0.kind.rawValue)" } } == [[], [], ["2 dead"]])
    }
}
