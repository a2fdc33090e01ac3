import BreakwaterPolicy
import BreakwaterProxy
import Foundation
import NIOCore
import Testing

/// The HTTP/2 rows of docs/THREAT-MODEL.md, as bytes.
@Suite(.timeLimit(.minutes(2)))
struct HTTP2AttackTests {
    typealias Client = HTTP2Client
    typealias Kind = HTTP2Client.Kind

    struct Message: Sendable, CustomTestStringConvertible {
        let name: String
        /// Changes a good head for `HOST`.
        let fields: [(String, String)]
        var body: [UInt8] = []
        var testDescription: String { name }
    }

    private static func good(_ more: (String, String)..., path: String = "/", host: String = "HOST", method: String = "GET") -> [(String, String)] {
        Client.head(method, path, host: host, more)
    }

    static let messages: [Message] = [
        Message(name: "CR LF in a value", fields: good(("x", "a\r\nTransfer-Encoding: chunked"))),
        Message(name: "LF in a value", fields: good(("x", "a\nb"))), Message(name: "CR in a value", fields: good(("x", "a\rb"))),
        Message(name: "NUL in a value", fields: good(("x", "a\0b"))), Message(name: "a control character in a value", fields: good(("x", "a\u{1}b"))),
        Message(name: "a blank before a value", fields: good(("x", " a"))), Message(name: "a tab behind a value", fields: good(("x", "a\t"))),
        Message(name: "CR LF in a name", fields: good(("x\r\nhost", "evil.test"))), Message(name: "a colon in a name", fields: good(("x:y", "a"))),
        Message(name: "a blank in a name", fields: good((" x", "a"))), Message(name: "an upper-case name", fields: good(("X-Own", "a"))),
        Message(name: "an empty name", fields: good(("", "a"))), Message(name: "a request line in a name", fields: good(("get / http/1.1\r\nx", "a"))),
        Message(name: "Transfer-Encoding", fields: good(("transfer-encoding", "chunked"), method: "POST"), body: Array("0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n".utf8)),
        Message(name: "Connection", fields: good(("connection", "close"))), Message(name: "Keep-Alive", fields: good(("keep-alive", "1"))),
        Message(name: "Proxy-Connection", fields: good(("proxy-connection", "close"))), Message(name: "Upgrade", fields: good(("upgrade", "h2c"))),
        Message(name: "HTTP2-Settings", fields: good(("http2-settings", "AAMAAABk"))), Message(name: "TE other than trailers", fields: good(("te", "gzip"))),
        Message(name: "Content-Length twice", fields: good(("content-length", "3"), ("content-length", "4"), method: "POST"), body: [1, 2, 3]),
        Message(name: "Content-Length that is no number", fields: good(("content-length", "0x3"), method: "POST"), body: [1, 2, 3]),
        Message(name: "Content-Length with a sign", fields: good(("content-length", "+3"), method: "POST"), body: [1, 2, 3]),
        Message(name: "Content-Length of another world", fields: good(("content-length", "99999999999999999999999"), method: "POST"), body: [1]),
        Message(name: "Content-Length without a body", fields: good(("content-length", "3"), method: "POST")),
        Message(name: "a path that is none", fields: good(path: "evil")), Message(name: "an empty path", fields: good(path: "")),
        Message(name: "a path with a blank", fields: good(path: "/a HTTP/1.1")), Message(name: "a path with CR LF", fields: good(path: "/\r\nHost: evil.test")),
        Message(name: "a path with a fragment", fields: good(path: "/a#b")), Message(name: "an absolute path", fields: good(path: "http://evil.test/")),
        Message(name: "a path too long", fields: good(path: "/" + String(repeating: "a", count: 9000))),
        Message(name: "Host and :authority apart", fields: good(("host", "evil.test"))),
        Message(name: "two hosts", fields: good(("host", "HOST"), ("host", "HOST"))), Message(name: "user information", fields: good(host: "x@HOST")),
        Message(name: "CR LF in :authority", fields: good(host: "HOST\r\nx: y")), Message(name: "a path in :authority", fields: good(host: "HOST/evil")),
        Message(name: "no authority at all", fields: [(":method", "GET"), (":scheme", "https"), (":path", "/")]),
        Message(name: "a request line in :method", fields: good(method: "GET / HTTP/1.1\r\nx: y\r\n\r\nGET")), Message(name: "an empty :method", fields: good(method: "")),
        Message(name: "another scheme", fields: [(":method", "GET"), (":scheme", "http"), (":authority", "HOST"), (":path", "/")]),
        Message(name: "CR LF in :scheme", fields: [(":method", "GET"), (":scheme", "https\r\nx: y"), (":authority", "HOST"), (":path", "/")]),
        Message(name: "no :scheme", fields: [(":method", "GET"), (":authority", "HOST"), (":path", "/")]),
        Message(name: ":path twice", fields: good((":path", "/evil"))), Message(name: "a pseudo-field behind a field", fields: [("x", "y")] + good()),
        Message(name: "an unknown pseudo-field", fields: [(":evil", "1")] + good()), Message(name: ":status in a request", fields: [(":status", "200")] + good()),
        Message(name: "extended CONNECT", fields: [(":protocol", "websocket")] + good(method: "CONNECT")),
        Message(name: "CONNECT", fields: [(":method", "CONNECT"), (":authority", "HOST")]), Message(name: "TRACE", fields: good(method: "TRACE")),
        Message(name: "too many fields", fields: good() + (0..<101).map { ("x-\($0)", "a") }),
        Message(name: "a field too long", fields: good(("x", String(repeating: "a", count: 17 << 10)))),
    ]

    @Test(arguments: messages) func `SMG-25: what could be two messages in HTTP/1.1 is none`(message: Message) async throws {
        // The origin speaks HTTP/1.1, where the downgrade would hurt.
        try await HTTP2Tests.origin(.http1) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let answer = try await Client.run(through: inspecting, port) { client in
                    let fields = message.fields.map { ($0.0, $0.1.replacing("HOST", with: "good.test:\(port)")) }
                    try? await client.send(
                        Client.headers(fields, stream: 1, endsStream: message.body.isEmpty)
                            + (message.body.isEmpty ? [] : Client.data(message.body, stream: 1, endsStream: true)))
                    return try await client.answer(on: 1)
                }
                #expect(answer.isRefused, "\(answer.status) \(answer.text.prefix(100))")
            }
            #expect(origin.requests == 0)
        }
    }

    @Test(arguments: [(5, [3]), (3, [5]), (3, [2, 2]), (0, [1])])
    func `SMG-25: a body that is not as long as it says is never a whole request`(length: Int, pieces: [Int]) async throws {
        try await HTTP2Tests.origin(.http1) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let answer = try await Client.run(through: inspecting, port) { client in
                    let head = Client.head("POST", "/echo", host: "good.test:\(port)", [("content-length", "\(length)")])
                    var bytes = Client.headers(head, stream: 1, endsStream: false)
                    for (index, count) in pieces.enumerated() {
                        bytes += Client.data(Array(repeating: 0x78, count: count), stream: 1, endsStream: index == pieces.count - 1)
                    }
                    try await client.send(bytes)
                    return try await client.answer(on: 1)
                }
                // RFC 9112 §6.3: where a length of 0 was said, that request is whole; what comes behind it goes nowhere.
                #expect(answer.isRefused || length == 0)
            }
            #expect(origin.completed == 0 || length == 0)
        }
    }

    /// What an origin sees of a client that misbehaves, and whether the next is served.
    private func flood(
        _ limit: Int = 0, configure: @escaping @Sendable (inout ProxyConfiguration) -> Void = { _ in },
        _ attack: @escaping @Sendable (HTTP2Client, Int) async throws -> Void
    ) async throws {
        try await HTTP2Tests.origin(.http2) { origin in
            try await InspectingProxy.run(
                ports: [origin.port],
                configure: {
                    // No deadline is to end what a limit does not.
                    $0.limits.keepAliveIdle = .hours(1)
                    $0.limits.bodyIdle = .hours(1)
                    configure(&$0)
                }
            ) { [port = origin.port] inspecting in
                let answer = try await Client.run(through: inspecting, port) { client in
                    try await attack(client, port)
                    return try await client.answer(on: 0x7FFF_FFFF)
                }
                #expect(answer.isGivenUp)
                let next = try await inspecting.curl(["--http2", "https://good.test:\(port)/"])
                #expect(next == (0, "ok"))
            }
            #expect(origin.requests <= limit + 1)
        }
    }

    @Test func `DOS-07: ten thousand requests that are reset at once end the connection`() async throws {
        try await flood(201) { client, port in
            for index in 0..<10_000 {
                let stream = UInt32(2 * index + 1)
                let bytes = Client.headers(Client.head(host: "good.test:\(port)"), stream: stream)
                guard (try? await client.send(bytes + Client.frame(Kind.reset, stream: stream, payload: [0, 0, 0, 8]))) != nil else { return }
            }
        }
    }

    @Test func `DOS-07: resets that the client makes us send end the connection as well`() async throws {
        try await flood(201) { client, port in
            for index in 0..<10_000 {
                let stream = UInt32(2 * index + 1)
                // A window that grows by nothing is a stream's error (RFC 9113 §6.9).
                let bytes = Client.headers(Client.head(host: "good.test:\(port)"), stream: stream)
                guard (try? await client.send(bytes + Client.frame(Kind.windowUpdate, stream: stream, payload: [0, 0, 0, 0]))) != nil else { return }
            }
        }
    }

    @Test func `DOS-07: malformed requests without end do not come for free`() async throws {
        try await flood { client, port in
            for index in 0..<10_000 {
                let bytes = Client.headers(Client.head(host: "good.test:\(port)", [("connection", "close")]), stream: UInt32(2 * index + 1))
                guard (try? await client.send(bytes)) != nil else { return }
            }
        }
    }

    struct Bytes: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var times = 1
        var testDescription: String { name }
    }

    /// A field of 4,000 bytes that goes into the table, then references to it: 20 KB that mean 64 MB.
    static let bomb = Client.block(Client.head(host: "good.test")) + [0x40] + Client.string("x") + Client.string(String(repeating: "a", count: 4000))
        + Array(repeating: 0xBE, count: 12_000)

    static let frames: [Bytes] = [
        Bytes(name: "an HPACK bomb", bytes: Client.frame(Kind.headers, flags: 5, stream: 1, payload: bomb)),
        Bytes(name: "a number without end", bytes: Client.frame(Kind.headers, flags: 5, stream: 1, payload: [0xFF] + Array(repeating: 0xFF, count: 40))),
        Bytes(name: "an index beyond the table", bytes: Client.frame(Kind.headers, flags: 5, stream: 1, payload: [0xFE])),
        Bytes(name: "a string longer than its block", bytes: Client.frame(Kind.headers, flags: 5, stream: 1, payload: [0, 0x7F, 0x80, 0x7F])),
        Bytes(name: "a table size beyond the setting", bytes: Client.frame(Kind.headers, flags: 5, stream: 1, payload: [0x3F, 0xFF, 0xFF, 0x7F])),
        Bytes(name: "bad Huffman code", bytes: Client.frame(Kind.headers, flags: 5, stream: 1, payload: [0, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x61])),
        Bytes(name: "padding longer than its frame", bytes: Client.frame(Kind.headers, flags: 0xD, stream: 1, payload: [0xFF, 0x82])),
        Bytes(name: "a frame of 16 MB", bytes: [0xFF, 0xFF, 0xFF, Kind.data, 0, 0, 0, 0, 1]),
        Bytes(name: "DATA on the connection", bytes: Client.data([1], stream: 0, endsStream: false)),
        Bytes(name: "DATA on a stream that never was", bytes: Client.data([1], stream: 1, endsStream: true)),
        Bytes(name: "HEADERS on a server's stream", bytes: Client.headers(Client.head(host: "good.test"), stream: 2)),
        Bytes(name: "PUSH_PROMISE from a client", bytes: Client.frame(5, flags: 4, stream: 1, payload: [0, 0, 0, 2] + Client.block(Client.head(host: "good.test")))),
        Bytes(name: "CONTINUATION of nothing", bytes: Client.frame(Kind.continuation, flags: 4, stream: 1, payload: [0x82])),
        Bytes(name: "SETTINGS of odd length", bytes: Client.frame(Kind.settings, payload: [0, 1, 0])),
        Bytes(name: "SETTINGS with an impossible window", bytes: Client.frame(Kind.settings, payload: [0, 4, 0xFF, 0xFF, 0xFF, 0xFF])),
        Bytes(name: "PING of odd length", bytes: Client.frame(Kind.ping, payload: [1])),
        Bytes(name: "a connection window beyond 2³¹", bytes: Client.frame(Kind.windowUpdate, payload: [0x7F, 0xFF, 0xFF, 0xFF])),
        Bytes(name: "no preface but a request", bytes: Array("GET / HTTP/1.1\r\nHost: good.test\r\n\r\n".utf8)),
        Bytes(name: "SETTINGS without end", bytes: Client.frame(Kind.settings), times: 100_000),
        Bytes(name: "PING without end", bytes: Client.frame(Kind.ping, payload: Array(repeating: 0, count: 8)), times: 100_000),
        Bytes(name: "PRIORITY without end", bytes: Client.frame(Kind.priority, stream: 3, payload: [0, 0, 0, 0, 1]), times: 100_000),
        Bytes(name: "ALTSVC without end", bytes: Client.frame(0xA, payload: [0, 1, 0x61, 0x62]), times: 100_000),
        Bytes(name: "ORIGIN without end", bytes: Client.frame(0xC, payload: [0, 1, 0x61]), times: 100_000),
    ]

    @Test(arguments: frames) func `DOS-08 and DOS-09: frames that are wrong, or too many, end the connection`(attack: Bytes) async throws {
        try await flood { client, _ in await client.flood(attack.bytes, times: attack.times) }
    }

    @Test func `DOS-08: a field section in ten thousand CONTINUATION frames ends the connection`() async throws {
        try await flood { client, port in
            let block = Client.block(Client.head(host: "good.test:\(port)"))
            try await client.send(Client.frame(Kind.headers, flags: 1, stream: 1, payload: block))
            await client.flood(Client.frame(Kind.continuation, stream: 1), times: 10_000)
        }
    }

    @Test func `DOS-09: DATA frames with nothing in them end the connection`() async throws {
        try await flood(1) { client, port in
            try await client.send(Client.headers(Client.head("POST", "/echo", host: "good.test:\(port)"), stream: 1, endsStream: false))
            await client.flood(Client.data([], stream: 1, endsStream: false), times: 100_000)
        }
    }

    @Test func `no more streams than were offered, also to a client that never confirms the offer`() async throws {
        try await flood(10, configure: { $0.limits.http2.streams = 10 }) { client, port in
            for index in 0..<40 {
                let head = Client.head("POST", "/echo", host: "good.test:\(port)")
                guard (try? await client.send(Client.headers(head, stream: UInt32(2 * index + 1), endsStream: false))) != nil else { return }
            }
        }
    }

    @Test func `DOS-02: a client that opens no window stops its origin, and is given up`() async throws {
        for version in HTTP2Tests.Version.allCases {
            try await HTTP2Tests.origin(version) { origin in
                try await InspectingProxy.run(ports: [origin.port], configure: { $0.limits.bodyIdle = .milliseconds(500) }) { [port = origin.port] inspecting in
                    try await Client.run(through: inspecting, port) { client in
                        client.opensWindows = false
                        try await client.send(Client.headers(Client.head("GET", "/big/64", host: "good.test:\(port)"), stream: 1))
                        let cut = try await client.answer(on: 1)
                        #expect(cut.resetCode != nil && cut.body.count <= 65_535)
                        // Its window on the connection is used up; what needs none is still answered.
                        try await client.send(Client.headers(Client.head("GET", "/empty", host: "good.test:\(port)"), stream: 3))
                        #expect(try await client.answer(on: 3).status == "204")
                    }
                }
                // What the system's buffers and two windows hold, of 64 MiB.
                #expect(origin.sentBytes < 32 << 20, "\(origin.sentBytes)")
            }
        }
    }

    @Test func `DOS-02: a page that is not taken is no stream for ever`() async throws {
        try await InspectingProxy.run(ports: [443], configure: { $0.limits.bodyIdle = .milliseconds(300) }) { inspecting in
            // No stream may send a byte.
            try await Client.run(through: inspecting, to: "blocked.test", 443, settings: [(4, 0)]) { client in
                try await client.send(Client.headers(Client.head(host: "blocked.test"), stream: 1))
                let answer = try await client.answer(on: 1)
                #expect(answer.status == "403" && answer.body.isEmpty && answer.resetCode != nil)
            }
        }
    }

    @Test func `a body that stops is cut, and its neighbour is not`() async throws {
        try await HTTP2Tests.origin { origin in
            try await InspectingProxy.run(ports: [origin.port], configure: { $0.limits.bodyIdle = .milliseconds(300) }) { [port = origin.port] inspecting in
                try await Client.run(through: inspecting, port) { client in
                    let own = "good.test:\(port)"
                    try await client.send(Client.headers(Client.head("POST", "/echo", host: own, [("content-length", "9")]), stream: 1, endsStream: false))
                    try await client.send(Client.data([1], stream: 1, endsStream: false))
                    #expect(try await client.answer(on: 1).status == "408")
                    try await client.send(Client.headers(Client.head(host: own), stream: 3))
                    #expect(try await client.answer(on: 3).text == "ok")
                }
            }
        }
    }
}
