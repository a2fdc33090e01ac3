import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Testing

/// A URL that was read ahead of its decision is decided as one that was not.
@Suite struct ReadAheadTests {
    private static let authorities = ["blocked.test", "GOOD.test:8080", "192.0.2.1", "[2001:db8::1]:81", "0xC0.0.2.1", "x.blocked.test."]
    private static let paths = ["/", "/page", "/a%252fb", "/%70age?x=bet365", "/%7Ao?x=bet365", "/a/../page", "/é?q#f"]

    @Test func `a decision does not depend on what was read before it`() throws {
        let engine = try TestPolicy(
            profiles: [.test("child", ["adult": .block, "gambling": .warn, "games": .block])],
            lists: [
                .init("adult", .domains, "adult", ["blocked.test", "192.0.2.1"]), .init("rules", .adblock, "games", ["||good.test/a%2fb", "/page^"]),
                .init("patterns", .expressions, "gambling", ["bet[0-9]+", "8080/a%2fb"]),
                .init("addresses", .addresses, "games", ["2001:db8::/32"]),
            ]
        ).engine()
        var scratch = MatchScratch()
        var actions: Set<Action> = []
        for authority in Self.authorities {
            for path in Self.paths {
                let url = try scratch.read("http", authority, path)
                #expect(url == (try WebURL("http://\(authority)\(path)")))
                var request = Request(url: url.description, profile: "child", at: .monday(12))
                let verdict = engine.decide(request, using: &scratch)
                #expect(verdict == engine.verdict(url.description), "\(url)")
                actions.insert(verdict.action)
                // Read ahead, and another one asked about; then one that cannot be read.
                _ = try scratch.read("http", authority, path)
                request.url = "http://good.test/page"
                #expect(engine.decide(request, using: &scratch) == engine.verdict(request.url))
                #expect((try? scratch.read("http", "[::", path)) == nil)
                request.url = url.description
                #expect(engine.decide(request, using: &scratch) == verdict)
            }
        }
        #expect(actions == [.allow, .warn, .block])
    }
}
