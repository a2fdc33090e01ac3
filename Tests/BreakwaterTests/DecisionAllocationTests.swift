import Breakwater
import BreakwaterBundle
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Synchronization
import Testing

/// A decision takes nothing from the heap once its scratch has grown. What is counted are the calls of malloc and its like on this
/// thread, so that a block which is given back within the decision counts too.
@Suite struct DecisionAllocationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// The one library that takes memory in decisions of this kind, and gives it back: its blocks do not count.
        var library: StaticString?
        var urls: [String]
        var hasDocuments = true
        var usesGrants = false
    }

    private static let hosts =
        (0..<40).map { "n\($0).test" } + (0..<20).map { "www.deep.sub.n\($0).test" } + (0..<40).map { "unlisted\($0).example" }

    static let cases = [
        Case(testDescription: "plain names", urls: hosts.flatMap { ["https://\($0)/", "http://\($0):8080/"] }, hasDocuments: false),
        Case(testDescription: "plain names of a document", urls: hosts.map { "https://\($0)/" }),
        Case(
            testDescription: "URL rules and exceptions",
            urls: hosts.prefix(60).flatMap { host in
                ["/banner/1/x/", "/ads/x?ok=1&a=b", "/q/-a-/1", "/Path/With/CASE.gif", "/x/" + String(repeating: "long/", count: 60)].map {
                    "https://\(host)\($0)"
                }
            }),
        Case(testDescription: "expressions", urls: hosts.flatMap { ["https://\($0)/casino12.test", "https://\($0)/foobaz/bet365x"] }),
        Case(
            testDescription: "escapes",
            urls: hosts.flatMap {
                ["https://\($0)/%62anner/1/%78?%41ds", "https://\($0)/%2562anner/%252e%252e/ads%2Fx", "https://\($0)/a b/%zz%"]
            }),
        Case(
            testDescription: "user information, ports, case and dots",
            urls: hosts.map { "HTTPS://user:pass@\($0.uppercased()).:444\\a\\..\\b/./c#f" }),
        Case(testDescription: "a tab within the URL", urls: hosts.map { "https://\($0)/a\tb" }),
        Case(
            testDescription: "IPv4 literals",
            urls: (0..<100).flatMap { ["http://192.0.2.\($0)/", "http://0x0a.\($0).1/ads/x", "http://198.51.100.\($0):8080/"] }),
        Case(
            testDescription: "IPv6 literals",
            urls: (0..<100).flatMap { ["http://[2001:db8::\($0)]/", "http://[::ffff:192.0.2.\($0)]/ads/x", "http://[fd00::\($0)]/"] }),
        Case(
            testDescription: "escaped hosts",
            urls: (0..<100).flatMap { ["http://%6e\($0).test/", "http://192%2E0.2.%31\($0 % 10)/", "http://a%00b/"] }),
        // Why: libidn2 has no call that writes into the caller's memory. Browsers send A-labels, which never go there.
        Case(
            testDescription: "internationalised hosts", library: "libidn2",
            urls: (0..<60).flatMap {
                ["http://bücher\($0).test/", "http://%E6%97%A5\($0).test/", "http://日本\($0)。test/パス", "http://xn--a\u{fc}.test/"]
            }),
        Case(
            testDescription: "URLs that cannot be read",
            urls: ["", "nothing", "http://", "http://a..test/", "http://[::1/", "mailto:a@b", "http://a.test:99999/"]),
        Case(testDescription: "grants", urls: hosts.flatMap { ["https://\($0)/granted/x", "https://\($0)/"] }, usesGrants: true),
    ]

    private static func policy(hashes: Bool) throws -> TestPolicy {
        let digests = (0..<20).map { SHA256.hexadecimal(SHA256.digest(Array("n\($0).test/sealed/".utf8))) }
        let night = Schedule.test("night", [(1_320, 360)])
        let games = Schedule.test(
            "games", [(600, 900)], .categories([try #require(CategoryID("games")): .block, try #require(CategoryID("adult")): .warn]))
        let lists = [
            TestPolicy.List("names", .domains, "adult", (0..<30).map { "n\($0).test" }),
            .init("hosts", .hosts, "gambling", (5..<40).map { "0.0.0.0 n\($0).test" }),
            .init(
                "rules", .adblock, "games",
                [
                    "/banner/*/x^$image,domain=page.test|b.*|~c.page.test", "/ads/x", "@@||n2.test^$document", "||n4.test/q$important",
                    "-a-$domain=page.test",
                    "*/q^", "||unlisted1.example^$third-party", "@@/ads/x?ok=$domain=page.test", "/CASE.gif$match-case", "/long/*/long/",
                ]),
            .init("expressions", .expressions, "gambling", ["casino[0-9]+\\.test", "(foo|bar)baz", "bet\\d{3}x$"]),
            .init("addresses", .addresses, "adult", ["192.0.2.0/25", "10.0.0.0/8", "2001:db8::/120", "2001:db8::/32"]),
            .init("help", .domains, nil, kind: .help, ["n39.test"]), .init("exceptions", .domains, "adult", kind: .exception, ["n7.test"]),
        ]
        return try TestPolicy(
            profiles: [
                .test(
                    "child", ["adult": .block, "gambling": .block, "games": .warn], allow: ["n8.test", "=n9.test/path"],
                    deny: ["*.n10.test", "192.0.2.64/26"], schedules: [night, games]),
                .test("teen", ["adult": .block, "gambling": .warn], quotas: [Quota(days: .everyDay, minutes: 60)], scansText: true),
                .test("listed", ["games": .allow], default: .block, allow: ["unlisted3.example"]),
            ],
            lists: lists + (hashes ? [.init("sealed", .hashes, "adult", kind: .sealed, digests)] : []), timeZone: "Asia/Tokyo",
            holidays: [20_514])
    }

    private func requests(_ test: Case, _ engine: Engine) -> [Request] {
        let grants = GrantTable(
            engine.policy.profiles.flatMap { profile in
                [
                    Grant(id: 1, profile: profile.id, pattern: "n3.test/granted", expiresAt: .max),
                    Grant(id: 2, profile: profile.id, pattern: "192.0.2.0/24", expiresAt: .max),
                ]
            })
        var requests: [Request] = []
        for profile in engine.policy.profiles.map(\.id) + ["nobody"] {
            for (index, url) in test.urls.enumerated() {
                let moment = Moment.on(day: 20_513 + Int64(index % 3), index * 7 % 24, second: Int64(index))
                var request = Request(url: url, profile: profile, at: moment)
                if test.hasDocuments, index % 3 != 0 {
                    request.document = index % 2 == 0 ? "https://page.test/a?b" : "https://other.example/"
                }
                request.type = index % 2 == 0 ? .document : .image
                request.usedMinutes = index % 90
                if test.usesGrants { request.grants = grants }
                requests.append(request)
            }
        }
        return requests
    }

    private func check(_ test: Case, _ engine: Engine) {
        let requests = requests(test, engine)
        var scratch = MatchScratch()
        // The first pass grows the scratch and compiles expressions; the second one finds everything in place.
        for _ in 0..<2 { for request in requests { _ = engine.decide(request, using: &scratch) } }
        var failed: (number: Int, count: Int, first: String)?
        var total = 0
        for (number, request) in requests.enumerated() {
            let (count, first) = Allocations.count(exceptOf: test.library) { _ = engine.decide(request, using: &scratch) }
            total += count
            if count > 0, failed == nil { failed = (number, count, first) }
        }
        guard let failed else { return }
        let summary = "\(total) blocks in \(requests.count) decisions; the first \(failed.count) for `\(requests[failed.number].url)`"
        Issue.record("\(summary), of them the first by:\n\(failed.first)")
    }

    @Test(arguments: cases)
    func `a decision takes nothing from the heap`(test: Case) throws {
        check(test, try Self.policy(hashes: false).engine())
    }

    @Test(arguments: cases)
    func `with a hashed list, a decision takes nothing from the heap`(test: Case) throws {
        check(test, try Self.policy(hashes: true).engine())
    }

    @Test func `hosts by themselves, alone and together, take nothing from the heap`() throws {
        // With rules for URLs every host goes the way of all requests, without them hardly any.
        let names = TestPolicy.List("names", .domains, "adult", Array(Self.hosts.prefix(30)))
        let profile = Profile.test("p", ["adult": .block], default: .allow, allow: [], deny: [])
        for engine in [try Self.policy(hashes: true).engine(), try TestPolicy(profiles: [profile], lists: [names]).engine()] {
            let asker = engine.asker(profile: "p", at: Moment.on(day: 20_513, 12, 0))
            var hosts = HostNames()
            let others = ["192.0.2.1", "[2001:db8::1]", "a b", "1.2.3.4.5.6.7.8.9.n1.test"]
            for host in Self.hosts + Self.hosts.map({ $0.uppercased() }) + others { hosts.append(host) }
            var single = MatchScratch()
            var batch = BatchScratch()
            var blocked = 0
            func decideAll() {
                asker.decide(hosts, using: &batch) { _, verdict in blocked += verdict.action == .block ? 1 : 0 }
                for index in 0..<hosts.count { blocked -= asker.decide(hosts[index], using: &single).action == .block ? 1 : 0 }
            }
            for _ in 0..<2 { decideAll() }
            let (count, first) = Allocations.count { decideAll() }
            #expect(count == 0, "\(first)")
            #expect(blocked == 0)
        }
    }

    /// The cases above must meet every rank, or they say nothing about it.
    @Test func `the cases meet every rank`() throws {
        let engine = try Self.policy(hashes: true).engine()
        var scratch = MatchScratch()
        var ranks: Set<DecisionRank> = []
        let sealed = Case(testDescription: "sealed", urls: ["http://n1.test/sealed/"])
        for test in Self.cases + [sealed] {
            for request in requests(test, engine) { ranks.insert(engine.decide(request, using: &scratch).rank) }
        }
        #expect(ranks == Set(DecisionRank.allCases))
    }

    @Test func `what takes memory is counted, on the thread that asked`() async throws {
        // The optimiser must not see that the arrays go unused.
        let kept = Mutex<[[UInt8]]>([])
        kept.withLock { $0.reserveCapacity(100) }
        let (count, first) = Allocations.count { kept.withLock { $0.append([UInt8](repeating: 1, count: 100)) } }
        #expect(count == 1)
        #expect(!first.isEmpty)
        #expect(Allocations.count { kept.withLock { $0.append([]) } }.count == 0)
        #expect(Allocations.count {}.count == 0)
        #expect(Allocations.count(exceptOf: "libidn2") { kept.withLock { $0.append([UInt8](repeating: 1, count: 100)) } }.count == 1)
        // An explanation is made of strings and arrays: the engine's own work is seen too.
        let engine = try Self.policy(hashes: false).engine()
        var scratch = MatchScratch()
        let request = Request(url: "https://n1.test/", profile: "child", at: .monday(12))
        for _ in 0..<2 { _ = engine.explain(request, using: &scratch) }
        #expect(Allocations.count { _ = engine.explain(request, using: &scratch) }.count > 5)
    }
}
