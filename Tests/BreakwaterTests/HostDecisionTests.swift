import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import Testing

/// A host that is asked for by itself has the verdict of its URL, alone and among others.
@Suite struct HostDecisionTests {
    private static let hosts = [
        "a.test", "A.Test", "www.a.test", "x.www.a.test", "b.test", "only.b.test", "deep.only.b.test", "c.example", "unlisted.example",
        "test", "sealed.test", "help.test", "own.test", "sub.own.test", "a.test.", "192.0.2.1", "0xc0000201", "[2001:db8::1]", "日本.test", "xn--wgv71a.test",
        "a_b.test", "1.2.3.4.5.6.7.a.test", "1.2.3.4.5.6.a.test", String(repeating: "l", count: 63) + ".a.test", "a" + String(repeating: ".b", count: 40) + ".a.test",
        "a.123", "x.9a", "%61.test", "sixteen-letters-.sixteen-letters.seventeen-letters.a.test",
    ]
    /// What no host is, though a URL that is pasted together from it may have one.
    private static let malformed = [
        "", ".", "a..test", "a b.test", "a.test/x", "a.test:80", "user@a.test", "a.test?x", "a.test#x", "[::1", "a\u{0}.test", "\\a.test",
    ]

    private static func policy(withRules: Bool) throws -> TestPolicy {
        var lists: [TestPolicy.List] = [
            .init("sealed", .domains, "adult", kind: .sealed, ["sealed.test"]), .init("help", .domains, nil, kind: .help, ["help.test"]),
            .init("adult", .domains, "adult", ["a.test", "www.a.test", "b.test", "日本.test"]),
            .init("games", .hosts, "games", ["x.www.a.test", "only.b.test", "c.example", "x.9a"]),
            .init("more", .wildcard, "games", ["*.b.test", "*.own.test"]),
            .init("not-adult", .domains, "adult", kind: .exception, ["only.b.test"]),
            .init("addresses", .addresses, "games", ["192.0.2.0/24", "2001:db8::/32"]),
        ]
        if withRules { lists.append(.init("rules", .adblock, "games", ["||unlisted.example^", "@@||c.example^"])) }
        return try TestPolicy(
            profiles: [
                .test("p0", ["adult": .block, "games": .warn], default: .allow, allow: ["=own.test"], deny: []),
                .test("p1", ["adult": .warn, "games": .block], default: .block, allow: ["a.test"], deny: ["www.a.test"]),
            ], lists: lists)
    }

    @Test(arguments: [false, true], [0, 1])
    func `a host's verdict is its URL's`(withRules: Bool, profile: Int) throws {
        let engine = try Self.policy(withRules: withRules).engine()
        let id = ProfileID(stringLiteral: "p\(profile)")
        let moment = Moment.on(day: 20_514, 12, 0)
        let grants = GrantTable([Grant(id: 1, profile: id, pattern: "b.test", expiresAt: .max)])
        for grants in [nil, GrantTable([]), grants] {
            let asker = engine.asker(profile: id, at: moment, grants: grants)
            // Three rounds: what was learned in the first is asked for in the next.
            let asked = Self.hosts + Self.hosts.reversed() + Self.hosts
            let expected = asked.map { host in
                var request = Request(url: "https://\(host)/", profile: id, at: moment, layer: .name)
                request.grants = grants
                var scratch = MatchScratch()
                return engine.decide(request, using: &scratch)
            }
            var single = MatchScratch()
            for (host, expected) in zip(asked, expected) {
                #expect(asker.decide(Array(host.utf8).span, using: &single) == expected, "\(host)")
            }
            #expect(Self.batch(asked, asker) == expected)
            #expect(Set(expected.map(\.rank)).count >= 4)
        }
    }

    @Test func `what is no host is malformed`() throws {
        let engine = try Self.policy(withRules: false).engine()
        let asker = engine.asker(profile: "p0", at: Moment.on(day: 20_514, 12, 0))
        for (host, verdict) in zip(Self.malformed, Self.batch(Self.malformed, asker)) {
            #expect(verdict.rank == .malformed && verdict.action == .block, "\(host)")
        }
    }

    @Test func `one scratch serves askers in turn`() throws {
        let engine = try Self.policy(withRules: false).engine()
        let moment = Moment.on(day: 20_514, 12, 0)
        let askers = (0..<2).map { engine.asker(profile: ProfileID(stringLiteral: "p\($0)"), at: moment) }
        var shared = MatchScratch()
        for round in 0..<6 {
            for host in Self.hosts {
                var own = MatchScratch()
                let bytes = Array(host.utf8)
                let verdict = askers[round % 2].decide(bytes.span, using: &shared)
                #expect(verdict == askers[round % 2].decide(bytes.span, using: &own), "\(host)")
            }
        }
    }

    @Test func `a scratch outlives the engines that it served`() throws {
        var scratch = BatchScratch()
        var hosts = HostNames()
        for host in Self.hosts { hosts.append(host) }
        var first: [Verdict] = []
        for round in 0..<8 {
            // Each engine's mapping is gone when the next one is asked.
            let engine = try Self.policy(withRules: false).engine()
            var verdicts: [Verdict] = []
            engine.asker(profile: "p0", at: Moment.on(day: 20_514, 12, 0)).decide(hosts, using: &scratch) { verdicts.append($1) }
            if round == 0 { first = verdicts }
            #expect(verdicts == first)
        }
    }

    private static func batch(_ hosts: [String], _ asker: HostAsker) -> [Verdict] {
        var names = HostNames()
        for host in hosts { names.append(host) }
        var scratch = BatchScratch()
        var verdicts: [Verdict] = []
        asker.decide(names, using: &scratch) { index, verdict in
            #expect(index == verdicts.count)
            verdicts.append(verdict)
        }
        return verdicts
    }
}
