import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Testing

/// `explain` must never tell another story than `decide`: both answer random requests to random policies.
@Suite struct ExplainEqualsDecideTests {
    private static let hosts = ["a.test", "b.test", "www.a.test", "x.www.a.test", "192.0.2.1", "[2001:db8::1]", "c.example"]
    private static let paths = ["", "/", "/page", "/page/one", "/PAGE?x=bet365", "/%70age", "/a%252fb", "/p?q#f"]

    private static func policy(_ random: inout SplitMix) throws -> TestPolicy {
        func some<T>(_ values: [T]) -> [T] { values.filter { _ in random.chance(of: 3) } }
        func entries() -> [String] { some(hosts + ["*.a.test", "=a.test", "a.test/page", "192.0.2.0/24"]) }
        let actions: [Action] = [.allow, .warn, .block]
        let profiles = try (0..<3).map { number in
            Profile.test(
                "p\(number)", ["adult": random.pick(actions), "games": random.pick(actions)], default: random.pick([.allow, .block]),
                allow: entries(), deny: entries(),
                schedules: [
                    .test("All", [(random.below(1440), random.below(1440))]),
                    .test(
                        "Some", [(random.below(1440), random.below(1440))],
                        .categories([try #require(CategoryID("games")): random.pick(actions)])),
                ], quotas: [Quota(days: .everyDay, minutes: random.below(100))], scansText: random.chance(of: 2))
        }
        let names = hosts.filter { !$0.contains("[") }
        return try TestPolicy(
            profiles: profiles,
            lists: [
                .init("sealed", .domains, "adult", kind: .sealed, some(names)), .init("help", .domains, nil, kind: .help, some(names)),
                .init("adult", .domains, "adult", some(names)), .init("not-adult", .hosts, "adult", kind: .exception, some(names)),
                .init(
                    "rules", .adblock, "games",
                    some(["||a.test^$third-party", "/page^", "@@||b.test^", "||a.test/page^$important", "@@/page/one"])),
                .init("patterns", .expressions, "adult", some(["bet[0-9]+", "/pa.e", "a%2fb"])),
                .init("addresses", .addresses, "games", some(["192.0.2.0/24", "2001:db8::/32"])),
            ])
    }

    private static func request(_ random: inout SplitMix) -> Request {
        let moment = Moment.on(day: 20_514 + Int64(random.below(7)), random.below(24), random.below(60))
        let profile = ProfileID(stringLiteral: "p\(random.below(4))")
        var request = Request(url: "https://\(random.pick(hosts))\(random.pick(paths))", profile: profile, at: moment)
        if random.chance(of: 2) { request.document = "https://\(random.pick(hosts))/" }
        if random.chance(of: 8) { request.url = "https://\(random.pick(["", "a..b", "a:b", "%"]))/" }
        request.usedMinutes = random.below(200)
        if random.chance(of: 3) {
            request.grants = GrantTable([Grant(id: 1, profile: profile, pattern: random.pick([nil, "a.test"]), expiresAt: .max)])
        }
        return request
    }

    @Test(arguments: [0, 1, 15, 16, 17, 400])
    func `a batch equals its decisions, in their order`(count: Int) throws {
        var random = SplitMix(state: UInt64(count))
        let engine = try Self.policy(&random).engine()
        let requests = (0..<count).map { _ in Self.request(&random) }
        var scratch = BatchScratch()
        var verdicts: [Verdict] = []
        for _ in 0..<2 {
            verdicts.removeAll()
            engine.decide(requests, using: &scratch) { index, verdict in
                #expect(index == verdicts.count)
                verdicts.append(verdict)
            }
        }
        var single = MatchScratch()
        #expect(verdicts == requests.map { engine.decide($0, using: &single) })
    }

    @Test(arguments: 0..<6)
    func `explain equals decide`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let engine = try Self.policy(&random).engine()
        var scratch = MatchScratch()
        for _ in 0..<400 {
            let request = Self.request(&random)
            let verdict = engine.decide(request, using: &scratch)
            let explanation = engine.explain(request, using: &scratch)
            #expect(explanation.verdict == verdict)
            #expect(explanation.reason.action == verdict.action)
            #expect(explanation.reason.rank == verdict.rank)
            #expect(explanation.steps.last?.rank == verdict.rank)
            // The same question with a scratch that has met nothing else.
            var fresh = MatchScratch()
            #expect(engine.decide(request, using: &fresh) == verdict)
        }
    }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers on every machine.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }
    mutating func chance(of one: Int) -> Bool { below(one) == 0 }
    mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }
}
