import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import Testing

@Suite struct ExplanationMatchTests {
    private static let engine: Engine = {
        do {
            return try TestPolicy(
                profiles: [
                    .test("child", ["adult": .block, "gambling": .warn], allow: ["own.test"]), .test("other", deny: ["blocked.test"]),
                ],
                lists: [
                    .init("names", .domains, "adult", ["blocked.test", "sub.blocked.test", "excepted.test", "own.test"]),
                    .init("rules", .adblock, "gambling", ["||blocked.test/page^", "@@||nothing.test^"]),
                    .init("exceptions", .domains, "adult", kind: .exception, ["excepted.test"]),
                    .init("sealed", .domains, "adult", kind: .sealed, ["sealed.test"]),
                ]
            ).engine()
        } catch {
            fatalError("the test policy does not compile: \(error)")
        }
    }()

    private func roles(_ url: String) -> [String: Explanation.Match.Role] {
        let matches = Self.engine.explanation(url).matches
        return Dictionary(matches.map { ("\($0.list ?? $0.profile?.rawValue ?? "sealed") \($0.rule ?? "-")", $0.role) }) { first, _ in first
        }
    }

    @Test func `every entry that matches is told, with what became of it`() {
        #expect(roles("http://www.sub.blocked.test/page") == [
            "names sub.blocked.test": .decides, "names blocked.test": .outranked, "rules ||blocked.test/page^": .outranked,
            "other blocked.test": .otherProfile,
        ])
        #expect(roles("http://blocked.test/page")["rules ||blocked.test/page^"] == .outranked)
        #expect(roles("http://excepted.test/") == ["names excepted.test": .cancelled, "exceptions excepted.test": .exception])
        #expect(roles("http://own.test/") == ["child own.test": .decides, "names own.test": .notReached])
        #expect(roles("http://free.test/").isEmpty)
    }

    @Test func `what the answer would be without the entry that decided is told`() {
        let once = Self.engine.explanation("http://blocked.test/page")
        #expect(once.verdict.action == .block && once.withoutDecisiveEntry?.action == .warn)
        #expect(Self.engine.explanation("http://own.test/").withoutDecisiveEntry?.action == .block)
        #expect(Self.engine.explanation("http://free.test/").withoutDecisiveEntry == nil)
    }

    @Test func `a sealed entry is named nowhere`() {
        let told = Self.engine.explanation("http://sealed.test/")
        #expect(told.matches.map(\.rule) == [nil] && told.matches.map(\.list) == [nil] && told.withoutDecisiveEntry == nil)
    }

    @Test func `what was looked up is told`() throws {
        let lookup = try #require(Self.engine.explanation("http://WWW.Sub.blocked.test:80/Page/%2541d?q=1").lookup)
        #expect(
            lookup.names.contains("sub.blocked.test") && lookup.names.contains("blocked.test")
                && !lookup.names.contains("www.sub.blocked.test."))
        #expect(lookup.registrableDomain != nil)
        #expect(lookup.decodedURL == "http://www.sub.blocked.test/page/ad?q=1")
        #expect(Self.engine.explanation("no url").lookup == nil)
    }
}
