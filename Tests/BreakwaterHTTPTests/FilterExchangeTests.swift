import Breakwater
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterURL
import Foundation
import HTTPTypes
import Testing

@Suite struct FilterExchangeTests {
    let worker = FilterWorker(service: TestBundle.service(Self.inspecting))

    private static var inspecting: FilterConfiguration {
        var configuration = FilterConfiguration()
        configuration.canInspect = true
        return configuration
    }

    @Test(arguments: ExchangeCase.all) func `a case of the corpus ends as written`(test: ExchangeCase) throws {
        // Every chunking of the body must end alike.
        for chunk in test.response?.body == nil ? [0] : [1, 7, 4096] {
            var exchange = FilterExchange(worker: worker, client: ClientIdentity(user: test.user), now: TestBundle.now)
            try run(test, chunk: chunk, &exchange)
            let event = exchange.takeEvent()
            #expect(exchange.takeEvent() == nil)
            if let expected = test.expect.event { #expect(event.map(Self.text) == expected) }
        }
    }

    private func run(_ test: ExchangeCase, chunk: Int, _ exchange: inout FilterExchange) throws {
        let now = TestBundle.now
        switch exchange.receiveRequestHead(try test.head(), syntax: test.syntax, now: now) {
        case .forward(let head, let target, _):
            #expect(test.expect.action == "forward")
            if let expected = test.expect.target { #expect(target.description == expected) }
            if let expected = test.expect.path { #expect(head.path == expected) }
            if let expected = test.expect.authority { #expect(head.authority == expected) }
            try Self.check(head.headerFields, test.expect.fields)
            if let response = test.response { try answer(response, test.expect, chunk, &exchange) }
        case .reply(let reply):
            #expect(test.expect.action == "reply")
            try Self.check(reply, test.expect)
        case .collect:
            Issue.record("no case posts a form")
        case .tunnel(let host, let port):
            #expect(test.expect.action == "tunnel")
            if let expected = test.expect.target { #expect("\(host):\(port)" == expected) }
            try openTunnel(test, &exchange)
        case .inspectableTunnel:
            #expect(test.expect.action == "inspectable")
            try openTunnel(test, &exchange)
        }
    }

    private func openTunnel(_ test: ExchangeCase, _ exchange: inout FilterExchange) throws {
        guard let name = test.serverName else { return }
        switch exchange.receiveServerName(name.name, hasEncryptedClientHello: name.encrypted ?? false, now: TestBundle.now) {
        case .open(let host, let port):
            #expect(test.expect.tunnel == "open")
            if let expected = test.expect.target { #expect("\(host):\(port)" == expected) }
        case .close: #expect(test.expect.tunnel == "close")
        case .inspect(let tunnel):
            #expect(test.expect.tunnel == (tunnel.mayPassUndecrypted ? "inspect" : "inspect only"))
            if let expected = test.expect.target { #expect("\(tunnel.dialledHost):\(tunnel.port)" == expected) }
            if let expected = test.expect.authority { #expect(tunnel.host.description == expected) }
        }
    }

    private func answer(
        _ response: ExchangeCase.Response, _ expect: ExchangeCase.Expectation, _ chunk: Int, _ exchange: inout FilterExchange
    ) throws {
        let head = HTTPResponse(status: .init(code: response.status ?? 200), headerFields: try ExchangeCase.fields(response.fields))
        switch exchange.receiveResponseHead(head, now: TestBundle.now) {
        case .forward(let forwarded, let inspects):
            #expect(expect.response == (inspects ? "scan" : "pass"))
            try Self.check(forwarded.headerFields, expect.responseFields)
            guard let body = response.body else { return }
            let bytes = Array(body.utf8)
            let (result, reply) = Feeding.feed(bytes, by: chunk, to: &exchange)
            #expect(expect.body == result)
            if let reply { try Self.check(reply, expect) }
        case .reply(let reply):
            #expect(expect.response == "reply")
            try Self.check(reply, expect)
        }
    }

    private static func check(_ reply: BlockReply, _ expect: ExchangeCase.Expectation) throws {
        #expect(reply.status.code == expect.status ?? 403)
        let text = String(decoding: reply.body, as: UTF8.self)
        for part in expect.contains ?? [] { #expect(text.contains(part), "the page lacks `\(part)`") }
        for part in expect.lacks ?? [] { #expect(!text.contains(part), "the page holds `\(part)`") }
        #expect(reply.fields[.cacheControl] == "no-store")
        for field in reply.fields { #expect(HTTPField.isValidValue(field.value)) }
    }

    private static func check(_ fields: HTTPFields, _ expected: [String: String?]?) throws {
        for (name, value) in expected ?? [:] {
            let found = fields[try #require(HTTPField.Name(name))]
            switch value {
            case nil: #expect(found == nil, "\(name) is there: \(found ?? "")")
            case "*": #expect(found != nil, "\(name) is missing")
            default: #expect(found == value)
            }
        }
    }

    static func text(_ event: DecisionEvent) -> String {
        [event.action.rawValue, event.rank.name, event.layer.rawValue, event.category?.rawValue ?? "-", event.host ?? "-"].joined(
            separator: " ")
    }
}

/// Feeds a body to an exchange as a driver would, and watches that the counts add up.
enum Feeding {
    static func feed(_ bytes: [UInt8], by chunk: Int, to exchange: inout FilterExchange) -> (String, BlockReply?) {
        var held = 0
        var released = 0
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(max(1, chunk)))
            rest = rest.dropFirst(piece.count)
            held += piece.count
            switch unsafe exchange.receiveResponseBody(piece.span.bytes, now: TestBundle.now) {
            case .hold: break
            case .release(let count):
                released += count
                held -= count
            case .replace(let reply): return (released == 0 ? "replace" : "replace after release", reply)
            case .abort: return ("abort", nil)
            }
            if held < 0 { return ("released more than was held", nil) }
        }
        switch exchange.finishResponse(now: TestBundle.now) {
        case .hold: return ("held for ever", nil)
        case .release(let count): return (released + count == bytes.count ? "release" : "lost \(bytes.count - released - count) bytes", nil)
        case .replace(let reply): return (released == 0 ? "replace" : "replace after release", reply)
        case .abort: return ("abort", nil)
        }
    }
}
