import Breakwater
import BreakwaterPolicy
import Testing

@Suite struct OwnEntryTests {
    private static func engine(allow: [String], deny: [String], default standard: Action = .allow) throws -> Engine {
        try TestPolicy(profiles: [.test("child", default: standard, allow: allow, deny: deny), .test("other")]).engine()
    }

    @Test(arguments: [
        // allow, deny, URL, action
        (["example.org"], [], "https://example.org/", Action.allow),
        ([], ["example.org"], "https://example.org/", .block),
        ([], ["example.org"], "https://www.example.org/", .block),
        ([], ["*.example.org"], "https://www.example.org/", .block),
        ([], ["*.example.org"], "https://example.org/", .allow),
        ([], ["=example.org"], "https://example.org/", .block),
        ([], ["=example.org"], "https://www.example.org/", .allow),
        ([], ["example.org"], "https://notexample.org/", .allow),
        ([], ["example.org"], "https://example.org.test/", .allow),
        // The most specific host decides, whichever list it stands in.
        (["kids.example.org"], ["example.org"], "https://kids.example.org/", .allow),
        (["kids.example.org"], ["example.org"], "https://a.kids.example.org/", .allow),
        (["kids.example.org"], ["example.org"], "https://teens.example.org/", .block),
        (["example.org"], ["games.example.org"], "https://games.example.org/", .block),
        (["example.org"], ["games.example.org"], "https://example.org/", .allow),
        // A path is more specific than its host, a longer path than a shorter one.
        (["example.org/school"], ["example.org"], "https://example.org/school/a", .allow),
        (["example.org/school"], ["example.org"], "https://example.org/schoolyard", .block),
        (["example.org"], ["example.org/games"], "https://example.org/games?x", .block),
        (["example.org/a"], ["example.org/a/b"], "https://example.org/a/b/c", .block),
        (["example.org/a/b"], ["example.org/a"], "https://example.org/a/b/c", .allow),
        // A longer host is more specific than any path of a shorter one.
        (["www.example.org"], ["example.org/a"], "https://www.example.org/a", .allow),
        // Deny wins a tie.
        (["example.org"], ["example.org"], "https://example.org/", .block),
        (["example.org/a"], ["example.org/a"], "https://example.org/a", .block),
        // Other spellings of the same URL.
        ([], ["Example.ORG"], "HTTPS://EXAMPLE.org.:443/", .block),
        ([], ["example.org/a b"], "https://example.org/ab", .block),
        ([], ["example.org/Path"], "https://example.org/pATH", .block),
        ([], ["https://example.org/"], "http://example.org:8080/x", .block),
        ([], ["例え.テスト"], "https://xn--r8jz45g.xn--zckzah/", .block),
        // Addresses.
        ([], ["192.0.2.0/24"], "http://192.0.2.7/", .block),
        ([], ["192.0.2.0/24"], "http://192.0.3.7/", .allow),
        ([], ["192.0.2.7"], "http://0xc0000207/", .block),
        ([], ["192.0.2.7"], "http://[::ffff:192.0.2.7]/", .block),
        (["192.0.2.7"], ["192.0.2.0/24"], "http://192.0.2.7/", .allow),
        (["192.0.2.0/24"], ["192.0.2.7"], "http://192.0.2.7/", .block),
        ([], ["2001:db8::/32"], "http://[2001:db8::7]/", .block),
        (["2001:db8:0:1::/64"], ["2001:db8::/32"], "http://[2001:db8:0:1::7]/", .allow),
        ([], ["[2001:db8::1]"], "http://[2001:DB8::1]:8080/", .block),
        // A path holds for every port, with or without one in the entry.
        ([], ["example.org/games"], "https://example.org:8443/games", .block),
        ([], ["example.org:8443/games"], "https://www.example.org/games/x", .block),
        ([], ["example.org/games"], "https://example.org:8443/gamesome", .allow),
        ([], ["*.example.org/games"], "https://example.org:8443/games", .allow),
        ([], ["*.example.org/games"], "https://a.example.org:8443/games", .block),
        ([], ["=example.org/games"], "https://a.example.org:8443/games", .allow),
        ([], ["192.0.2.7/games"], "http://192.0.2.7:8080/games", .block),
        ([], ["[2001:db8::1]/games"], "http://[2001:db8::1]:8080/games?x", .block),
        // Stars and carets of a path are themselves, and so is every other sign.
        ([], ["example.org/a*b"], "https://example.org/a*b", .block),
        ([], ["example.org/a*b"], "https://example.org/axxb", .allow),
        ([], ["example.org/a^b"], "https://example.org/a^b/c", .block),
        ([], ["example.org/a^b"], "https://example.org/a/b", .allow),
        ([], ["example.org/a.(b)+"], "https://example.org/a.(b)+", .block),
        ([], ["example.org/a.b"], "https://example.org/axb", .allow),
        ([], ["example.org/a"], "https://other.test/?x=example.org/a", .allow),
        // An address with a path is more specific than the address, and the address than a prefix around it.
        (["192.0.2.7/school"], ["192.0.2.7"], "http://192.0.2.7/school/a", .allow),
        (["192.0.2.7/school"], ["192.0.2.7"], "http://192.0.2.7/", .block),
        (["192.0.2.0/24"], ["192.0.2.7/games"], "http://192.0.2.7/games", .block),
        (["[2001:db8::7]/school"], ["2001:db8::/32"], "http://[2001:db8::7]/school", .allow),
    ])
    func `the most specific entry decides and deny wins a tie`(allow: [String], deny: [String], url: String, action: Action) throws {
        let verdict = try Self.engine(allow: allow, deny: deny).verdict(url)
        #expect(verdict.action == action)
    }

    @Test func `an entry counts for its own profile only`() throws {
        let engine = try Self.engine(allow: [], deny: ["example.org"])
        #expect(engine.verdict("https://example.org/", "child").rank == .profileEntry)
        #expect(engine.verdict("https://example.org/", "other").rank == .profileDefault)
    }

    @Test func `an allow-list-only profile blocks what it does not list`() throws {
        let engine = try Self.engine(allow: ["school.test"], deny: [], default: .block)
        #expect(engine.verdict("https://school.test/").action == .allow)
        #expect(engine.verdict("https://www.school.test/").action == .allow)
        let other = engine.verdict("https://elsewhere.test/")
        #expect(other.action == .block)
        #expect(other.rank == .profileDefault)
    }

    @Test func `an entry's verdict names no list`() throws {
        let verdict = try Self.engine(allow: [], deny: ["example.org"]).verdict("https://example.org/")
        #expect(verdict.listIndex == nil)
        #expect(verdict.categoryIndex == nil)
    }
}
