import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Testing

@Suite struct CategoryTests {
    private static let profile = Profile.test("child", ["adult": .block, "gambling": .warn, "games": .allow])

    private static func engine(_ lists: [TestPolicy.List], default standard: Action = .allow) throws -> Engine {
        var profile = profile
        profile.defaultAction = standard
        return try TestPolicy(profiles: [profile], lists: lists).engine()
    }

    @Test func `block is stricter than warn, and warn than allow`() throws {
        let engine = try Self.engine([
            .init("games", .domains, "games", ["three.test", "two.test", "one.test"]),
            .init("gambling", .domains, "gambling", ["three.test", "two.test"]),
            .init("adult", .domains, "adult", ["three.test"]),
        ])
        let found = ["three.test", "two.test", "one.test", "none.test"].map { engine.verdict("https://\($0)/") }
        #expect(found.map(\.action) == [.block, .warn, .allow, .allow])
        #expect(found.map(\.rank) == [.category, .category, .category, .profileDefault])
        #expect(found.map(\.categoryIndex) == [0, 1, 2, nil])
        #expect(found.map(\.listIndex) == [2, 1, 0, nil])
    }

    @Test func `a category that the profile does not name leaves the request to the default`() throws {
        let lists = [TestPolicy.List("other", .domains, "other", ["blocked.test"])]
        let policy = try TestPolicy(categories: ["adult", "other"], profiles: [.test("child", ["adult": .block])], lists: lists)
        #expect(try policy.engine().verdict("https://blocked.test/").rank == .profileDefault)
    }

    @Test func `a category that the profile allows passes an allow-list-only default`() throws {
        let engine = try Self.engine([.init("games", .domains, "games", ["play.test"])], default: .block)
        #expect(engine.verdict("https://play.test/").action == .allow)
        #expect(engine.verdict("https://elsewhere.test/").action == .block)
    }

    @Test func `an exception cancels its own category and no other`() throws {
        let engine = try Self.engine([
            .init("adult", .adblock, "adult", ["||both.test^", "||mixed.test^", "@@||both.test^$document"]),
            .init("gambling", .domains, "gambling", ["both.test"]),
            .init("games-exceptions", .adblock, "games", ["@@||mixed.test^"]),
        ])
        let both = engine.verdict("https://both.test/")
        #expect(both.action == .warn)
        #expect(both.categoryIndex == 1)
        #expect(engine.verdict("https://mixed.test/").action == .block)
    }

    @Test func `an exception list cancels what other lists of its category block`() throws {
        let engine = try Self.engine([
            .init("adult", .domains, "adult", ["example.org", "other.test"]),
            .init("health", .domains, "adult", kind: .exception, ["health.example.org"]),
        ])
        #expect(engine.verdict("https://example.org/").action == .block)
        let cancelled = engine.verdict("https://health.example.org/")
        #expect(cancelled.action == .allow)
        #expect(cancelled.rank == .profileDefault)
        #expect(engine.explanation("https://health.example.org/").steps.contains { $0.outcome.contains("exception") })
    }

    @Test(arguments: [
        (["||x.test^$important", "@@||x.test^"], Action.block),
        (["||x.test^", "@@||x.test^$important"], .allow),
        (["||x.test^$important", "@@||x.test^$important"], .allow),
        (["||x.test^", "@@||x.test^"], .allow),
        (["||x.test/page^$important", "@@||x.test^"], .block),
    ])
    func `important rules stand against exceptions that are not`(rules: [String], action: Action) throws {
        let engine = try Self.engine([.init("adult", .adblock, "adult", rules)])
        #expect(engine.verdict("https://x.test/page").action == action)
    }

    @Test func `exceptions do not reach the ranks before categories`() throws {
        let lists: [TestPolicy.List] = [
            .init("sealed", .adblock, "adult", kind: .sealed, ["||sealed.test^", "@@||sealed.test^$important"]),
            .init("exceptions", .domains, "adult", kind: .exception, ["sealed.test", "own.test"]),
        ]
        let engine = try TestPolicy(profiles: [.test("child", deny: ["own.test"])], lists: lists).engine()
        #expect(engine.verdict("https://sealed.test/").rank == .sealed)
        #expect(engine.verdict("https://own.test/").rank == .profileEntry)
    }

    @Test func `the first list of a category names the reason, and an important rule before it`() throws {
        let engine = try Self.engine([
            .init("first", .domains, "adult", ["x.test", "y.test"]),
            .init("second", .adblock, "adult", ["||x.test^", "||y.test^$important"]),
        ])
        #expect(engine.verdict("https://x.test/").listIndex == 0)
        #expect(engine.verdict("https://y.test/").listIndex == 1)
    }

    @Test func `conditions on the document and the type are judged`() throws {
        let engine = try Self.engine([.init("adult", .adblock, "adult", ["||third.test^$third-party", "||pic.test^$image"])])
        var scratch = MatchScratch()
        var request = Request(url: "https://third.test/", profile: "child", at: .monday(12))
        #expect(engine.decide(request, using: &scratch).action == .allow)
        request.document = "https://page.test/"
        #expect(engine.decide(request, using: &scratch).action == .block)
        request.document = "https://www.third.test/"
        #expect(engine.decide(request, using: &scratch).action == .allow)
        request.document = "no URL at all"
        #expect(engine.decide(request, using: &scratch).action == .allow)
        request.type = .image
        #expect(engine.decide(request, using: &scratch).action == .block)
        request = Request(url: "https://pic.test/", profile: "child", at: .monday(12))
        #expect(engine.decide(request, using: &scratch).action == .allow)
        request.type = .image
        #expect(engine.decide(request, using: &scratch).action == .block)
    }
}
