import Breakwater
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterURL
import NIOCore
import Synchronization
import Testing

/// Rows of the threat model about ways round the filter (BYP) and about spellings of a host (URL), through a running proxy.
@Suite(.timeLimit(.minutes(1)))
struct BypassTests {
    private func service(ports: Set<Int> = [443], blocking names: [String] = ["blocked.test"], _ change: (inout FilterConfiguration) -> Void = { _ in }) throws -> FilterService {
        var configuration = FilterConfiguration()
        configuration.connectPorts = ports
        change(&configuration)
        return FilterService(
            slot: EngineSlot(try TestPolicy.engine(blocking: names)), recorder: EventRecorder(), privacy: PrivacyRules(), configuration: configuration)
    }

    private func get(_ url: String, _ proxy: RunningProxy) async throws -> String {
        try await RawClient.exchange("GET \(url) HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\nAccept-Language: en\r\n\r\n", with: proxy.v4)
    }

    /// A ClientHello with these extensions beside `supported_versions`.
    private static func hello(_ extensions: [(UInt8, UInt8, [UInt8])]) -> [UInt8] {
        func vector16(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes }
        var all: [UInt8] = [0, 43, 0, 3, 2, 3, 4]
        for one in extensions { all += [one.0, one.1] + vector16(one.2) }
        let body: [UInt8] = [3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0, 2, 0x13, 0x01, 1, 0] + vector16(all)
        return [22, 3, 1] + vector16([1, 0] + vector16(body))
    }

    private static func serverName(_ name: String) -> (UInt8, UInt8, [UInt8]) {
        let bytes = Array(name.utf8)
        return (0, 0, [0, UInt8(bytes.count + 3), 0, 0, UInt8(bytes.count)] + bytes)
    }

    private static let encrypted: (UInt8, UInt8, [UInt8]) = (0xFE, 0x0D, [0] + [UInt8](repeating: 5, count: 40))

    /// What comes back through a tunnel to `good.test` after this hello; the origin says `answer`.
    private func tunnel(_ hello: [UInt8], _ change: (inout FilterConfiguration) -> Void = { _ in }) async throws -> (answer: String, service: FilterService, bytes: Int) {
        try await ScriptedOrigin.run(answer: { _ in .text("answer", closes: true) }) { origin in
            let service = try service(ports: [origin.port], change)
            let answer = try await RunningProxy.run(service: service) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v6) { client in
                    try await client.send("CONNECT good.test:\(port) HTTP/1.1\r\nHost: good.test:\(port)\r\n\r\n")
                    try await client.receive(until: "\r\n\r\n")
                    try await client.send(hello + Array("x\r\n\r\n".utf8))
                    return await client.receiveAll()
                }
            }
            return (answer, service, origin.receivedBytes.count)
        }
    }

    @Test func `BYP-01: another server name than CONNECT's is judged, counted, and never trusted more`() async throws {
        let same = try await tunnel(Self.hello([Self.serverName("good.test")]))
        #expect(same.answer == "answer" && same.service.counters.serverNameMismatches.load(ordering: .relaxed) == 0)
        let other = try await tunnel(Self.hello([Self.serverName("other.test")]))
        #expect(other.answer == "answer" && other.service.counters.serverNameMismatches.load(ordering: .relaxed) == 1)
        for name in ["blocked.test", "www.blocked.test", "BLOCKED.test", "blocked.test."] {
            let blocked = try await tunnel(Self.hello([Self.serverName(name)]))
            #expect(blocked.answer == "" && blocked.bytes == 0, "\(name)")
            #expect(blocked.service.recorder.drain(max: 10).map(\.action) == [.block], "\(name)")
        }
    }

    @Test func `BYP-03: no server name and an encrypted one pass or not as configured, and are counted`() async throws {
        let nameless = try await tunnel(Self.hello([]))
        #expect(nameless.answer == "answer" && nameless.service.counters.missingServerNames.load(ordering: .relaxed) == 1)
        let refused = try await tunnel(Self.hello([])) { $0.missingServerName = .block }
        #expect(refused.answer == "" && refused.bytes == 0)
        let decoy = try await tunnel(Self.hello([Self.serverName("good.test"), Self.encrypted]))
        #expect(decoy.answer == "answer" && decoy.service.counters.encryptedClientHellos.load(ordering: .relaxed) == 1)
        let strict = try await tunnel(Self.hello([Self.serverName("good.test"), Self.encrypted])) { $0.encryptedClientHello = .block }
        #expect(strict.answer == "" && strict.bytes == 0)
        // The outer name can block; it opens nothing that CONNECT's host does not.
        let outer = try await tunnel(Self.hello([Self.serverName("blocked.test"), Self.encrypted]))
        #expect(outer.answer == "" && outer.bytes == 0)
    }

    @Test func `BYP-04: names that are looked up in secret: no tunnel to port 853, none to a resolver on a list`() async throws {
        try await RunningProxy.run(service: service(blocking: ["resolver.test"])) { proxy in
            for target in ["dns.test:853", "resolver.test:443", "resolver.test:853"] {
                let answer = try await RawClient.exchange("CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n\r\n", with: proxy.v4)
                #expect(answer.hasPrefix("HTTP/1.1 403 "), "\(target)")
            }
            #expect(try await get("http://resolver.test/dns-query?dns=AAAB", proxy).hasPrefix("HTTP/1.1 403 "))
        }
    }

    /// A question for `a.test` as RFC 8484 writes it, and what only looks like one.
    static let question = "AAABAAABAAAAAAAAAWEEdGVzdAAAAQAB"

    struct Query: Sendable, CustomTestStringConvertible {
        let name: String
        var path = "/"
        var fields: [String] = []
        var body: String?
        let isBlocked: Bool
        var testDescription: String { name }

        /// For a host and port, over plain HTTP or in a tunnel.
        func arguments(_ url: String) -> [String] {
            ["-o", "/dev/null", "-w", "%{http_code}"] + fields.flatMap { ["-H", $0] } + (body.map { ["--data-binary", $0] } ?? []) + [url + path]
        }
    }

    @Test(arguments: [
        Query(name: "GET by media type", fields: ["Accept: application/dns-message"], isBlocked: true),
        Query(name: "one type of several", fields: ["Accept: text/html, Application/DNS-Message;q=0.1"], isBlocked: true),
        Query(name: "POST by media type", fields: ["Content-Type: application/dns-message", "Accept: */*"], body: "x", isBlocked: true),
        Query(name: "oblivious", fields: ["Content-Type: application/oblivious-dns-message"], body: "x", isBlocked: true),
        Query(name: "GET by its question", path: "/q?ct&dns=\(question)", isBlocked: true),
        Query(name: "GET by its question, escaped", path: "/?dns=%41AABAAABAAAAAAAAAWEEdGVzdAAAAQAB", isBlocked: true),
        Query(name: "another parameter", path: "/?dnsx=\(question)&x=dns=\(question)", isBlocked: false),
        Query(name: "a word", path: "/?dns=why-do-resolvers-have-caches", isBlocked: false),
        Query(name: "an answer", path: "/?dns=AACBAAABAAEAAAAAAWEEdGVzdAAAAQAB", isBlocked: false),
        Query(name: "a short one", path: "/?dns=AAABAAABAAAAAAAA", isBlocked: false),
        Query(name: "JSON", fields: ["Accept: application/json", "Content-Type: application/json"], body: "{}", isBlocked: false),
        Query(name: "a page about it", path: "/application/dns-message", fields: ["Accept: text/html"], isBlocked: false),
        Query(name: "a type that ends so", fields: ["Accept: application/x-dns-message"], isBlocked: false),
    ])
    func `BYP-04: DNS over HTTPS is what it is, at any server`(query: Query) async throws {
        let status = query.isBlocked ? "403" : "200"
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: service()) { [port = origin.port] proxy in
                let address = "http://127.0.0.1:\(try #require(proxy.v4.port))"
                #expect(try await Curl.run(["-x", address] + query.arguments("http://good.test:\(port)")).output == status)
                #expect(proxy.recordedActions() == [query.isBlocked ? .block : .allow])
                // The guardian's own entry stands above it.
                #expect(try await Curl.run(["-x", address] + query.arguments("http://own-resolver.test:\(port)")).output == "200")
            }
            #expect(origin.requests == (query.isBlocked ? 1 : 2))
        }
        let tls = try CertificateZoo.shared.get().animal("good").context()
        try await EchoOrigin.run(tls: tls) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                for version in ["--http1.1", "--http2"] {
                    let answer = try await inspecting.curl([version] + query.arguments("https://good.test:\(port)"))
                    #expect(answer.output == status, "\(version)")
                }
            }
            #expect(origin.requests == (query.isBlocked ? 0 : 2))
        }
    }

    @Test func `BYP-04: the page says what was asked for, in words`() async throws {
        try await RunningProxy.run(service: service()) { proxy in
            let answer = try await RawClient.exchange(
                "GET http://good.test/?dns=\(Self.question) HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\nAccept: text/html\r\n\r\n", with: proxy.v4)
            #expect(answer.hasPrefix("HTTP/1.1 403 ") && answer.contains("DNS over HTTPS") && !answer.contains("for adults"), "\(answer)")
        }
    }

    // MARK: Ways that are no pages

    struct Way: Sendable, CustomTestStringConvertible {
        let name: String
        /// `PORT` stands for the origin's.
        let bytes: String
        /// What the answer begins with; empty where there is none.
        let answer: String
        /// Bytes for the tunnel, where one was opened.
        var inside: [UInt8] = []
        var actions: [Action] = []
        /// Whether the origin hears of it.
        var isPassedOn = false
        var testDescription: String { name }
    }

    private static func upgrade(_ host: String, to protocols: String) -> String {
        "GET http://\(host):PORT/chat HTTP/1.1\r\nHost: \(host):PORT\r\nConnection: Upgrade\r\nUpgrade: \(protocols)\r\nSec-WebSocket-Key: x\r\n"
            + "Sec-WebSocket-Version: 13\r\n\r\n"
    }

    private static func connect(_ host: String) -> String { "CONNECT \(host):PORT HTTP/1.1\r\nHost: \(host):PORT\r\n\r\n" }

    @Test(arguments: [
        Way(name: "a VPN's site", bytes: "GET http://vpn.test:PORT/ HTTP/1.1\r\nHost: x\r\n\r\n", answer: "HTTP/1.1 403 ", actions: [.block]),
        Way(name: "a page proxy below a listed name", bytes: "GET http://de.proxy.test:PORT/browse?u=x HTTP/1.1\r\nHost: x\r\n\r\n", answer: "HTTP/1.1 403 ", actions: [.block]),
        Way(name: "a tunnel to a VPN", bytes: connect("gate.vpn.test"), answer: "HTTP/1.1 403 ", actions: [.block]),
        Way(name: "WebSocket to a listed host", bytes: upgrade("vpn.test", to: "websocket"), answer: "HTTP/1.1 403 ", actions: [.block]),
        Way(name: "WebSocket to an unknown host", bytes: upgrade("chat.test", to: "websocket"), answer: "HTTP/1.1 101 ", actions: [.allow], isPassedOn: true),
        Way(name: "another upgrade is none", bytes: upgrade("good.test", to: "connect-ip"), answer: "HTTP/1.1 502 ", actions: [.allow], isPassedOn: true),
        Way(name: "a choice of upgrades", bytes: upgrade("good.test", to: "tor, websocket"), answer: "HTTP/1.1 502 ", actions: [.allow], isPassedOn: true),
        Way(name: "SSH in a tunnel", bytes: connect("good.test"), answer: "HTTP/1.1 200 ", inside: Array("SSH-2.0-x\r\n\r\n".utf8), actions: [.allow]),
        Way(name: "OpenVPN in a tunnel", bytes: connect("good.test"), answer: "HTTP/1.1 200 ", inside: [0, 14, 0x38] + [UInt8](repeating: 1, count: 13), actions: [.allow]),
        Way(name: "HTTP in a tunnel", bytes: connect("good.test"), answer: "HTTP/1.1 200 ", inside: Array("GET / HTTP/1.1\r\nHost: vpn.test\r\n\r\n".utf8), actions: [.allow]),
        Way(name: "a TLS VPN behind another name", bytes: connect("good.test"), answer: "HTTP/1.1 200 ", inside: hello([serverName("vpn.test")]), actions: [.block]),
        Way(name: "SOCKS 5", bytes: "\u{5}\u{1}\u{0}\r\n\r\n", answer: "HTTP/1.1 400 "),
        Way(name: "SOCKS 4", bytes: "\u{4}\u{1}\u{0}P\u{7f}\u{0}\u{0}\u{1}\u{0}\r\n\r\n", answer: "HTTP/1.1 400 "),
    ])
    func `BYP-08: proxies, VPNs and tunnels are decided before a byte passes`(way: Way) async throws {
        let switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
        try await ScriptedOrigin.run(answer: { _ in .text(switching, closes: true) }) { origin in
            try await RunningProxy.run(service: service(ports: [origin.port])) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v6) { client in
                    try await client.send(way.bytes.replacing("PORT", with: "\(port)"))
                    let head = way.answer.isEmpty ? "" : try await client.receive(until: "\r\n\r\n")
                    #expect(head.hasPrefix(way.answer), "\(head)")
                    guard !way.inside.isEmpty else { return }
                    try? await client.send(way.inside)
                    #expect(await client.receiveAll() == "")
                }
                #expect(proxy.recordedActions() == way.actions)
            }
            #expect(origin.receivedBytes.isEmpty == !way.isPassedOn)
            #expect(!origin.received.lowercased().contains("connect-ip") && !origin.received.lowercased().contains("tor,"))
        }
    }

    @Test func `BYP-06: no answer leads a browser to QUIC`() async throws {
        let answer = "HTTP/1.1 200 OK\r\nAlt-Svc: h3=\":443\"; ma=86400\r\nalt-svc: h2=\"other.test:443\"\r\nContent-Length: 2\r\n\r\nok"
        try await ScriptedOrigin.run(answer: { _ in .text(answer, closes: true) }) { origin in
            try await RunningProxy.run(service: service()) { [port = origin.port] proxy in
                let plain = try await get("http://good.test:\(port)/", proxy)
                #expect(plain.hasPrefix("HTTP/1.1 200 ") && !plain.lowercased().contains("alt-svc"))
            }
        }
        let tls = try CertificateZoo.shared.get().animal("good").context()
        try await ScriptedOrigin.run(tls: tls, answer: { _ in .text(answer) }) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                for version in ["--http1.1", "--http2"] {
                    let inside = try await inspecting.curl([version, "-i", "https://good.test:\(port)/"])
                    #expect(inside.output.hasSuffix("ok") && !inside.output.lowercased().contains("alt-svc"))
                }
            }
        }
    }

    @Test(arguments: [
        "http://HOST.translate.goog/page", "http://translate.google.com/translate?sl=auto&u=http%3A%2F%2FNAME%2F", "http://web.archive.org/web/2020/http://NAME/",
        "http://webcache.googleusercontent.com/search?q=cache:x:http://NAME/", "http://archive.ph/https://NAME/", "http://www.google.com/amp/s/NAME/",
    ]) func `BYP-07: what a translator, an archive or a cache shows is judged as what it shows`(url: String) async throws {
        try await RunningProxy.run(service: service(), configure: { $0.nameLookup = NameLookup { _ in [] } }) { proxy in
            let blocked = try await get(url.replacing("HOST", with: "blocked-test").replacing("NAME", with: "blocked.test"), proxy)
            #expect(blocked.hasPrefix("HTTP/1.1 403 ") && blocked.contains("Adult content"), "\(blocked.prefix(40))")
            // The same service with a harmless page is only not there in this test.
            let harmless = try await get(url.replacing("HOST", with: "good-test").replacing("NAME", with: "good.test"), proxy)
            #expect(harmless.hasPrefix("HTTP/1.1 502 "), "\(harmless.prefix(40))")
        }
    }

    @Test(arguments: ["http://203.0.113.7/", "http://3405803783/", "http://0xcb007107/", "http://0313.0.0161.7/", "http://203.0.28935/", "http://[::ffff:203.0.113.7]/",
        "http://[::ffff:cb00:7107]/", "http://[64:ff9b::cb00:7107]/", "http://203.0.113.7./"])
    func `BYP-10: an address is what it is in every spelling`(url: String) async throws {
        try await RunningProxy.run(service: service(blocking: ["203.0.113.7"])) { proxy in
            let answer = try await get(url, proxy)
            #expect(answer.hasPrefix("HTTP/1.1 403 ") && answer.contains("Adult content"), "\(answer.prefix(40))")
            let host = url.dropFirst(7).dropLast(1)
            let connect = try await RawClient.exchange("CONNECT \(host):443 HTTP/1.1\r\nHost: \(host):443\r\n\r\n", with: proxy.v4)
            #expect(connect.hasPrefix("HTTP/1.1 403 "))
        }
    }

    @Test func `URL-08: a name that only looks like a blocked one is another name`() async throws {
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: service(blocking: ["brand.test", "ー.test"])) { [port = origin.port] proxy in
                // Cyrillic а; 一 (one) for ー (the long vowel).
                for host in ["br\u{430}nd.test", "xn--brnd-7cd.test", "一.test"] {
                    let answer = try await get("http://\(host):\(port)/", proxy)
                    #expect(answer.hasPrefix("HTTP/1.1 200 "), "\(host): \(answer.prefix(40))")
                }
                #expect(try await get("http://ー.test:\(port)/", proxy).hasPrefix("HTTP/1.1 403 "))
            }
        }
    }

    @Test(arguments: ["http://blocked.test/?x=good.test", "http://blocked.test/good.test", "http://good.test.blocked.test/", "http://blocked.test/#good.test",
        "http://good.test@blocked.test/", "http://blocked.test:80/http://good.test/"])
    func `URL-09: an allowed name somewhere in a URL allows nothing`(url: String) async throws {
        try await RunningProxy.run(service: service()) { proxy in
            let answer = try await get(url, proxy)
            #expect(answer.hasPrefix("HTTP/1.1 403 ") || answer.hasPrefix("HTTP/1.1 400 "), "\(answer.prefix(40))")
        }
    }

    @Test(arguments: [
        String(repeating: "a", count: 64) + ".test", String(repeating: "a.", count: 126) + "test", (0..<5).map { _ in String(repeating: "b", count: 60) }.joined(separator: ".") + ".test",
        String(repeating: "a", count: 4000), String(repeating: ".", count: 300) + "test", "a..test", "-.test.", "xn--" + String(repeating: "9", count: 70) + ".test",
    ]) func `URL-11: names that are too long for DNS are no names`(host: String) async throws {
        try await RunningProxy.run(service: service()) { proxy in
            for request in [
                "GET http://\(host)/ HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n", "GET http://\(host):81/ HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n",
                "CONNECT \(host):443 HTTP/1.1\r\nHost: \(host):443\r\n\r\n",
            ] {
                let answer = try await RawClient.exchange(request, with: proxy.v4)
                #expect(["400", "403", "502"].contains(String(answer.dropFirst(9).prefix(3))), "\(answer.prefix(40))")
            }
            // Nothing of it harmed the next.
            #expect(try await get("http://blocked.test/", proxy).hasPrefix("HTTP/1.1 403 "))
        }
    }
}
