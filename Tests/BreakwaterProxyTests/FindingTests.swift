import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterURL
import Foundation
import NIOCore
import Synchronization
import Testing

/// How clients and other proxies find this one, and how it knows who is behind them.
@Suite(.timeLimit(.minutes(1)))
struct FindingTests {
    // MARK: PAC

    @Test(arguments: ["/proxy.pac", "/wpad.dat", "/wpad.dat?x=1"])
    func `the script is on the proxy's own address, with its type`(path: String) async throws {
        try await RunningProxy.run(service: TestPolicy.service()) { proxy in
            for (host, address) in [("127.0.0.1", proxy.v4), ("[::1]", proxy.v6)] {
                let port = try #require(address.port)
                let answer = try await Curl.run(["-i", "-g", "http://\(host):\(port)\(path)"])
                #expect(answer.output.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(answer.output.contains("Content-Type: application/x-ns-proxy-autoconfig\r\n"))
                #expect(answer.output.contains("return \"PROXY \(host):\(port)\";"))
            }
            #expect(proxy.recordedActions().isEmpty)
        }
    }

    @Test(arguments: [
        ("wpad", "wpad:80"), ("Proxy.School.EXAMPLE:3128", "proxy.school.example:3128"), ("\";alert(1)//", nil), ("a@b", nil), ("a/b", nil),
        ("x\\y", nil), ("", nil),
    ]) func `the script names the host that the client used, and nothing that is not one`(host: String, expected: String?) async throws {
        try await RunningProxy.run(service: TestPolicy.service()) { proxy in
            let answer = try await RawClient.exchange("GET /proxy.pac HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n", with: proxy.v4)
            #expect(answer.contains("return \"PROXY \(expected ?? "127.0.0.1:\(proxy.v4.port ?? 0)")\";"))
            #expect(!answer.contains("alert"))
        }
    }

    @Test(arguments: ["GET / HTTP/1.1", "GET /proxy.pacx HTTP/1.1", "POST /proxy.pac HTTP/1.1", "DELETE /wpad.dat HTTP/1.1", "OPTIONS * HTTP/1.1"])
    func `nothing else is on the proxy itself`(line: String) async throws {
        try await RunningProxy.run(service: TestPolicy.service()) { proxy in
            let answer = try await RawClient.exchange("\(line)\r\nHost: blocked.test\r\n\r\n", with: proxy.v4)
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
        }
    }

    /// Chromium's own functions for such scripts, as far as this one calls them.
    @Test(.enabled(if: FindingTests.hasNode, "node is not installed"), arguments: [
        ("example.org", false), ("intranet", true), ("printer.local", true), ("router.home.arpa", true), ("127.0.0.1", true), ("10.1.2.3", true),
        ("192.168.0.1", true), ("172.16.0.1", true), ("172.32.0.1", false), ("8.8.8.8", false), ("::1", true), ("fd00::1", true),
        ("fe80::1", true), ("2001:db8::1", false), ("[fd00::1]", true), ("fd00.example", false), ("local.example", false),
        ("school.example", true), ("www.SCHOOL.example.", true), ("notschool.example", false),
    ]) func `the script sends local names directly`(host: String, isDirect: Bool) async throws {
        var configuration = ProxyAutoConfiguration()
        configuration.directDomains = [try DomainName("school.example")]
        let program = """
            function isPlainHostName(h) { return h.indexOf(".") < 0 }
            function dnsDomainIs(h, d) { return h.length >= d.length && h.substring(h.length - d.length) == d }
            \(configuration.script(proxy: "p:1"))
            process.stdout.write(FindProxyForURL("http://" + process.argv[1] + "/", process.argv[1]))
            """
        let output = try await Self.node(["-e", program, host])
        #expect(output == (isDirect ? "DIRECT" : "PROXY p:1"))
    }

    static let hasNode = ["/usr/bin/node", "/usr/local/bin/node"].contains { FileManager.default.isExecutableFile(atPath: $0) }

    static func node(_ arguments: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["node"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    // MARK: PROXY protocol

    static func binary(_ command: UInt8, _ family: UInt8, _ body: [UInt8]) -> [UInt8] {
        [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A, 0x20 | command, family, UInt8(body.count >> 8), UInt8(body.count & 0xFF)]
            + body
    }

    static func read(_ bytes: [UInt8]) -> ProxyProtocolHeader.Reading {
        let span = bytes.span
        return ProxyProtocolHeader.read(span)
    }

    static let v4Body: [UInt8] = [192, 0, 2, 7, 198, 51, 100, 1, 0x30, 0x39, 0x01, 0xBB]
    static let v6Body: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [7] + [UInt8](repeating: 0, count: 16) + [1, 2, 3, 4]

    @Test(arguments: [
        (Array("PROXY TCP4 192.0.2.7 198.51.100.1 12345 443\r\n".utf8), "192.0.2.7"),
        (Array("PROXY TCP6 2001:db8::7 2001:db8::1 12345 443\r\n".utf8), "2001:db8::7"), (Array("PROXY UNKNOWN\r\n".utf8), nil),
        (Array("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n".utf8), nil), (binary(1, 0x11, v4Body), "192.0.2.7"), (binary(1, 0x21, v6Body), "2001:db8::7"),
        (binary(1, 0x11, v4Body + [0x04, 0, 1, 0]), "192.0.2.7"), (binary(0, 0, []), nil), (binary(1, 0x31, []), nil),
    ] as [([UInt8], String?)]) func `a header says who is behind the balancer, in pieces of any size`(bytes: [UInt8], client: String?) throws {
        for count in 0..<bytes.count { #expect(Self.read(Array(bytes[..<count])) == .needMore) }
        guard case .header(let header) = Self.read(bytes + Array("GET".utf8)) else {
            Issue.record("no header")
            return
        }
        #expect(header.length == bytes.count)
        #expect(header.client.map { "\($0)" } == client)
    }

    @Test(arguments: [
        "GET http://good.test/ HTTP/1.1\r\n", "PROXY TCP4 192.0.2.7 2001:db8::1 1 2\r\n", "PROXY TCP4 2001:db8::7 2001:db8::1 1 2\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 1\r\n", "PROXY TCP4 192.0.2.7 198.51.100.1 1 65536\r\n", "PROXY TCP4 192.0.2.7 198.51.100.1 1 2\n",
        "PROXY TCP4 192.0.2.7  198.51.100.1 1 2\r\n", "PROXY TCP4 0x7f.1 198.51.100.1 1 2\r\n", "PROXY \u{0}\r\n",
        "PROXY TCP4 " + String(repeating: "1", count: 200), "\r\n\r\n\u{0}\r\nQUIU\n",
    ]) func `what is no header is refused`(text: String) { #expect(Self.read(Array(text.utf8)) == .invalid) }

    @Test func `binary headers with wrong versions, commands and lengths are refused`() {
        for bytes in [
            Self.binary(2, 0x11, Self.v4Body), Self.binary(1, 0x11, Array(Self.v4Body.dropLast())), Self.binary(1, 0x21, Self.v4Body),
            Array(Self.binary(1, 0x11, Self.v4Body)[..<12]) + [0x11, 0x11, 0, 12] + Self.v4Body,
            Array(Self.binary(1, 0x11, Self.v4Body)[..<12]) + [0x21, 0x11, 0xFF, 0xFF],
        ] { #expect(Self.read(bytes) == .invalid) }
    }

    @Test func `the client behind a balancer gets its own profile, and a balancer must speak`() async throws {
        try await EchoOrigin.run { origin in
            let service = try TestPolicy.service(assigning: #require(CIDRBlock("192.0.2.0/24")))
            try await RunningProxy.run(service: service, configure: { configuration in
                configuration.balancers = ["127.0.0.1"].compactMap { CIDRBlock($0) }
                configuration.allowedClients = ["192.0.2.0/24", "2001:db8::/32", "::1"].compactMap { CIDRBlock($0) }
            }) { [port = origin.port] proxy in
                func get(_ header: [UInt8], _ address: SocketAddress) async throws -> String {
                    try await RawClient.connect(to: address) { client in
                        let request = "GET http://blocked.test:\(port)/ HTTP/1.1\r\nHost: blocked.test\r\nConnection: close\r\n\r\n"
                        // In pieces, so that the header does not come alone.
                        for piece in [Array(header.prefix(9)), Array(header.dropFirst(9)) + Array(request.utf8)] { try await client.send(piece) }
                        return String(await client.receiveAll().prefix(12))
                    }
                }
                let text = try await get(Array("PROXY TCP4 192.0.2.7 198.51.100.1 1 2\r\n".utf8), proxy.v4)
                #expect(text == "HTTP/1.1 200")
                #expect(try await get(Self.binary(1, 0x11, Self.v4Body), proxy.v4) == "HTTP/1.1 200")
                #expect(try await get(Self.binary(1, 0x21, Self.v6Body), proxy.v4) == "HTTP/1.1 403")
                // Not one of the clients; no header; a header from who is no balancer.
                #expect(try await get(Array("PROXY TCP4 203.0.113.1 198.51.100.1 1 2\r\n".utf8), proxy.v4) == "")
                #expect(try await get([], proxy.v4) == "")
                #expect(try await get(Array("PROXY TCP4 192.0.2.7 198.51.100.1 1 2\r\n".utf8), proxy.v6) == "HTTP/1.1 400")
            }
        }
    }

    // MARK: A parent proxy

    /// A proxy behind a proxy: the second is one of ours, too.
    private func chained(
        credentials: String?, asks: Bool, _ body: @escaping @Sendable (RunningProxy, RunningProxy, Int) async throws -> Void
    ) async throws {
        try await EchoOrigin.run { origin in
            let ports: Set<Int> = [origin.port]
            try await RunningProxy.run(service: TestPolicy.service(blocking: ["parent-blocked.test"], ports: ports), configure: { configuration in
                configuration.login = ProxyLogin(users: LoginTests.users())
                for index in configuration.listeners.indices { configuration.listeners[index].asksForLogin = asks }
            }) { [port = origin.port] parent in
                let parentPort = try #require(parent.v6.port)
                try await RunningProxy.run(service: TestPolicy.service(ports: ports), configure: { configuration in
                    configuration.parent = ProxyParent(host: .address(IPAddress(v6: 1)), port: parentPort, credentials: credentials)
                    // Nothing but the parent may be dialled, and no name resolved.
                    configuration.allowedPrivatePrefixes = []
                    configuration.nameLookup = NameLookup { _ in [] }
                }) { proxy in try await body(proxy, parent, port) }
            }
        }
    }

    @Test func `requests and tunnels go through the parent, with its password`() async throws {
        try await chained(credentials: "sora:open sesame", asks: true) { proxy, parent, port in
            let address = "http://127.0.0.1:\(try #require(proxy.v4.port))"
            #expect(try await Curl.run(["-x", address, "http://good.test:\(port)/page/hello"]).output == "<p>hello</p>")
            #expect(try await Curl.run(["-x", address, "--data", "abc", "http://good.test:\(port)/echo"]).output == "abc")
            #expect(parent.recordedActions() == [.allow, .allow])
            // The child's own policy comes first; the parent's answers pass.
            #expect(try await Curl.run(["-x", address, "-o", "/dev/null", "-w", "%{http_code}", "http://blocked.test:\(port)/"]).output == "403")
            #expect(parent.recordedActions().isEmpty)
            #expect(
                try await Curl.run(["-x", address, "-o", "/dev/null", "-w", "%{http_code}", "http://parent-blocked.test:\(port)/"]).output == "403")
            #expect(parent.recordedActions() == [.block])
        }
    }

    /// Which hosts the parent dials, and what the origin gets; SafeSearch is the child's proxy's alone.
    @Test(arguments: [
        ("www.google.com", "/search?q=x&safe=off", true, "forcesafesearch.google.com", "/search?q=x&safe=active"),
        ("www.ecosia.org", "/search?q=x", true, "strict-safe-search.ecosia.org", "/search?q=x"),
        // A parent that opens no tunnel to this port: the request itself still asks.
        ("www.google.com", "/search?q=x&safe=off", false, "www.google.com", "/search?q=x&safe=active"),
        ("www.bing.com", "/search?q=x", false, "www.bing.com", "/search?q=x&adlt=strict"),
    ])
    func `BYP-09: plain requests go to the safe host through the parent`(
        host: String, path: String, opensTunnels: Bool, dialled: String, target: String
    ) async throws {
        let asked = Mutex<[String]>([])
        try await ScriptedOrigin.run { origin in
            let service = try TestPolicy.service(ports: opensTunnels ? [origin.port] : [443])
            service.configuration.safeSearchUpTo = nil
            try await RunningProxy.run(service: service, configure: { configuration in
                configuration.allowsOtherProtocolsInTunnels = true
                configuration.nameLookup = NameLookup { name in
                    asked.withLock { $0.append(name.description) }
                    return [IPAddress(v4: 0x7F00_0001)]
                }
            }) { [port = origin.port] parent in
                let parentPort = try #require(parent.v4.port)
                try await RunningProxy.run(service: TestPolicy.service(), configure: { configuration in
                    configuration.parent = ProxyParent(host: .address(IPAddress(v4: 0x7F00_0001)), port: parentPort)
                    configuration.allowedPrivatePrefixes = []
                }) { proxy in
                    try await RawClient.connect(to: proxy.v4) { client in
                        for _ in 0..<2 {
                            try await client.send("GET http://\(host):\(port)\(path) HTTP/1.1\r\nHost: \(host):\(port)\r\n\r\n")
                            #expect(try await client.receiveResponse().body == "ok")
                        }
                    }
                }
            }
            let heads = origin.received.split(separator: "\r\n").map(String.init)
            #expect(heads.filter { $0.hasPrefix("GET ") } == Array(repeating: "GET \(target) HTTP/1.1", count: 2))
            #expect(heads.filter { $0.hasPrefix("Host:") } == Array(repeating: "Host: \(host):\(origin.port)", count: 2))
        }
        #expect(Set(asked.withLock { $0 }) == [dialled])
    }

    /// What the parent says to CONNECT, and then to the request in the tunnel.
    @Test(arguments: [[ScriptedOrigin.Answer.text("HTTP/1.1 200 OK\r\n\r\n"), .close], [.text("HTTP/1.1 200 OK\r\n\r\n", closes: true)]])
    func `BYP-09: a parent that opens a tunnel and closes it gets the request itself`(answers: [ScriptedOrigin.Answer]) async throws {
        try await ScriptedOrigin.run(answer: { $0 < answers.count ? answers[$0] : .ok }) { parent in
            try await RunningProxy.run(service: TestPolicy.service(), configure: { [port = parent.port] configuration in
                configuration.parent = ProxyParent(host: .address(IPAddress(v4: 0x7F00_0001)), port: port)
            }) { proxy in
                let answer = try await RawClient.exchange(
                    "GET http://www.google.com/search?q=x HTTP/1.1\r\nHost: www.google.com\r\nConnection: close\r\n\r\n", with: proxy.v4)
                #expect(answer.hasSuffix("\r\n\r\nok"))
            }
            #expect(parent.received.hasPrefix("CONNECT forcesafesearch.google.com:80 HTTP/1.1\r\n"))
            #expect(parent.received.contains("GET http://www.google.com/search?q=x&safe=active HTTP/1.1\r\n"))
        }
    }

    @Test func `a parent that asks for another password is an error, not a question`() async throws {
        try await chained(credentials: "sora:wrong", asks: true) { proxy, _, port in
            let answer = try await RawClient.exchange("CONNECT good.test:\(port) HTTP/1.1\r\nHost: good.test\r\n\r\n", with: proxy.v4)
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
        }
    }

    @Test func `an address inside is refused before the parent is asked`() async throws {
        try await chained(credentials: nil, asks: false) { proxy, parent, port in
            for host in ["127.0.0.1", "[::1]", "169.254.169.254", "[::ffff:10.0.0.1]"] {
                let answer = try await RawClient.exchange(
                    "GET http://\(host):\(port)/ HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n", with: proxy.v4)
                #expect(answer.hasPrefix("HTTP/1.1 403 "))
                let tunnel = try await RawClient.exchange("CONNECT \(host):\(port) HTTP/1.1\r\nHost: \(host)\r\n\r\n", with: proxy.v4)
                #expect(tunnel.hasPrefix("HTTP/1.1 403 "))
            }
            #expect(parent.recordedActions().isEmpty)
        }
    }

    @Test func `two proxies that are each other's parents notice it`() async throws {
        try await RunningProxy.run(service: TestPolicy.service()) { first in
            let port = try #require(first.v4.port)
            // The second sends what it gets to the first, which sends it to the second again: the second knows its own name in Via.
            let service = try TestPolicy.service()
            try await RunningProxy.run(service: service, configure: { configuration in
                configuration.parent = ProxyParent(host: .address(IPAddress(v4: 0x7F00_0001)), port: port)
            }) { second in
                let back = try #require(second.v4.port)
                let answer = try await RawClient.exchange(
                    "GET http://good.test:\(back)/ HTTP/1.1\r\nHost: good.test\r\nVia: 1.1 \(service.viaPseudonym)\r\nConnection: close\r\n\r\n",
                    with: second.v4)
                #expect(answer.hasPrefix("HTTP/1.1 508 "))
            }
        }
    }
}
