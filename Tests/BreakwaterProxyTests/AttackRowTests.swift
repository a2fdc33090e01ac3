import BreakwaterHTTP
import BreakwaterProxy
import BreakwaterURL
import Foundation
import NIOCore
import Testing

/// Rows of docs/THREAT-MODEL.md's tables that other suites do not name: each with its id, its bytes, and what must become of them.
@Suite(.timeLimit(.minutes(1)))
struct AttackRowTests {
    @Test(arguments: [
        "Content-Length: 4", "Host: evil.test", "Authorization: Basic eDp5", "Transfer-Encoding: chunked", "X-Breakwater-Profile: adult",
        "Proxy-Authorization: Basic eDp5",
    ]) func `SMG-27: trailers say nothing of a message, either way`(trailer: String) async throws {
        let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2\r\nok\r\n0\r\n\(trailer)\r\n\r\n"
        try await ScriptedOrigin.run(answer: { _ in .text(answer) }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    for _ in 0..<2 {
                        try await client.send(
                            "POST http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\(trailer)\r\n\r\n")
                        let text = try await client.receive(until: "0\r\n\r\n")
                        // The message's own framing is there; behind the last chunk there is nothing.
                        #expect(text.hasSuffix("ok\r\n0\r\n\r\n"), "\(text)")
                    }
                }
            }
            #expect(origin.received.components(separatedBy: "POST / HTTP/1.1").count == 3)
            // The message's own framing is there; the trailer is not.
            #expect(!origin.received.contains("hi\r\n0\r\n\(trailer)"))
            #expect(!origin.received.contains("evil") && !origin.received.contains("Basic") && !origin.received.contains("adult"))
        }
    }

    @Test func `SMG-27: trailers count as fields`() async throws {
        try await ScriptedOrigin.run(answer: { _ in .silence }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                let trailers = String(repeating: "a: b\r\n", count: 70_000)
                let answer = try await RawClient.exchange(
                    "POST http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\(trailers)\r\n", with: proxy.v4)
                #expect(answer.hasPrefix("HTTP/1.1 4"))
            }
        }
    }

    @Test(arguments: ["http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[::ffff:10.0.0.1]/", "http://inside.test/", "http://blocked.test/"])
    func `NET-09: what an origin sends the client to is judged afresh`(location: String) async throws {
        let redirect = "HTTP/1.1 302 Found\r\nLocation: \(location)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        try await ScriptedOrigin.run(answer: { _ in .text(redirect) }) { origin in
            let own = try #require(CIDRBlock("127.0.0.1"))
            try await RunningProxy.run(service: TestPolicy.service(), configure: { configuration in
                configuration.allowedPrivatePrefixes = [own]
                configuration.nameLookup = NameLookup { name in
                    name.description == "inside.test" ? [IPAddress(v4: 0x0A00_0001)] : [IPAddress(v4: 0x7F00_0001)]
                }
            }) { [port = origin.port] proxy in
                let address = "http://127.0.0.1:\(try #require(proxy.v4.port))"
                let result = try await Curl.run(
                    ["-x", address, "-g", "-L", "-o", "/dev/null", "-w", "%{http_code} %{num_redirects}", "http://good.test:\(port)/"])
                #expect(result.output == "403 1")
            }
        }
    }

    @Test func `NET-10: an answer with a thousand addresses is cut to a few`() async throws {
        try await RunningProxy.run(service: TestPolicy.service(), configure: { configuration in
            configuration.allowedPrivatePrefixes = ["127.0.0.0/8"].compactMap { CIDRBlock($0) }
            configuration.limits.addressesPerName = 3
            // Only the last one answers, and it is not tried.
            let port = 1
            configuration.nameLookup = NameLookup { _ in (2..<1002).map { IPAddress(v4: 0x7F00_0000 + UInt32($0) + UInt32(port) - 1) } }
        }) { proxy in
            let answer = try await RawClient.exchange("GET http://many.test:9/ HTTP/1.1\r\nHost: many.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
        }
    }

    @Test func `NET-11: the administration's ports are not reached through the proxy, even where loopback is`() async throws {
        try await ScriptedOrigin.run(host: "127.0.0.1") { admin in
            let place = ProxyConfiguration.Endpoint(address: IPAddress(v4: 0x7F00_0001), port: admin.port)
            try await RunningProxy.run(service: TestPolicy.service(ports: [admin.port]), configure: { $0.refusedEndpoints = [place] }) { [port = admin.port] proxy in
                for host in ["127.0.0.1", "[::ffff:127.0.0.1]", "2130706433"] {
                    let get = try await RawClient.exchange("GET http://\(host):\(port)/ HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
                    #expect(get.hasPrefix("HTTP/1.1 403 "), "\(get.prefix(60))")
                    let connect = try await RawClient.exchange("CONNECT \(host):\(port) HTTP/1.1\r\nHost: x.test\r\n\r\n", with: proxy.v4)
                    #expect(connect.hasPrefix("HTTP/1.1 403 "), "\(connect.prefix(60))")
                }
                // A name that leads there; its other address answers nobody.
                let name = try await RawClient.exchange("GET http://admin.test:\(port)/ HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
                #expect(name.hasPrefix("HTTP/1.1 502 ") || name.hasPrefix("HTTP/1.1 403 "))
            }
            #expect(admin.connections == 0)
        }
    }
}
