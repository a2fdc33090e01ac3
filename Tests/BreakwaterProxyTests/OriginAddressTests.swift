import BreakwaterHTTP
import BreakwaterProxy
import BreakwaterURL
import NIOCore
import Synchronization
import Testing

/// The tables NET of docs/THREAT-MODEL.md: nothing inside is reached through the proxy, whatever the name or the spelling.
@Suite(.timeLimit(.minutes(1)))
struct OriginAddressTests {
    static let inside = [
        "127.0.0.1", "169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "0.0.0.0", "[::1]", "[::]", "[fe80::1]",
        "[fc00::1]",
        "224.0.0.1", "[ff02::1]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]",
        "[2001:0:0:0:0:0:5601:5601]", "[::169.254.169.254]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "012.0.0.1", "127.0.0.1.",
        "１２７.0.0.1",
    ]

    @Test(arguments: inside)
    func `an address inside is refused in every spelling`(host: String) async throws {
        let service = try TestPolicy.service()
        try await RunningProxy.run(service: service, configure: { $0.allowedPrivatePrefixes = [] }) { proxy in
            let get = try await RawClient.exchange(
                "GET http://\(host)/ HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
            #expect(get.hasPrefix("HTTP/1.1 403 ") || get.hasPrefix("HTTP/1.1 400 "), "\(get.prefix(100))")
            let connect = try await RawClient.exchange("CONNECT \(host):443 HTTP/1.1\r\nHost: x.test\r\n\r\n", with: proxy.v4)
            #expect(connect.hasPrefix("HTTP/1.1 403 ") || connect.hasPrefix("HTTP/1.1 400 "), "\(connect.prefix(100))")
        }
    }

    @Test func `a name that leads inside is refused after it is resolved`() async throws {
        let configure: (inout ProxyConfiguration) -> Void = {
            $0.allowedPrivatePrefixes = []
            $0.nameLookup = NameLookup { _ in ["127.0.0.1", "::1", "10.1.2.3"].compactMap { IPAddress($0) } }
        }
        try await RunningProxy.run(service: TestPolicy.service(), configure: configure) { proxy in
            let answer = try await RawClient.exchange(
                "GET http://rebound.test/ HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
            #expect(answer.hasPrefix("HTTP/1.1 403 "))
        }
    }

    @Test func `of a mixed answer only what is allowed is dialled, and the name is asked once`() async throws {
        let asked = Atomic<Int>(0)
        try await ScriptedOrigin.run { origin in
            let configure: (inout ProxyConfiguration) -> Void = {
                $0.allowedPrivatePrefixes = ["127.0.0.1"].compactMap { CIDRBlock($0) }
                // Were the second answer used, the request would go to ::1, where nobody listens on that port.
                $0.nameLookup = NameLookup { _ in
                    let isFirst = asked.wrappingAdd(1, ordering: .relaxed).newValue == 1
                    return (isFirst ? ["::1", "10.1.2.3", "127.0.0.1"] : ["::1"]).compactMap { IPAddress($0) }
                }
            }
            try await RunningProxy.run(service: TestPolicy.service(), configure: configure) { [port = origin.port] proxy in
                let answer = try await RawClient.exchange(
                    "GET http://mixed.test:\(port)/ HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
        }
        #expect(asked.load(ordering: .relaxed) == 1)
    }

    @Test func `a name whose first family does not answer is reached by the other`() async throws {
        // The test's names lead to ::1 first; this origin listens on 127.0.0.1 only.
        try await ScriptedOrigin.run(host: "127.0.0.1") { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                let answer = try await RawClient.exchange(
                    "GET http://both.test:\(port)/ HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test func `the proxy does not connect to itself, even where loopback is allowed`() async throws {
        try await RunningProxy.run(service: TestPolicy.service()) { proxy in
            for (host, port) in [
                ("127.0.0.1", proxy.v4.port), ("[::1]", proxy.v6.port), ("self.test", proxy.v4.port), ("[::ffff:127.0.0.1]", proxy.v4.port),
            ] {
                let answer = try await RawClient.exchange(
                    "GET http://\(host):\(port ?? 0)/ HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
                // A name has other addresses too, where nobody listens.
                #expect(
                    answer.hasPrefix("HTTP/1.1 403 ") || host == "self.test" && answer.hasPrefix("HTTP/1.1 502 "), "\(answer.prefix(100))")
            }
        }
    }
}
