import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterURL
import Foundation
import HTTPTypes
import Synchronization
import Testing

/// What outlives an exchange: "continue", quotas, loops.
@Suite struct ServiceTests {
    static let now = TestBundle.now

    static func send(_ path: String, to host: String = "social.test", user: String? = nil, worker: FilterWorker, now: Int64 = now)
        -> RequestHeadAction
    {
        var exchange = FilterExchange(worker: worker, client: ClientIdentity(user: user), now: now)
        let head = HTTPRequest(method: .get, scheme: "http", authority: host, path: path)
        return exchange.receiveRequestHead(head, syntax: .http1_0, now: now)
    }

    static func link(in action: RequestHeadAction) -> String? {
        guard case .reply(let reply) = action else { return nil }
        let text = String(decoding: reply.body, as: UTF8.self)
        return text.firstMatch(of: /href="(\/\.well-known\/breakwater\/continue[^"]*)"/).map { String($0.1).replacing("&amp;", with: "&") }
    }

    static func status(_ action: RequestHeadAction) -> Int {
        switch action {
        case .forward: 200
        case .reply(let reply): reply.status.code
        case .tunnel, .inspectableTunnel, .collect: 0
        }
    }

    @Test func `continue opens the warned host for that client and for a while`() throws {
        let worker = FilterWorker(service: TestBundle.service())
        let link = try #require(Self.link(in: Self.send("/me?a=1", worker: worker)))
        guard case .reply(let reply) = Self.send(link, worker: worker) else {
            Issue.record("no reply")
            return
        }
        #expect(reply.status == .seeOther)
        #expect(reply.fields[.location] == "http://social.test/me?a=1")
        #expect(Self.status(Self.send("/other", worker: worker)) == 200)
        #expect(Self.status(Self.send("/other", user: "teen", worker: worker)) == 403)
        #expect(Self.status(Self.send("/other", worker: worker, now: Self.now + 3601)) == 403)
    }

    @Test func `a continue link holds for one host, client, time and way back`() throws {
        let worker = FilterWorker(service: TestBundle.service())
        let link = try #require(Self.link(in: Self.send("/me", worker: worker)))
        #expect(Self.status(Self.send(link, to: "good.test", worker: worker)) == 400)
        #expect(Self.status(Self.send(link, user: "teen", worker: worker)) == 400)
        #expect(Self.status(Self.send(link, worker: worker, now: Self.now + 901)) == 400)
        #expect(Self.status(Self.send(link.replacing("to=2f6d65", with: "to=2f6d66"), worker: worker)) == 400)
        #expect(Self.status(Self.send(link + "0", worker: worker)) == 400)
        #expect(Self.status(Self.send(link, worker: FilterWorker(service: TestBundle.service()))) == 400)
        #expect(Self.status(Self.send("/me", worker: worker)) == 403)
    }

    @Test func `a quota counts minutes in which pages were asked for`() {
        let worker = FilterWorker(service: TestBundle.service())
        func ask(_ minute: Int64) -> Int {
            Self.status(Self.send("/", to: "good.test", user: "counted", worker: worker, now: Self.now + minute * 60))
        }
        for minute: Int64 in [0, 0, 5] { #expect(ask(minute) == 200) }
        #expect(ask(6) == 403)
        // The next day.
        #expect(ask(60 * 12) == 200)
    }

    @Test func `a request that comes back is refused`() {
        let service = TestBundle.service()
        var exchange = FilterExchange(worker: FilterWorker(service: service), client: ClientIdentity(), now: Self.now)
        var head = HTTPRequest(method: .get, scheme: "http", authority: "good.test", path: "/")
        head.headerFields[.via] = "1.0 fred, 1.1 \(service.viaPseudonym) (comment)"
        let action = exchange.receiveRequestHead(head, syntax: .http1_0, now: Self.now)
        #expect(Self.status(action) == 508)
        #expect(service.counters.loops.load(ordering: .relaxed) == 1)
    }

    @Test func `an adviser leaves the proxy's own fields alone`() throws {
        var exchange = FilterExchange(
            worker: FilterWorker(service: TestBundle.service()), client: ClientIdentity(), role: .adviser, now: Self.now)
        var head = HTTPRequest(method: .get, scheme: "http", authority: "good.test", path: "/")
        head.headerFields[.connection] = "keep-alive"
        head.headerFields[.acceptEncoding] = "gzip"
        guard case .forward(let forwarded, _, _) = exchange.receiveRequestHead(head, syntax: .http1_0, now: Self.now) else {
            Issue.record("not forwarded")
            return
        }
        #expect(forwarded == head)
    }

    @Test func `configuration can close what a tunnel hides`() {
        var configuration = FilterConfiguration()
        configuration.missingServerName = .block
        configuration.encryptedClientHello = .block
        let service = TestBundle.service(configuration)
        for (name, hidden, isOpen) in [(nil, false, false), ("good.test", true, false), ("good.test", false, true)] {
            var exchange = FilterExchange(worker: FilterWorker(service: service), client: ClientIdentity(), now: Self.now)
            _ = exchange.receiveRequestHead(
                HTTPRequest(method: .connect, scheme: nil, authority: "good.test:443", path: nil), now: Self.now)
            switch exchange.receiveServerName(name, hasEncryptedClientHello: hidden, now: Self.now) {
            case .open: #expect(isOpen)
            case .close: #expect(!isOpen)
            case .inspect: Issue.record("nobody asked for it")
            }
        }
        #expect(service.counters.missingServerNames.load(ordering: .relaxed) == 1)
        #expect(service.counters.encryptedClientHellos.load(ordering: .relaxed) == 1)
    }
}
