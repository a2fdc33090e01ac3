import BreakwaterHTTP
import BreakwaterProxy
import BreakwaterURL
import NIOCore
import Testing

/// Deadlines and numbers, with limits short enough not to wait for.
@Suite(.timeLimit(.minutes(1)))
struct LimitTests {
    @Test func `a head that trickles in is cut at its deadline, however steadily it comes`() async throws {
        try await RunningProxy.run(service: TestPolicy.service(), configure: { $0.limits.headDeadline = .milliseconds(150) }) { proxy in
            try await RawClient.connect(to: proxy.v4) { client in
                try await client.send("GET http://good.test/ HTTP/1.1\r\n")
                #expect(await client.receiveAll().hasPrefix("HTTP/1.1 408 "))
            }
        }
    }

    @Test func `an idle connection closes without a word`() async throws {
        try await RunningProxy.run(service: TestPolicy.service(), configure: { $0.limits.keepAliveIdle = .milliseconds(100) }) { proxy in
            let answer = try await RawClient.exchange("", with: proxy.v4)
            #expect(answer == "")
        }
    }

    @Test func `a body that stops is cut`() async throws {
        try await ScriptedOrigin.run(answer: { _ in .silence }) { origin in
            try await RunningProxy.run(service: TestPolicy.service(), configure: { $0.limits.bodyIdle = .milliseconds(150) }) {
                [port = origin.port] proxy in
                let answer = try await RawClient.exchange(
                    "POST http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nContent-Length: 10\r\n\r\n12", with: proxy.v4)
                #expect(answer.hasPrefix("HTTP/1.1 408 "))
            }
        }
    }

    @Test func `a body slower than the least rate is cut although it never stops`() async throws {
        try await ScriptedOrigin.run(answer: { _ in .silence }) { origin in
            let configure: (inout ProxyConfiguration) -> Void = {
                $0.limits.rateWindow = .milliseconds(100)
                $0.limits.bodyRate = 1000
            }
            try await RunningProxy.run(service: TestPolicy.service(), configure: configure) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send("POST http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nContent-Length: 100000\r\n\r\n1")
                    #expect(await client.receiveAll().hasPrefix("HTTP/1.1 408 "))
                }
            }
        }
    }

    @Test func `an origin that does not answer is a gateway timeout`() async throws {
        try await ScriptedOrigin.run(answer: { _ in .silence }) { origin in
            try await RunningProxy.run(service: TestPolicy.service(), configure: { $0.limits.firstByteDeadline = .milliseconds(100) }) {
                [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send("GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n")
                    #expect(try await client.receiveResponse().head.hasPrefix("HTTP/1.1 504 "))
                }
            }
        }
    }

    @Test func `an origin that stops inside its answer is cut`() async throws {
        try await ScriptedOrigin.run(answer: { _ in .text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc") }) { origin in
            try await RunningProxy.run(service: TestPolicy.service(), configure: { $0.limits.bodyIdle = .milliseconds(100) }) {
                [port = origin.port] proxy in
                let answer = try await RawClient.exchange(
                    "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n", with: proxy.v4)
                #expect(answer.isEmpty || answer.hasSuffix("abc"))
            }
        }
    }

    @Test func `a port where nobody listens is a bad gateway`() async throws {
        let port = try await ScriptedOrigin.run { $0.port }
        try await RunningProxy.run(service: TestPolicy.service()) { proxy in
            let get = "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nConnection: close\r\n\r\n"
            let answer = try await RawClient.exchange(get, with: proxy.v4)
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
            let unknown = "GET http://nowhere.invalid/ HTTP/1.1\r\nHost: nowhere.invalid\r\nConnection: close\r\n\r\n"
            let unknownAnswer = try await RawClient.exchange(unknown, with: proxy.v4)
            #expect(unknownAnswer.hasPrefix("HTTP/1.1 502 "))
        }
    }

    @Test func `one client has so many connections and no more`() async throws {
        try await RunningProxy.run(service: TestPolicy.service(), configure: { $0.limits.connectionsPerClient = 2 }) { proxy in
            let get = "GET http://blocked.test/ HTTP/1.1\r\nHost: blocked.test\r\n\r\n"
            try await RawClient.connect(to: proxy.v4) { first in
                try await first.send(get)
                _ = try await first.receiveResponse()
                try await RawClient.connect(to: proxy.v4) { second in
                    try await second.send(get)
                    _ = try await second.receiveResponse()
                    let answer = try await RawClient.exchange(get, with: proxy.v4)
                    #expect(answer == "")
                    // Another client is not concerned.
                    try await RawClient.connect(to: proxy.v6) { other in
                        try await other.send(get)
                        #expect(try await other.receiveResponse().head.hasPrefix("HTTP/1.1 403 "))
                    }
                }
            }
        }
    }

    @Test func `a client outside the allowed prefixes gets nothing`() async throws {
        let configure: (inout ProxyConfiguration) -> Void = { $0.allowedClients = ["127.0.0.0/8"].compactMap { CIDRBlock($0) } }
        try await RunningProxy.run(service: TestPolicy.service(), configure: configure) { proxy in
            let get = "GET http://blocked.test/ HTTP/1.1\r\nHost: blocked.test\r\nConnection: close\r\n\r\n"
            let answer = try await RawClient.exchange(get, with: proxy.v6)
            #expect(answer == "")
            let second = try await RawClient.exchange(get, with: proxy.v4)
            #expect(second.hasPrefix("HTTP/1.1 403 "))
        }
    }
}
