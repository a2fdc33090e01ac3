import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterTLS
import BreakwaterURL
import Foundation
import NIOCore
import NIOSSL
import Testing

/// HTTP/2 inside decrypted tunnels, to the client (curl) and to the origin, and every mixture with HTTP/1.1.
@Suite(.timeLimit(.minutes(2)))
struct HTTP2Tests {
    enum Version: String, Sendable, CaseIterable {
        case http1 = "1.1"
        case http2 = "2"

        var option: String { self == .http1 ? "--http1.1" : "--http2" }
        var major: String { String(rawValue.prefix(1)) }
    }

    static func origin<Result>(_ version: Version = .http2, _ body: (EchoOrigin) async throws -> Result) async throws -> Result {
        let context = try CertificateZoo.shared.get().animal("good").context {
            $0.applicationProtocols = version == .http2 ? ["h2", "http/1.1"] : ["http/1.1"]
        }
        return try await EchoOrigin.run(tls: context, body)
    }

    @Test(arguments: Version.allCases, Version.allCases)
    func `requests and bodies pass whatever each side speaks`(client: Version, origin version: Version) async throws {
        try await Self.origin(version) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let url = "https://good.test:\(port)"
                let table: [([String], String)] = [
                    (["-w", " %{http_code} %{http_version}", url + "/version"], "\(version.major) 200 \(client.rawValue)"),
                    (["-d", "hello", url + "/echo"], "hello"),
                    ([url + "/chunked"], "first second"),
                    (["-w", "%{http_code}", url + "/empty"], "204"),
                    (["-I", "-o", "/dev/null", "-w", "%{http_code} %{size_download}", url + "/big/8"], "200 0"),
                    (["-o", "/dev/null", "-w", "%{size_download}", url + "/big/8"], "\(8 << 20)"),
                    (["-X", "POST", url + "/field/content-length"], client == .http1 && version == .http1 ? "-" : "0"),
                    (["-H", "Expect: 100-continue", "-d", "waited", url + "/echo"], "waited"),
                ]
                for (arguments, expected) in table {
                    let answer = try await inspecting.curl([client.option] + arguments)
                    #expect(answer == (0, expected), "\(arguments)")
                }
                #expect(inspecting.proxy.recordedActions() == Array(repeating: .allow, count: 8))
            }
            #expect(origin.completed == 8)
        }
    }

    @Test(arguments: Version.allCases, Version.allCases)
    func `large bodies go up and come back whole`(client: Version, origin version: Version) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-h2-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, copy) = (folder.appendingPathComponent("source"), folder.appendingPathComponent("copy"))
        let bytes = Data((0..<(5 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
        try bytes.write(to: source)
        try await Self.origin(version) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                // Once with a length, once without.
                for framing in [[], ["-H", "Transfer-Encoding: chunked"]] {
                    let answer = try await inspecting.curl(
                        [client.option, "-T", source.path, "-X", "POST", "-o", copy.path, "https://good.test:\(port)/echo"] + framing)
                    #expect(answer.status == 0)
                    #expect(try Data(contentsOf: copy) == bytes)
                }
            }
        }
    }

    @Test func `a page's requests share one connection on either side`() async throws {
        try await Self.origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let answer = try await inspecting.curl(
                    ["--http2", "--no-progress-meter", "-Z", "--parallel-max", "50", "-o", "/dev/null", "-w", "%{http_code} %{http_version} %{local_port} %{exitcode}\\n",
                        "https://good.test:\(port)/page/[1-1000]"])
                let lines = answer.output.split(separator: "\n")
                #expect(lines.count == 1000 && lines.allSatisfy { $0.hasPrefix("200 2 ") && $0.hasSuffix(" 0") }, "\(Set(lines))")
                #expect(inspecting.proxy.recordedActions().count == 1000)
            }
            #expect(origin.completed == 1000)
            #expect(origin.connections == 1)
        }
    }

    @Test func `each stream is judged on its own`() async throws {
        try await Self.origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                try await HTTP2Client.run(through: inspecting, port) { client in
                    let own = "good.test:\(port)"
                    try await client.send(HTTP2Client.headers(HTTP2Client.head(host: own), stream: 1))
                    #expect(try await client.answer(on: 1).text == "ok")
                    try await client.send(HTTP2Client.headers(HTTP2Client.head(host: "blocked.test", [("accept-language", "en")]), stream: 3))
                    let blocked = try await client.answer(on: 3)
                    #expect(blocked.status == "403" && blocked.text.contains("Adult content"))
                    // BYP-02: another host behind the same address, and another port.
                    for (stream, host) in [(UInt32(5), "other.test"), (7, "good.test"), (9, "good.test.:\(port)x")] {
                        try await client.send(HTTP2Client.headers(HTTP2Client.head(host: host), stream: stream))
                        let answer = try await client.answer(on: stream)
                        #expect(answer.status == (stream == 9 ? "400" : "421"), "\(host): \(answer.status)")
                    }
                    try await client.send(HTTP2Client.headers(HTTP2Client.head("GET", "/page/forbiddenfruit", host: own), stream: 11))
                    #expect(try await client.answer(on: 11).status == "403")
                    // A connection that carried refusals carries the rest as well.
                    try await client.send(HTTP2Client.headers(HTTP2Client.head("GET", "/page/apple", host: own), stream: 13))
                    #expect(try await client.answer(on: 13).text == "<p>apple</p>")
                }
                #expect(inspecting.proxy.recordedActions() == [.allow, .block, .allow, .allow, .block, .block, .allow])
            }
            #expect(origin.completed == 3)
        }
    }

    @Test func `a blocked host's page comes over HTTP/2, and nobody is dialled for it`() async throws {
        try await InspectingProxy.run(ports: [443], configure: { $0.nameLookup = NameLookup { _ in [] } }) { inspecting in
            let answer = try await inspecting.curl(["--http2", "-w", "%{http_code} %{http_version}", "https://blocked.test/path"])
            #expect(answer.output.hasSuffix("403 2") && answer.output.contains("Adult content"))
            let head = try await inspecting.curl(["--http2", "-I", "-w", "%{http_code} %{size_download}", "https://blocked.test/path"])
            #expect(head.output.hasSuffix("403 0"))
            let unknown = try await inspecting.curl(["--http2", "-w", "%{http_code}", "https://nowhere.test/"])
            #expect(unknown.output.hasSuffix("502") && unknown.output.contains("There is no site of this name"))
        }
    }

    @Test(arguments: Version.allCases) func `fields are translated: one cookie, no connection's fields, Prefer, Via`(version: Version) async throws {
        try await Self.origin(version) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                try await HTTP2Client.run(through: inspecting, port) { client in
                    let fields = [
                        ("cookie", "a=1"), ("te", "trailers"), ("cookie", "b=2"), ("x-own", "kept"), ("proxy-authorization", "Basic eDp5"),
                        ("x-forwarded-for", "192.0.2.1"), ("host", "good.test:\(port)"), ("cookie", "c=3"),
                    ]
                    try await client.send(HTTP2Client.headers(HTTP2Client.head("GET", "/fields", host: "good.test:\(port)", fields), stream: 1))
                    let lines = try await client.answer(on: 1).text.split(separator: "\n").map(String.init)
                    #expect(lines.contains("cookie: a=1; b=2; c=3") && lines.contains("x-own: kept") && lines.contains("prefer: safe"))
                    #expect(lines.filter { $0.hasPrefix("host:") } == ["host: good.test:\(port)"])
                    #expect(lines.contains("te: trailers") == (version == .http2))
                    #expect(!lines.contains { $0.hasPrefix("proxy-") || $0.hasPrefix("x-forwarded") || $0.hasPrefix("connection") })
                }
            }
        }
    }

    @Test(arguments: Version.allCases, Version.allCases)
    func `Via says in which version each message came`(client: Version, origin version: Version) async throws {
        try await Self.origin(version) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let answer = try await inspecting.curl([client.option, "-D", "-", "https://good.test:\(port)/field/via"])
                let lines = answer.output.lowercased().split(whereSeparator: \.isNewline)
                #expect(lines.filter { $0.hasPrefix("via: \(version == .http1 ? "1.1" : "2.0") breakwater-") }.count == 1, "\(lines)")
                #expect(lines.last?.hasPrefix("\(client == .http1 ? "1.1" : "2.0") breakwater-") == true, "\(lines)")
            }
        }
    }

    @Test(arguments: Version.allCases) func `trailers pass between two HTTP/2 connections, those that say nothing of the message`(version: Version) async throws {
        try await Self.origin(version) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                try await HTTP2Client.run(through: inspecting, port) { client in
                    let head = HTTP2Client.head("POST", "/trailers", host: "good.test:\(port)", [("te", "trailers")])
                    let trailers = [("x-checksum", "1"), ("authorization", "Basic eDp5"), ("host", "evil.test"), ("x-breakwater-profile", "adult")]
                    try await client.send(
                        HTTP2Client.headers(head, stream: 1, endsStream: false) + HTTP2Client.data([1, 2, 3], stream: 1, endsStream: false)
                            + HTTP2Client.headers(trailers, stream: 1))
                    let answer = try await client.answer(on: 1)
                    #expect(answer.status == "200")
                    #expect(answer.text == (version == .http2 ? "x-checksum: 1\n" : ""))
                    #expect(answer.trailers.map(\.name) == (version == .http2 ? ["grpc-status"] : []))
                }
                // A client of HTTP/1.1 gets a whole message without them.
                let plain = try await inspecting.curl(["--http1.1", "-D", "-", "https://good.test:\(port)/trailers"])
                #expect(plain.status == 0 && plain.output.hasPrefix("HTTP/1.1 200") && !plain.output.contains("grpc-status"))
            }
        }
    }

    @Test(arguments: Version.allCases) func `an answer before the request's end ends the stream, and not the connection`(version: Version) async throws {
        try await Self.origin(version) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                try await HTTP2Client.run(through: inspecting, port) { client in
                    let own = "good.test:\(port)"
                    try await client.send(HTTP2Client.headers(HTTP2Client.head("POST", "/early", host: own), stream: 1, endsStream: false))
                    let early = try await client.answer(on: 1)
                    #expect(early.status == "413" && early.text == "too much")
                    // RFC 9113 §8.1: NO_ERROR, as the answer is whole.
                    #expect(try await client.answer(on: 1).resetCode == 0)
                    try await client.send(HTTP2Client.headers(HTTP2Client.head(host: own), stream: 3))
                    #expect(try await client.answer(on: 3).text == "ok")
                }
            }
        }
    }

    @Test func `WebSocket goes by HTTP/1.1 to an origin that prefers HTTP/2`() async throws {
        try await Self.origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                try await RawClient.connect(to: inspecting.proxy.v4) { client in
                    try await client.openTunnel(to: "good.test", port, trusting: inspecting.authorityFile)
                    try await client.send("GET /version HTTP/1.1\r\nHost: good.test:\(port)\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n")
                    // This origin knows no WebSocket and answers as to any other request.
                    #expect(try await client.receiveResponse().body == "1")
                }
            }
        }
    }

    @Test(arguments: ["reset", "goaway"]) func `what an origin wants over HTTP/1.1 is sent again so, and all that follows`(how: String) async throws {
        try await Self.origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let url = "https://good.test:\(port)"
                let answer = try await inspecting.curl(["--http2", "-w", " %{http_code} %{http_version}", url + "/http1/" + how])
                #expect(answer == (0, "ok 200 2"))
                // What could not be sent twice goes the right way the first time.
                let post = try await inspecting.curl(["--http2", "-d", "hello", url + "/version"])
                #expect(post == (0, "1"))
                #expect(inspecting.proxy.recordedActions() == [.allow, .allow])
            }
            #expect(origin.requests == 3)
        }
    }

    /// Whether the body's length is said, and how long it is.
    @Test(arguments: [(true, 5, "ok 5200"), (false, 5, "ok 5200"), (true, 60_000, "ok 60000200"), (false, 60_000, "ok 60000200"), (true, 100_000, "502")])
    func `a POST that an origin wants over HTTP/1.1 is sent again with its body, if that is no large one`(
        isLengthSaid: Bool, size: Int, expected: String
    ) async throws {
        try await Self.origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let url = "https://good.test:\(port)/http1/reset"
                let framing = isLengthSaid ? [] : ["-H", "Transfer-Encoding: chunked"]
                let body = ["-d", String(repeating: "x", count: size)]
                let first = try await inspecting.curl(["--http1.1", "-w", "%{http_code}"] + framing + body + [url])
                #expect(first.status == 0 && first.output.hasSuffix(expected))
                // The next one goes the right way at once.
                let second = try await inspecting.curl(["--http2", "-w", "%{http_code}"] + body + [url])
                #expect(second == (0, "ok \(size)200"))
                #expect(inspecting.proxy.recordedActions() == [.allow, .allow])
            }
            #expect(origin.requests == (expected == "502" ? 2 : 3))
        }
    }

    @Test(arguments: ["GET", "POST"])
    func `a stream that an origin refused is asked for again`(method: String) async throws {
        try await Self.origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let body = method == "POST" ? ["-d", "hello"] : []
                let answer = try await inspecting.curl(["--http2", "-H", "Accept: image/png", "-w", "%{http_code}"] + body + ["https://good.test:\(port)/refused"])
                #expect(answer.status == 0 && answer.output == "ok200", "\(answer)")
            }
            #expect(origin.requests == 2)
        }
    }

    @Test func `a client's streams open no more connections to an origin of HTTP/1.1 than allowed, and all are answered`() async throws {
        try await Self.origin(.http1) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let answer = try await inspecting.curl(
                    ["--http2", "--no-progress-meter", "-Z", "--parallel-max", "100", "-o", "/dev/null", "-w", "%{http_code} %{http_version} %{exitcode}\\n",
                        "https://good.test:\(port)/page/[1-600]"])
                let lines = answer.output.split(separator: "\n")
                #expect(lines.count == 600 && lines.allSatisfy { $0 == "200 2 0" }, "\(Set(lines))")
            }
            #expect(origin.completed == 600)
            #expect((2...16).contains(origin.connections), "\(origin.connections)")
        }
    }

    @Test func `streams wait for an origin of HTTP/1.1 in their order, and those given up are never sent`() async throws {
        let tls = try CertificateZoo.shared.get().animal("good").context()
        try await ScriptedOrigin.run(tls: tls, answer: { $0 == 0 ? .silence : .ok }) { origin in
            try await InspectingProxy.run(ports: [origin.port], configure: { $0.limits.http2.originConnections = 1 }) { [port = origin.port] inspecting in
                try await HTTP2Client.run(through: inspecting, port) { client in
                    func get(_ stream: UInt32, _ host: String? = nil) -> [UInt8] {
                        HTTP2Client.headers(HTTP2Client.head("GET", "/\(stream)", host: host ?? "good.test:\(port)"), stream: stream)
                    }
                    try await client.send(get(1) + get(3) + get(5) + get(7))
                    // A page of ours waits for nobody; once it is here, the others were read.
                    try await client.send(get(9, "blocked.test"))
                    #expect(try await client.answer(on: 9).status == "403")
                    let cancel = HTTP2Client.bytes(8, 4)
                    try await client.send(HTTP2Client.frame(HTTP2Client.Kind.reset, stream: 5, payload: cancel))
                    try await client.send(HTTP2Client.frame(HTTP2Client.Kind.reset, stream: 1, payload: cancel))
                    #expect(try await client.answer(on: 3).text == "ok")
                    #expect(try await client.answer(on: 7).text == "ok")
                }
            }
            let lines = origin.received.split(separator: "\r\n").filter { $0.hasPrefix("GET ") }
            #expect(lines.filter { $0 != "GET /1 HTTP/1.1" } == ["GET /3 HTTP/1.1", "GET /7 HTTP/1.1"])
        }
    }

    @Test func `a stream waits for its turn no longer than for an answer`() async throws {
        let tls = try CertificateZoo.shared.get().animal("good").context()
        try await ScriptedOrigin.run(tls: tls, answer: { _ in .silence }) { origin in
            try await InspectingProxy.run(ports: [origin.port], configure: {
                $0.limits.http2.originConnections = 1
                $0.limits.firstByteDeadline = .milliseconds(200)
            }) { [port = origin.port] inspecting in
                try await HTTP2Client.run(through: inspecting, port) { client in
                    for stream in [UInt32(1), 3, 5] {
                        try await client.send(HTTP2Client.headers(HTTP2Client.head(host: "good.test:\(port)"), stream: stream))
                    }
                    // The third's time is over while the second, whose turn it is then, waits for its answer.
                    for stream in [UInt32(1), 5, 3] { #expect(try await client.answer(on: stream).status == "504") }
                }
            }
        }
    }

    @Test func `a proxy that stops lets a stream end`() async throws {
        try await Self.origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                try await HTTP2Client.run(through: inspecting, port) { client in
                    let head = HTTP2Client.head("POST", "/echo", host: "good.test:\(port)")
                    try await client.send(HTTP2Client.headers(head, stream: 1, endsStream: false))
                    // The stream is known once its neighbour was answered.
                    try await client.send(HTTP2Client.headers(HTTP2Client.head(host: "good.test:\(port)"), stream: 3))
                    #expect(try await client.answer(on: 3).text == "ok")
                    await inspecting.proxy.stop()
                    try await client.send(HTTP2Client.data(Array("late".utf8), stream: 1, endsStream: true))
                    #expect(try await client.answer(on: 1).text == "late")
                    #expect(try await client.answer(on: 5).isClosed)
                }
            }
        }
    }
}
