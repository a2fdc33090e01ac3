import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import Testing

@Suite struct GrantTests {
    private static let engine: Engine = {
        do {
            return try TestPolicy(
                profiles: [
                    .test("child", ["adult": .block], deny: ["own.test"], schedules: [.test("Bedtime", [(20 * 60, 1440)])]),
                    .test("other", ["adult": .block]),
                ],
                lists: [
                    .init("adult", .domains, "adult", ["x.test", "y.test"]), .init("addresses", .addresses, "adult", ["192.0.2.0/24"]),
                    .init("sealed", .domains, "adult", kind: .sealed, ["sealed.test"]),
                ]
            ).engine()
        } catch {
            fatalError("the test policy does not compile: \(error)")
        }
    }()

    private static func action(_ url: String, _ pattern: String?, profile: ProfileID = "child", expires: Int64 = .max) -> Action {
        engine.verdict(url, at: .monday(12), grants: GrantTable([Grant(id: 1, profile: profile, pattern: pattern, expiresAt: expires)]))
            .action
    }

    @Test(arguments: [
        ("https://x.test/", "x.test", Action.allow),
        ("https://www.x.test:8443/a", "x.test", .allow),
        ("https://x.test/", "=x.test", .allow),
        ("https://www.x.test/", "=x.test", .block),
        ("https://x.test/", "*.x.test", .block),
        ("https://www.x.test/", "*.x.test", .allow),
        ("https://ax.test/", "x.test", .allow),
        ("https://y.test/", "x.test", .block),
        ("https://x.test/a", "x.test/a", .allow),
        ("https://x.test/A/b?c", "x.test/a", .allow),
        ("https://x.test/ab", "x.test/a", .block),
        ("https://x.test/a/", "x.test/a/", .allow),
        ("https://x.test/b/../a", "x.test/a", .allow),
        ("https://x.test/?/a", "x.test/a", .block),
        ("http://192.0.2.1/", "192.0.2.0/24", .allow),
        ("http://192.0.2.1/", "192.0.2.2", .block),
        ("http://x.test/", "192.0.2.0/24", .block),
        // A pattern that cannot be read grants nothing.
        ("https://x.test/", "", .block),
        ("https://x.test/", "a..b", .block),
    ])
    func `a grant covers what its pattern names`(url: String, pattern: String, action: Action) {
        #expect(Self.action(url, pattern) == action)
    }

    @Test func `a grant without a pattern covers everything but what is sealed and own entries`() {
        #expect(Self.action("https://x.test/", nil) == .allow)
        #expect(Self.action("http://192.0.2.1/", nil) == .allow)
        #expect(Self.action("https://own.test/", nil) == .block)
        #expect(Self.action("https://sealed.test/", nil) == .block)
    }

    @Test func `a grant holds before the second that it ends in`() {
        let now = Moment.monday(12).secondsSinceEpoch
        #expect(Self.action("https://x.test/", "x.test", expires: now + 1) == .allow)
        #expect(Self.action("https://x.test/", "x.test", expires: now) == .block)
        #expect(Self.action("https://x.test/", "x.test", expires: now - 1) == .block)
    }

    @Test func `a grant is another profile's no business`() {
        #expect(Self.action("https://x.test/", "x.test", profile: "other") == .block)
        #expect(Self.action("https://x.test/", nil, profile: "other") == .block)
    }

    @Test func `a grant opens bedtime for what it covers alone`() {
        let grants = GrantTable([Grant(id: 1, profile: "child", pattern: "homework.test", expiresAt: .max)])
        #expect(Self.engine.verdict("https://homework.test/", at: .monday(21), grants: grants).rank == .grant)
        #expect(Self.engine.verdict("https://elsewhere.test/", at: .monday(21), grants: grants).rank == .time)
    }

    @Test func `an empty table grants nothing`() {
        #expect(GrantTable([]).isEmpty)
        #expect(GrantTable([Grant(id: 1, profile: "child", pattern: "no host", expiresAt: 0)]).isEmpty == false)
        #expect(GrantTable([Grant(id: 1, profile: "child", pattern: "[", expiresAt: 0)]).isEmpty)
    }
}
