import Breakwater
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes
import Testing

/// What a name that was allowed may be an alias of (NET-07), profile by profile.
@Suite struct CanonicalNameTests {
    private static let now = TestBundle.now

    struct Case: Sendable, CustomTestStringConvertible {
        var host: String
        var chain: [String]
        /// `nil` where the connection may be used.
        var rank: DecisionRank?
        var action = Action.block
        var user: String?
        /// A page that the request comes from; the request is then for a script.
        var document: String?

        var testDescription: String { "\(user ?? "child"): \(host) → \(chain.joined(separator: " → "))" }
    }

    static let cases = [
        Case(host: "good.test", chain: ["cdn.test"]),
        Case(host: "good.test", chain: ["blocked.test"], rank: .category),
        Case(host: "good.test", chain: ["cdn.test", "www.blocked.test", "cdn.test"], rank: .category),
        Case(host: "good.test", chain: ["blocked.test"], user: "counted"),
        Case(host: "good.test", chain: ["casino.test"], user: "adult"),
        Case(host: "good.test", chain: ["social.test"], rank: .category, action: .warn),
        Case(host: "good.test", chain: ["social.test", "blocked.test"], rank: .category),
        // The guardian's own words, of the other name and of the asked one.
        Case(host: "good.test", chain: ["own.test"], rank: .profileEntry),
        Case(host: "school.test", chain: ["blocked.test"], user: "listed"),
        Case(host: "own.example", chain: ["blocked.test"], user: "files"),
        // A profile that opens listed names only lists those that people ask for.
        Case(host: "school.test", chain: ["cdn.test"], user: "listed"),
        // Help is open, and nobody need list what it is served from.
        Case(host: "help.test", chain: ["blocked.test"]),
        Case(host: "good.test", chain: ["help.test"]),
        // Nobody overrides a sealed list.
        Case(host: "help.test", chain: ["sealed.test"], rank: .sealed),
        Case(host: "school.test", chain: ["cdn.test", "sealed.test"], rank: .sealed, user: "listed"),
        Case(host: "good.test", chain: ["blocked.test", "sealed.test"], rank: .sealed),
        // A rule for third parties judges the alias as the browser cannot see it: as another site's.
        Case(host: "metrics.good.test", chain: ["ads.test"], rank: .category, document: "http://good.test/"),
        Case(host: "metrics.good.test", chain: ["ads.test"]),
    ]

    private func head(_ test: Case) -> HTTPRequest {
        var head = HTTPRequest(method: .get, scheme: "http", authority: test.host, path: "/some/path")
        if let document = test.document {
            head.headerFields[.referer] = document
            head.headerFields[.accept] = "application/javascript"
        }
        return head
    }

    @Test(arguments: cases)
    func `a chain is judged name by name, below what was said of the asked name`(test: Case) throws {
        let names = try test.chain.map { try DomainName($0) }
        let worker = FilterWorker(service: TestBundle.service())
        var exchange = FilterExchange(worker: worker, client: ClientIdentity(user: test.user), now: Self.now)
        guard case .forward = exchange.receiveRequestHead(head(test), syntax: .http1_0, now: Self.now) else {
            Issue.record("the asked name itself is not allowed")
            return
        }
        let page = exchange.receiveCanonicalNames(names, now: Self.now)
        #expect((page == nil) == (test.rank == nil))
        let event = exchange.takeEvent()
        #expect(exchange.takeEvent() == nil)
        #expect(event?.action == (test.rank == nil ? .allow : test.action))
        if let rank = test.rank { #expect(event?.rank == rank && event?.layer == .name) }
        if test.rank == .sealed {
            let text = String(decoding: try #require(page).body, as: UTF8.self)
            #expect(!text.contains("sealed.test") && !text.contains("another name"))
        }
    }

    @Test(arguments: [("good.test", ["blocked.test"], Action.block), ("good.test", ["social.test"], .warn), ("good.test", ["cdn.test"], .allow)])
    func `a tunnel's host is judged before and after its server name`(host: String, chain: [String], action: Action) throws {
        let names = try chain.map { try DomainName($0) }
        let head = HTTPRequest(method: .connect, scheme: nil, authority: "\(host):443", path: nil)
        for isAfter in [false, true] {
            let worker = FilterWorker(service: TestBundle.service())
            var exchange = FilterExchange(worker: worker, client: ClientIdentity(), now: Self.now)
            guard case .tunnel = exchange.receiveRequestHead(head, now: Self.now) else {
                Issue.record("no tunnel")
                return
            }
            if isAfter { _ = exchange.receiveServerName(host, hasEncryptedClientHello: false, now: Self.now) }
            // A tunnel has no page to warn on.
            let page = exchange.receiveCanonicalNames(names, now: Self.now)
            let event = exchange.takeEvent()
            #expect((page == nil) == (action != .block))
            #expect(event?.action == action)
        }
    }

    @Test func `out of order is refused`() throws {
        let worker = FilterWorker(service: TestBundle.service())
        var exchange = FilterExchange(worker: worker, client: ClientIdentity(), now: Self.now)
        let head = HTTPRequest(method: .get, scheme: "http", authority: "good.test", path: "/")
        let page = exchange.receiveCanonicalNames([try DomainName("cdn.test")], now: Self.now)
        #expect(page?.status == .internalServerError)
        guard case .reply = exchange.receiveRequestHead(head, syntax: .http1_1, now: Self.now) else {
            Issue.record("the exchange goes on")
            return
        }
    }

    // MARK: What a page's reader can do

    /// The page that a child gets, whose `good.test` is an alias of `name`.
    private static func page(_ worker: FilterWorker, _ name: String, user: String? = nil) throws -> String? {
        var exchange = FilterExchange(worker: worker, client: ClientIdentity(user: user), now: now)
        let head = HTTPRequest(method: .get, scheme: "http", authority: "good.test", path: "/x")
        guard case .forward = exchange.receiveRequestHead(head, syntax: .http1_0, now: now) else { return nil }
        return exchange.receiveCanonicalNames([try DomainName(name)], now: now)
            .map { String(decoding: $0.body, as: UTF8.self).replacing("&amp;", with: "&") }
    }

    private static func action(_ purpose: String, in page: String) -> String? {
        page.split(separator: "\"").first { $0.hasPrefix("/.well-known/breakwater/\(purpose)") }.map(String.init)
    }

    @Test func `a guardian's code opens the site all the same, and a permission does`() async throws {
        let service = try FormTests.service()
        let worker = FilterWorker(service: service)
        let page = try #require(try Self.page(worker, "blocked.test"))
        let action = try #require(Self.action("override", in: page))
        let answer = FormTests.post(action, "code=open+sesame&scope=site", host: "good.test", worker: worker)
        #expect(answer.status == 303 && answer.location == "http://good.test/x")
        #expect(answer.event?.action == .allow && answer.event?.rank == .grant)
        #expect(try Self.page(worker, "blocked.test") == nil)
        // A deny entry stands above a permission, as it does for one name.
        #expect(try Self.page(worker, "own.test") != nil)
        #expect(try Self.page(worker, "sealed.test") != nil)
        service.grants = GrantTable([Grant(id: 1, profile: "teen", pattern: "good.test", expiresAt: Self.now + 10)])
        #expect(try Self.page(worker, "blocked.test", user: "teen") == nil)
    }

    @Test func `questions and appeals say what is meant, and a link cannot be turned`() async throws {
        let service = try FormTests.service()
        let worker = FilterWorker(service: service)
        let page = try #require(try Self.page(worker, "blocked.test"))
        let action = try #require(Self.action("ask", in: page))
        #expect(FormTests.post(action, "kind=ask&scope=site&term=today&note=", host: "good.test", worker: worker).status == 200)
        #expect(FormTests.post(action, "kind=appeal&note=", host: "good.test", worker: worker).status == 200)
        let name = "&n=" + "blocked.test".utf8.map { String($0, radix: 16) }.joined()
        #expect(action.contains(name))
        let other = "&n=" + "social.test".utf8.map { String($0, radix: 16) }.joined()
        for turned in [action.replacing(name, with: ""), action.replacing(name, with: other), action.replacing(name, with: "&n=zz")] {
            #expect(FormTests.post(turned, "kind=ask", host: "good.test", worker: worker).status == 400)
        }
        let category = try #require(CategoryID("adult"))
        #expect(await FormTests.submissions(service) == [
            .request(pattern: "good.test", profile: "child", note: nil, term: .today),
            // The list is wrong about the name that it holds.
            .appeal(profile: "child", category: category, list: "adult-names", host: "blocked.test", note: nil),
        ])
    }

    @Test func `a warning can be passed`() throws {
        let worker = FilterWorker(service: TestBundle.service())
        let page = try #require(try Self.page(worker, "social.test"))
        let link = try #require(Self.action("continue", in: page))
        guard case .reply(let reply) = ServiceTests.send(link, to: "good.test", worker: worker) else {
            Issue.record("no reply")
            return
        }
        #expect(reply.status == .seeOther)
        #expect(try Self.page(worker, "social.test") == nil)
        #expect(try Self.page(worker, "blocked.test") != nil)
    }
}
