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
