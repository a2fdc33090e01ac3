import BreakwaterPolicy
import BreakwaterProxy
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TunnelTests {
    /// A ClientHello as openssl sends it, with this server name.
    static func hello(_ name: String) -> [UInt8] {
        let host = Array(name.utf8)
        func vector16(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes }
        let serverName = vector16([0] + vector16(host))
        let extensions = vector16([0, 0] + vector16(serverName) + [0, 43, 0, 3, 2, 3, 4])
        let body = [3, 3] + [UInt8](repeating: 7, count: 32) + [0] + [0, 2, 0x13, 0x01] + [1, 0] + extensions
        let message = [1, 0] + vector16(body)
        return [22, 3, 1] + vector16(message)
    }

    private func connect(_ host: String, _ port: Int) -> String { "CONNECT \(host):\(port) HTTP/1.1\r\nHost: \(host):\(port)\r\n\r\n" }

    @Test func `an allowed tunnel passes bytes both ways after its server name was read, byte by byte`() async throws {
        try await ScriptedOrigin.run(answer: { _ in .text("answer", closes: true) }) { origin in
            let service = try TestPolicy.service(ports: [origin.port])
            try await RunningProxy.run(service: service) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send(connect("good.test", port))
                    #expect(try await client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
                    for byte in Self.hello("good.test") { try await client.send([byte]) }
                    try await client.send("request\r\n\r\n")
                    #expect(await client.receiveAll() == "answer")
                }
                #expect(proxy.recordedActions() == [.allow])
            }
            #expect(origin.receivedBytes == Self.hello("good.test") + Array("request\r\n\r\n".utf8))
        }
    }

    @Test func `a tunnel whose server name is blocked ends before the origin has a byte`() async throws {
        try await ScriptedOrigin.run { origin in
            let service = try TestPolicy.service(ports: [origin.port])
            try await RunningProxy.run(service: service) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    // All at once: the hello must not slip through with the request.
                    try await client.send(Array(connect("good.test", port).utf8) + Self.hello("blocked.test"))
                    #expect(await client.receiveAll().hasPrefix("HTTP/1.1 200 "))
                }
                #expect(proxy.recordedActions() == [.block])
            }
            #expect(origin.receivedBytes.isEmpty)
        }
    }

    @Test func `a blocked host gets no tunnel, and curl says so`() async throws {
        try await RunningProxy.run(service: TestPolicy.service()) { proxy in
            let port = try #require(proxy.v4.port)
            let result = try await Curl.run([
                "-x", "http://127.0.0.1:\(port)", "-o", "/dev/null", "-w", "%{http_connect}", "https://blocked.test/",
            ])
            #expect(result.output.contains("403"))
            #expect(result.status == 56)
        }
    }

    @Test func `what is not TLS is closed, unless configuration lets it pass`() async throws {
        try await ScriptedOrigin.run(answer: { _ in .text("hi", closes: true) }) { origin in
            for isAllowed in [false, true] {
                let service = try TestPolicy.service(ports: [origin.port])
                let answer = try await RunningProxy.run(service: service, configure: { $0.allowsOtherProtocolsInTunnels = isAllowed }) {
                    [port = origin.port] proxy in
                    try await RawClient.connect(to: proxy.v4) { client in
                        try await client.send(connect("good.test", port) + "GET / HTTP/1.1\r\nHost: blocked.test\r\n\r\n")
                        return await client.receiveAll()
                    }
                }
                #expect(answer.hasSuffix(isAllowed ? "hi" : "\r\n\r\n"))
                #expect(origin.heads == (isAllowed ? 1 : 0))
            }
        }
    }

    @Test func `a tunnel in which nobody says hello ends at the deadline`() async throws {
        try await ScriptedOrigin.run { origin in
            let service = try TestPolicy.service(ports: [origin.port])
            try await RunningProxy.run(service: service, configure: { $0.limits.clientHelloDeadline = .milliseconds(100) }) {
                [port = origin.port] proxy in
                let answer = try await RawClient.exchange(connect("good.test", port), with: proxy.v4)
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test(arguments: [25, 22, 53, 80, 6667, 0, 65_536, 443_443])
    func `other ports than those configured get no tunnel`(port: Int) async throws {
        try await RunningProxy.run(service: TestPolicy.service()) { proxy in
            let answer = try await RawClient.exchange(connect("good.test", port) , with: proxy.v4)
            #expect(answer.hasPrefix("HTTP/1.1 403 ") || answer.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func `one side may end while the other still sends`() async throws {
        try await ScriptedOrigin.run(answer: { _ in .text("tail") }) { origin in
            let service = try TestPolicy.service(ports: [origin.port])
            try await RunningProxy.run(service: service) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send(connect("good.test", port))
                    try await client.receive(until: "\r\n\r\n")
                    try await client.send(Self.hello("good.test") + Array("x\r\n\r\n".utf8))
                    try await client.receive(until: "tail")
                    client.finishSending()
                    #expect(await client.receiveAll() == "")
                }
            }
        }
    }

    @Test func `WebSocket is judged, then passes both ways`() async throws {
        let accept = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nearly"
        try await ScriptedOrigin.run(answer: { $0 == 0 ? .text(accept) : .text("pong", closes: true) }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send(
                        "GET http://good.test:\(port)/chat HTTP/1.1\r\nHost: good.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n"
                    )
                    let head = try await client.receive(until: "\r\n\r\n")
                    #expect(head.hasPrefix("HTTP/1.1 101 "))
                    #expect(head.contains("Upgrade: websocket"))
                    try await client.receive(until: "early")
                    try await client.send("ping\r\n\r\n")
                    #expect(await client.receiveAll() == "pong")
                }
                let blocked = try await RawClient.exchange(
                    "GET http://blocked.test/chat HTTP/1.1\r\nHost: blocked.test\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
                        + "\r\n",
                    with: proxy.v4)
                #expect(blocked.hasPrefix("HTTP/1.1 403 "))
            }
            #expect(origin.received.contains("Connection: Upgrade\r\nUpgrade: websocket\r\n"))
            #expect(origin.received.hasSuffix("ping\r\n\r\n"))
        }
    }

    @Test func `h2c is not passed on, and a 101 that nobody asked for is no answer`() async throws {
        let accept = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"
        try await ScriptedOrigin.run(answer: { $0 == 0 ? .ok : .text(accept) }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                let request =
                    "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
                let answer = try await RawClient.exchange(request, with: proxy.v4)
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
                let second = try await RawClient.exchange(request, with: proxy.v4)
                #expect(second.hasPrefix("HTTP/1.1 502 "))
            }
            let received = origin.received.lowercased()
            #expect(!received.contains("upgrade") && !received.contains("http2-settings"))
        }
    }
}
