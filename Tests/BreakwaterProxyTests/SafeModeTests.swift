import BreakwaterHTTP
import BreakwaterProxy
import BreakwaterURL
import NIOCore
import Synchronization
import Testing

/// BYP-09 without a certificate: another host is dialled, and nothing that the client sends is changed.
@Suite(.timeLimit(.minutes(1)))
struct SafeModeTests {
    /// A resolver that knows the safe hosts only: who would dial the others gets no connection.
    private final class Resolver: Sendable {
        let asked = Mutex<[String]>([])

        func addresses(of name: DomainName) -> [IPAddress] {
            asked.withLock { $0.append(name.description) }
            let safe = ["forcesafesearch.google.com", "strict.bing.com", "safe.duckduckgo.com", "restrict.youtube.com"]
            return safe.contains(name.description) ? [IPAddress(v6: 1), IPAddress(v4: 0x7F00_0001)] : []
        }
    }

    @Test(arguments: [
        ("www.google.co.jp", "forcesafesearch.google.com"), ("www.bing.com", "strict.bing.com"), ("duckduckgo.com", "safe.duckduckgo.com"),
        ("www.youtube.com", "restrict.youtube.com"),
    ], ["127.0.0.1", "::1"])
    func `a tunnel is led to the safe host with the client's own server name`(service: (host: String, safe: String), address: String) async throws {
        try await ScriptedOrigin.run(host: address, answer: { _ in .text("answer", closes: true) }) { origin in
            let resolver = Resolver()
            let filter = try TestPolicy.service(ports: [origin.port])
            try await RunningProxy.run(service: filter, configure: { $0.nameLookup = NameLookup { resolver.addresses(of: $0) } }) { [port = origin.port] proxy in
                try await RawClient.connect(to: address == "::1" ? proxy.v6 : proxy.v4) { client in
                    try await client.send("CONNECT \(service.host):\(port) HTTP/1.1\r\nHost: \(service.host):\(port)\r\n\r\n")
                    #expect(try await client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
                    try await client.send(TunnelTests.hello(service.host) + Array("x\r\n\r\n".utf8))
                    #expect(await client.receiveAll() == "answer")
                }
            }
            #expect(origin.receivedBytes == TunnelTests.hello(service.host) + Array("x\r\n\r\n".utf8))
            #expect(resolver.asked.withLock { $0 } == [service.safe])
            #expect(filter.counters.safeModeConnections.load(ordering: .relaxed) == 1)
        }
    }

    @Test func `a plain request goes to the safe host, and Host stays the client's`() async throws {
        try await ScriptedOrigin.run { origin in
            let resolver = Resolver()
            let filter = try TestPolicy.service()
            try await RunningProxy.run(service: filter, configure: { $0.nameLookup = NameLookup { resolver.addresses(of: $0) } }) { [port = origin.port] proxy in
                let answer = try await RawClient.exchange(
                    "GET http://www.google.com:\(port)/search?q=x HTTP/1.1\r\nHost: www.google.com:\(port)\r\nConnection: close\r\n\r\n", with: proxy.v4)
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
            #expect(resolver.asked.withLock { $0 } == ["forcesafesearch.google.com"])
            #expect(origin.received.hasPrefix("GET /search?q=x&safe=active HTTP/1.1\r\nHost: www.google.com:\(origin.port)\r\n"))
        }
    }
}
