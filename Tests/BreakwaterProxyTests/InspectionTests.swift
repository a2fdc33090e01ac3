import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterTLS
import BreakwaterURL
import Foundation
import NIOCore
import NIOSSL
import Testing

/// Decrypted tunnels with curl and a TLS origin: the client trusts our authority only, so every answer came through it.
@Suite(.timeLimit(.minutes(2)))
struct InspectionTests {
    private func origin<Result>(
        _ kind: String = "good", host: String = "good.test", at address: String = "127.0.0.1", _ body: (EchoOrigin) async throws -> Result
    ) async throws -> Result {
        let context = try CertificateZoo.shared.get().animal(kind, host: host).context()
        return try await EchoOrigin.run(host: address, tls: context, body)
    }

    @Test(arguments: ["127.0.0.1", "::1"]) func `requests and bodies pass through a decrypted tunnel`(address: String) async throws {
        let isV6 = address == "::1"
        try await origin(at: address) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let url = "https://good.test:\(port)"
                let get = try await inspecting.curl(["-w", " %{http_code} %{http_version}", url + "/"], overIPv6: isV6)
                #expect(get == (0, "ok 200 2"))
                let post = try await inspecting.curl(["-d", "hello", url + "/echo"], overIPv6: isV6)
                #expect(post == (0, "hello"))
                let chunked = try await inspecting.curl([url + "/chunked"], overIPv6: isV6)
                #expect(chunked == (0, "first second"))
                let big = try await inspecting.curl(["-o", "/dev/null", "-w", "%{size_download}", url + "/big/8"], overIPv6: isV6)
                #expect(big == (0, "\(8 << 20)"))
                let upload = try await inspecting.curl(["-H", "Transfer-Encoding: chunked", "-d", String(repeating: "x", count: 100_000), "-o", "/dev/null", "-w", "%{size_download}", url + "/echo"], overIPv6: isV6)
                #expect(upload == (0, "100000"))
                #expect(inspecting.proxy.recordedActions() == Array(repeating: .allow, count: 5))
                #expect(inspecting.inspection.leaves.count == 1)
            }
        }
    }

    @Test func `a tunnel's requests share the connection that was verified`() async throws {
        try await origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let url = "https://good.test:\(port)/"
                let answer = try await inspecting.curl(["-w", " %{num_connects} ", url, url, url])
                #expect(answer == (0, "ok 1 ok 0 ok 0 "))
            }
            #expect(origin.connections == 1)
            #expect(origin.requests == 3)
        }
    }

    @Test func `a blocked host's page comes inside https, and nobody is dialled for it`() async throws {
        try await InspectingProxy.run(ports: [443], configure: { $0.nameLookup = NameLookup { _ in [] } }) { inspecting in
            let answer = try await inspecting.curl(["-w", "%{http_code}", "https://blocked.test/path"])
            #expect(answer.status == 0)
            #expect(answer.output.hasSuffix("403"))
            #expect(answer.output.contains("Adult content"))
            #expect(inspecting.proxy.recordedActions() == [.block])
        }
    }

    @Test func `a page's text is judged inside https`() async throws {
        try await origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let harmful = try await inspecting.curl(["-w", "%{http_code}", "https://good.test:\(port)/page/forbiddenfruit"])
                #expect(harmful.output.hasSuffix("403"))
                #expect(!harmful.output.contains("<p>forbiddenfruit"))
                let harmless = try await inspecting.curl(["-w", "%{http_code}", "https://good.test:\(port)/page/apple"])
                #expect(harmless.output == "<p>apple</p>200")
            }
        }
    }

    @Test func `a name without an address is an error page inside https`() async throws {
        try await InspectingProxy.run(ports: [443], configure: { $0.nameLookup = NameLookup { _ in [] } }) { inspecting in
            let answer = try await inspecting.curl(["-w", "%{http_code}", "https://nowhere.test/"])
            #expect(answer.output.hasSuffix("502"))
            #expect(answer.output.contains("There is no site of this name"))
        }
    }

    @Test(arguments: ["private.test", "www.private.test", "bank.test"])
    func `TLS-10: what is exempt shows the origin's own certificate`(host: String) async throws {
        let zoo = try CertificateZoo.shared.get()
        try await origin(host: host) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let own = try await inspecting.curl(["https://\(host):\(port)/"], trusting: zoo.root)
                #expect(own == (0, "ok"))
                let ours = try await inspecting.curl(["https://\(host):\(port)/"])
                #expect(ours.status == 60)
                #expect(inspecting.inspection.leaves.count == 0)
                #expect(inspecting.proxy.recordedActions() == [.allow, .allow])
            }
        }
    }

    @Test func `BYP-02: another Host inside the tunnel is judged on its own, and never sent on`() async throws {
        try await origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let url = "https://good.test:\(port)/"
                let blocked = try await inspecting.curl(["-w", "%{http_code}", "-H", "Host: blocked.test", url])
                #expect(blocked.output.hasSuffix("403"))
                let other = try await inspecting.curl(["-w", "%{http_code}", "-H", "Host: other.test", url])
                #expect(other.output.hasSuffix("421"))
                let otherPort = try await inspecting.curl(["-w", "%{http_code}", "-H", "Host: good.test", url])
                #expect(otherPort.output.hasSuffix("421"))
                let absolute = try await inspecting.curl(["-w", "%{http_code}", "--http1.1", "--request-target", "http://good.test:\(port)/", url])
                #expect(absolute.output.hasSuffix("421"))
                #expect(inspecting.proxy.recordedActions() == [.block, .allow, .allow, .allow])
            }
            #expect(origin.requests == 0)
        }
    }

    @Test func `CONNECT inside a tunnel opens no second one`() async throws {
        try await origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                for version in ["--http1.1", "--http2"] {
                    let answer = try await inspecting.curl(
                        [version, "-w", "%{http_code}", "-X", "CONNECT", "--request-target", "good.test:\(port)", "https://good.test:\(port)/"])
                    // In HTTP/2, curl sends a path that CONNECT must not have: the stream is reset (its exit status 92).
                    #expect(answer.output.contains("405") || answer.output.contains("400") || answer.status == 92)
                }
            }
            #expect(origin.requests == 0)
        }
    }

    @Test func `WebSocket is passed on inside https`() async throws {
        let accept = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nearly"
        let tls = try CertificateZoo.shared.get().animal("good").context()
        try await ScriptedOrigin.run(tls: tls, answer: { $0 == 0 ? .text(accept) : .text("pong", closes: true) }) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                try await RawClient.connect(to: inspecting.proxy.v4) { client in
                    try await client.openTunnel(to: "good.test", port, trusting: inspecting.authorityFile)
                    try await client.send("GET /chat HTTP/1.1\r\nHost: good.test:\(port)\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n")
                    #expect(try await client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 101 "))
                    try await client.receive(until: "early")
                    try await client.send("ping\r\n\r\n")
                    #expect(await client.receiveAll() == "pong")
                }
            }
        }
    }

    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\nHost: HOST\n\n",
        "GET good.test HTTP/1.1\r\nHost: HOST\r\n\r\n", "GET / HTTP/1.1\r\nHost: HOST\r\n X: folded\r\n\r\n",
    ])
    func `what is no unambiguous message outside a tunnel is none inside`(bytes: String) async throws {
        try await origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let answer = try await RawClient.connect(to: inspecting.proxy.v4) { client in
                    try await client.openTunnel(to: "good.test", port, trusting: inspecting.authorityFile)
                    try await client.send(bytes.replacing("HOST", with: "good.test:\(port)"))
                    return await client.receiveAll()
                }
                #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer.prefix(60))")
            }
            #expect(origin.requests == 0)
        }
    }

    @Test func `a client that refuses our certificate passes undecrypted for a while, and it shows`() async throws {
        let zoo = try CertificateZoo.shared.get()
        try await origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let url = "https://good.test:\(port)/"
                // An app that pins the origin's authority.
                for _ in 0..<3 {
                    #expect(inspecting.inspection.pinning.current(now: 0).isEmpty)
                    let answer1 = try await inspecting.curl([url], trusting: zoo.root)
                    #expect(answer1.status == 60)
                }
                let now = Int64(Date().timeIntervalSince1970)
                let passing = inspecting.inspection.pinning.current(now: now)
                #expect(passing.map(\.host.description) == ["good.test"])
                #expect((1...3600).contains((passing.first?.expires ?? 0) - now))
                let answer2 = try await inspecting.curl([url], trusting: zoo.root)
                #expect(answer2 == (0, "ok"))
                // Another host of the same client, and a blocked one, are not let past.
                let answer3 = try await inspecting.curl(["https://other.test:\(port)/"])
                #expect(answer3.status == 0)
                let answer4 = try await inspecting.curl(["https://blocked.test:\(port)/"], trusting: zoo.root)
                #expect(answer4.status == 60)
                let answer5 = try await inspecting.curl(["-w", "%{http_code}", "https://blocked.test:\(port)/"])
                #expect(answer5.output.hasSuffix("403"))
            }
        }
    }

    @Test func `who opened a host with our certificate cannot refuse it away`() async throws {
        let zoo = try CertificateZoo.shared.get()
        try await origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let url = "https://good.test:\(port)/"
                let opened = try await inspecting.curl([url])
                #expect(opened == (0, "ok"))
                for _ in 0..<4 {
                    let refused = try await inspecting.curl([url], trusting: zoo.root)
                    #expect(refused.status == 60)
                }
                let now = Int64(Date().timeIntervalSince1970)
                #expect(inspecting.inspection.pinning.current(now: now).isEmpty)
                #expect(inspecting.inspection.pinning.refused(now: now).map(\.description) == ["good.test"])
            }
        }
    }

    @Test func `where the profile refuses it, no refusal opens a way past`() async throws {
        let zoo = try CertificateZoo.shared.get()
        try await origin { origin in
            try await InspectingProxy.run(ports: [origin.port], inspection: Inspection(passesPinnedHosts: false)) { [port = origin.port] inspecting in
                for _ in 0..<4 {
                    let answer6 = try await inspecting.curl(["https://good.test:\(port)/"], trusting: zoo.root)
                    #expect(answer6.status == 60)
                }
                #expect(inspecting.inspection.pinning.current(now: 0).isEmpty)
            }
            #expect(origin.requests == 0)
        }
    }

    @Test func `DOS-11: more new certificates than the limit close the tunnel`() async throws {
        var limits = LeafStore.Limits()
        limits.perClientSecond = 0
        try await origin { [limits] origin in
            try await InspectingProxy.run(ports: [origin.port], limits: limits) { [port = origin.port] inspecting in
                let answer7 = try await inspecting.curl(["https://good.test:\(port)/"])
                #expect(answer7.status == 35)
                #expect(inspecting.inspection.leaves.count == 0)
            }
        }
    }

    @Test func `Prefer: safe goes to https origins of the young, and to no http origin`() async throws {
        try await origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let answer = try await inspecting.curl(["https://good.test:\(port)/field/prefer"])
                #expect(answer == (0, "safe"))
            }
        }
        try await EchoOrigin.run { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let answer = try await inspecting.curl(["-H", "Prefer: safe", "http://good.test:\(port)/field/prefer"])
                #expect(answer == (0, "-"))
            }
        }
    }
}
