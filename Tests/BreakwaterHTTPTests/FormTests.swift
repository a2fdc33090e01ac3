import Breakwater
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import Foundation
import HTTPTypes
import Synchronization
import Testing

/// What people say on block pages: questions, appeals, override codes.
@Suite struct FormTests {
    static let now = TestBundle.now

    static func service() throws -> FilterService {
        var configuration = FilterConfiguration()
        configuration.takesRequests = true
        configuration.overrideCodeHash = try #require(PasswordHash(cheaplyOf: "open sesame")).description
        return TestBundle.service(configuration)
    }

    /// The block page's form of a purpose, as its target.
    static func action(_ purpose: String, _ path: String, host: String = "blocked.test", user: String? = nil, worker: FilterWorker) -> String? {
        guard case .reply(let reply) = ServiceTests.send(path, to: host, user: user, worker: worker) else { return nil }
        let text = String(decoding: reply.body, as: UTF8.self).replacing("&amp;", with: "&")
        let part = "action=\"/.well-known/breakwater/\(purpose)"
        guard let start = text.range(of: part) else { return nil }
        return "/.well-known/breakwater/\(purpose)" + text[start.upperBound...].prefix { $0 != "\"" }
    }

    struct Answer { var status: Int; var page: String; var location: String?; var event: DecisionEvent? }

    /// Posts a form, its body in pieces; runs the check where there is one.
    static func post(
        _ path: String, _ body: String, host: String = "blocked.test", user: String? = nil, chunk: Int = 7, worker: FilterWorker, now: Int64 = now
    ) -> Answer {
        var exchange = FilterExchange(worker: worker, client: ClientIdentity(user: user), now: now)
        let head = HTTPRequest(method: .post, scheme: "http", authority: host, path: path)
        func answer(_ reply: BlockReply, _ exchange: inout FilterExchange) -> Answer {
            Answer(
                status: reply.status.code, page: String(decoding: reply.body, as: UTF8.self), location: reply.fields[.location],
                event: exchange.takeEvent())
        }
        switch exchange.receiveRequestHead(head, syntax: .http1_0, now: now) {
        case .reply(let reply): return answer(reply, &exchange)
        case .forward, .tunnel, .inspectableTunnel: return Answer(status: 0, page: "")
        case .collect: break
        }
        var rest = Array(body.utf8)[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
            if case .replace(let reply) = unsafe exchange.receiveRequestBody(piece.span.bytes, now: now) { return answer(reply, &exchange) }
        }
        var action = exchange.finishRequest(now: now)
        if case .hold = action, let check = exchange.pendingCheck { action = exchange.finishCheck(check.run(), now: now) }
        guard case .replace(let reply) = action else { return Answer(status: 0, page: "") }
        return answer(reply, &exchange)
    }

    /// What was said so far.
    static func submissions(_ service: FilterService) async -> [PageSubmission] {
        service.endSubmissions()
        return await service.submissions.reduce(into: []) { $0.append($1) }
    }

    @Test(arguments: [
        ("kind=ask&scope=site&term=today&note=", "/a/b", "blocked.test", GrantTerm.today, nil),
        ("kind=ask&scope=page&term=30m&note=for+school%21", "/A/b?x=1", "blocked.test/A/b", .halfHour, "for school!"),
        ("kind=ask&scope=page&term=always", "/", "blocked.test", .always, nil), ("", "/", "blocked.test", .today, nil),
        ("kind=ask&term=forever&scope=all&note=%E5%AE%BF%E9%A1%8C", "/x", "blocked.test", .today, "宿題"),
    ] as [(String, String, String, GrantTerm, String?)])
    func `a question has a scope, a term and a note`(body: String, path: String, pattern: String, term: GrantTerm, note: String?) async throws {
        for chunk in [1, 1000] {
            let service = try Self.service()
            let worker = FilterWorker(service: service)
            let action = try #require(Self.action("ask", path, worker: worker))
            let answer = Self.post(action, body, chunk: chunk, worker: worker)
            #expect(answer.status == 200)
            #expect(answer.page.contains("Your question is on its way"))
            #expect(await Self.submissions(service) == [.request(pattern: pattern, profile: "child", note: note, term: term)])
            // The pattern is one that an approval can use.
            #expect(throws: Never.self) { try EntryPattern(pattern) }
        }
    }

    @Test func `an appeal says which list was wrong, and only lists can be appealed against`() async throws {
        let service = try Self.service()
        let worker = FilterWorker(service: service)
        let action = try #require(Self.action("ask", "/", worker: worker))
        #expect(Self.post(action, "kind=appeal&note=it+is+a+museum", worker: worker).status == 200)
        let own = try #require(Self.action("ask", "/", host: "own.test", worker: worker))
        #expect(Self.post(own, "kind=appeal", host: "own.test", worker: worker).status == 200)
        let adult = try #require(CategoryID("adult"))
        #expect(await Self.submissions(service) == [
            .appeal(profile: "child", category: adult, list: "adult-names", host: "blocked.test", note: "it is a museum"),
            .request(pattern: "own.test", profile: "child", note: nil, term: .today),
        ])
    }

    @Test func `a form holds for one host, client, purpose, time and process`() throws {
        let worker = FilterWorker(service: try Self.service())
        let action = try #require(Self.action("ask", "/x", worker: worker))
        #expect(Self.post(action, "", host: "good.test", worker: worker).status == 400)
        #expect(Self.post(action, "", user: "teen", worker: worker).status == 400)
        #expect(Self.post(action, "", worker: worker, now: Self.now + 901).status == 400)
        #expect(Self.post(action.replacing("/ask?", with: "/override?"), "code=open+sesame", worker: worker).status == 400)
        #expect(Self.post(action, "", worker: FilterWorker(service: try Self.service())).status == 400)
        #expect(Self.post(action.replacing("to=2f78", with: "to=2f79"), "", worker: worker).status == 400)
        // Coming back to the answer leads to the page.
        guard case .reply(let reply) = ServiceTests.send(action, to: "blocked.test", worker: worker) else {
            Issue.record("no reply")
            return
        }
        #expect(reply.fields[.location] == "http://blocked.test/x")
    }

    @Test func `a body that is too long is refused`() throws {
        let worker = FilterWorker(service: try Self.service())
        let action = try #require(Self.action("ask", "/", worker: worker))
        #expect(Self.post(action, "note=" + String(repeating: "x", count: 20_000), chunk: 1000, worker: worker).status == 413)
    }

    @Test func `nobody asks without end`() async throws {
        let service = try Self.service()
        let worker = FilterWorker(service: service)
        let action = try #require(Self.action("ask", "/", worker: worker))
        let statuses = (0..<12).map { _ in Self.post(action, "kind=ask", worker: worker).status }
        #expect(statuses == Array(repeating: 200, count: 10) + [429, 429])
        #expect(await Self.submissions(service).count == 10)
    }

    @Test func `a sealed page, help and an adviser's pages have no form`() throws {
        let worker = FilterWorker(service: try Self.service())
        #expect(Self.action("ask", "/", host: "sealed.test", worker: worker) == nil)
        #expect(Self.action("override", "/", host: "sealed.test", worker: worker) == nil)
        var exchange = FilterExchange(worker: worker, client: ClientIdentity(), role: .adviser, now: Self.now)
        guard case .reply(let reply) = exchange.receiveRequestHead(
            HTTPRequest(method: .get, scheme: "http", authority: "blocked.test", path: "/"), syntax: .http1_0, now: Self.now)
        else {
            Issue.record("no reply")
            return
        }
        #expect(!String(decoding: reply.body, as: UTF8.self).contains("<form"))
        let plain = FilterWorker(service: TestBundle.service())
        #expect(Self.action("ask", "/", worker: plain) == nil)
    }

    // MARK: Override codes

    @Test func `the right code opens the site for that client, and for a while`() async throws {
        let service = try Self.service()
        let worker = FilterWorker(service: service)
        let action = try #require(Self.action("override", "/x", worker: worker))
        let answer = Self.post(action, "code=open+sesame&scope=site", worker: worker)
        #expect(answer.status == 303)
        #expect(answer.location == "http://blocked.test/x")
        #expect(answer.event?.action == .allow)
        #expect(answer.event?.rank == .grant)
        #expect(ServiceTests.status(ServiceTests.send("/x", to: "www.blocked.test", worker: worker)) == 200)
        // Neither another site, nor somebody else, nor later.
        #expect(ServiceTests.status(ServiceTests.send("/", to: "casino.test", worker: worker)) == 403)
        #expect(ServiceTests.status(ServiceTests.send("/x", to: "blocked.test", user: "teen", worker: worker)) == 403)
        #expect(ServiceTests.status(ServiceTests.send("/x", to: "blocked.test", worker: worker, now: Self.now + 3600)) == 403)
        // The guardians' own grants come and go beside it.
        service.grants = GrantTable([Grant(id: 1, profile: "child", pattern: "casino.test", expiresAt: Self.now + 10)])
        #expect(ServiceTests.status(ServiceTests.send("/", to: "casino.test", worker: worker)) == 200)
        #expect(ServiceTests.status(ServiceTests.send("/x", to: "blocked.test", worker: worker)) == 200)
        #expect(await Self.submissions(service) == [.override(profile: "child", isAccepted: true)])
        #expect(service.counters.acceptedOverrides.load(ordering: .relaxed) == 1)
    }

    @Test func `the code may open everything, but nothing that is sealed`() throws {
        let worker = FilterWorker(service: try Self.service())
        let action = try #require(Self.action("override", "/", worker: worker))
        #expect(Self.post(action, "code=open+sesame&scope=all", worker: worker).status == 303)
        #expect(ServiceTests.status(ServiceTests.send("/", to: "casino.test", worker: worker)) == 200)
        #expect(ServiceTests.status(ServiceTests.send("/", to: "sealed.test", worker: worker)) == 403)
    }

    @Test(arguments: ["", "code=", "code=open+sesam", "code=open+sesame+", "kode=open+sesame", "code=%ff%fe", "code=" + String(repeating: "x", count: 4000)])
    func `a wrong code opens nothing and is counted`(body: String) async throws {
        let service = try Self.service()
        let worker = FilterWorker(service: service)
        let action = try #require(Self.action("override", "/", worker: worker))
        let answer = Self.post(action, body, worker: worker)
        #expect(answer.status == 403)
        #expect(answer.event?.action == .block)
        #expect(ServiceTests.status(ServiceTests.send("/", to: "blocked.test", worker: worker)) == 403)
        #expect(await Self.submissions(service) == [.override(profile: "child", isAccepted: false)])
        #expect(service.counters.refusedOverrides.load(ordering: .relaxed) == 1)
    }

    @Test func `after five wrong codes the right one is not looked at for ten minutes`() throws {
        let service = try Self.service()
        let worker = FilterWorker(service: service)
        func post(_ code: String, user: String? = nil, now: Int64 = Self.now) throws -> Int {
            let action = try #require(Self.action("override", "/", user: user, worker: worker))
            return Self.post(action, "code=\(code)", user: user, worker: worker, now: now).status
        }
        for _ in 0..<5 { #expect(try post("wrong") == 403) }
        #expect(try post("open+sesame") == 429)
        #expect(service.counters.refusedOverrides.load(ordering: .relaxed) == 5)
        // Another client is not held up, until all together try too often.
        #expect(try post("open+sesame", user: "teen") == 303)
        #expect(try post("open+sesame", now: Self.now + 600) == 303)
    }

    @Test func `many clients together meet a limit too`() {
        let limit = AttemptLimit(perClient: 5, inAll: 50, seconds: 600)
        #expect((0..<60).filter { limit.mayTry("client \($0)", now: 0) }.count == 50)
        #expect(!limit.mayTry("another", now: 599))
        #expect(limit.mayTry("another", now: 600))
    }
}
