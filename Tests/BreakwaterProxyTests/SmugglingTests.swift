import Foundation
import Testing

/// The tables SMG of docs/THREAT-MODEL.md as bytes: what is not one unambiguous message is answered with an error, the
/// connection is closed, and no byte after it is served.
@Suite(.timeLimit(.minutes(1)))
struct SmugglingTests {
    /// One case: what a client sends (`ORIGIN` stands for the origin's authority).
    struct Request: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: String
        var statuses: Set<String> = ["400"]
        var testDescription: String { name }
    }

    private static let get = "GET http://ORIGIN/ HTTP/1.1\r\nHost: good.test\r\n"
    private static let post = "POST http://ORIGIN/ HTTP/1.1\r\nHost: good.test\r\n"
    private static let smuggled = "GET http://ORIGIN/evil HTTP/1.1\r\nHost: good.test\r\n\r\n"

    static let requests = framing + lengths + codings + chunks + syntax + targets + limits

    private static let framing: [Request] = [
        .init(
            name: "SMG-01 length and coding", bytes: post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled),
        .init(name: "SMG-02 two lengths", bytes: post + "Content-Length: 0\r\nContent-Length: 31\r\n\r\n" + smuggled),
        .init(name: "SMG-02 two equal lengths", bytes: post + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + smuggled),
        .init(name: "SMG-03 empty length", bytes: post + "Content-Length: \r\nContent-Length: 59\r\n\r\n" + smuggled),
        .init(name: "SMG-05 two codings", bytes: chunkedPost(and: "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n" + smuggled),
        .init(
            name: "SMG-07 coding in 1.0",
            bytes: "POST http://ORIGIN/ HTTP/1.0\r\nHost: good.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled),
    ]

    private static let lengths: [Request] = [
        "+1_0", "+1", "-48", "0x10", "010", "1Z", "1,1", "1 1", "", "777777777777777777777777777777",
    ].map { Request(name: "SMG-04 length \($0)", bytes: post + "Content-Length: \($0)\r\n\r\n" + smuggled) }

    private static let codings: [Request] = [
        ",chunked", "\u{A0}chunked", "\u{FF}chunked", "blegh", "chunked, identity", "identity, chunked", "xchunked", "chunked;x",
        "\"chunked\"", "",
    ].map {
        Request(name: "SMG-06 coding \($0)", bytes: post + "Transfer-Encoding: \($0)\r\n\r\n0\r\n\r\n" + smuggled, statuses: ["400", "501"])
    }

    private static let chunks: [Request] = [
        ("SMG-08 underscore", "0_2e\r\n"), ("SMG-08 minus", "-0x0\r\n"), ("SMG-08 plus", "+5\r\n"), ("SMG-08 blank before", " 0\r\n"),
        ("SMG-08 prefix", "0x0\r\n"), ("SMG-08 letters after", "1these\r\n"), ("SMG-08 empty", "\r\n"), ("SMG-08 no digits", ";\r\n"),
        ("SMG-08 20 digits", "12345678901234567890\r\n"), ("SMG-08 16 digits", "FFFFFFFFFFFFFFFF\r\n"), ("SMG-08 blank after", "5 \r\n"),
        ("SMG-09 LF", "0\n\r\n"), ("SMG-09 CR CR", "5\r\r;ABCD"), ("SMG-09 LF after data", "a\r\n0123456789\n0\r\n\r\n"),
        ("SMG-09 LF at the end", "0\r\n\n"), ("SMG-10 CR in an extension", "2\r\r;a\r\nab\r\n0\r\n\r\n"),
        ("SMG-10 CR after an extension", "41;a=b\r\rXXX\r\n"), ("SMG-10 NUL in an extension", "2;\u{0}\r\nab\r\n0\r\n\r\n"),
        ("SMG-11 longer than its size", "2\r\nabXX\r\n0\r\n\r\n"),
        ("SMG-11 no field after the last chunk", "0\r\nX POST / HTTP/1.1\r\n\r\n"),
        ("SMG-12 no chunk, then a request", "INVALID!!!\r\n"),
    ].map { Request(name: $0.0, bytes: chunkedPost() + $0.1 + smuggled) }

    private static let syntax: [Request] = [
            ("SMG-13 folded field", get + "X: a\r\n folded\r\n\r\n"),
            ("SMG-13 name cut in two", post + "Transfer-\r\nEncoding: chunked\r\n\r\n0\r\n\r\n"),
        ("SMG-14 blank before the colon", post + "Content-Length : 34\r\n\r\n"),
        ("SMG-14 tab before the first name", "POST http://ORIGIN/ HTTP/1.1\r\n\tContent-Length: 1\r\nHost: good.test\r\n\r\n"),
            ("SMG-15 NUL and CR in a value", get + "X: v\u{0}\ralue\r\n\r\n"),
            ("SMG-15 CR in a value", get + "Visible: :/\rSmuggled: :)\r\n\r\n"),
        ("SMG-15 LF in a value", get + "Visible: :/\nSmuggled: :)\r\n\r\n"),
        ("SMG-15 NUL in Host", "GET http://ORIGIN/ HTTP/1.1\r\nHost: google.test\u{0}.x.test\r\n\r\n"),
        ("SMG-16 LF only", "GET http://ORIGIN/ HTTP/1.1\nHost: good.test\n\n"), ("SMG-17 no colon", post + "Content-Length 10\r\n\r\n"),
            ("SMG-17 empty name", get + ": ignored\r\n\r\n"), ("SMG-17 colon alone", get + ":\r\n\r\n"),
            ("SMG-18 end of the head", get + "\rZ"),
        ("SMG-19 method", "G=\":<>(e),[T];?\" http://ORIGIN/ HTTP/1.1\r\nHost: good.test\r\n\r\n"),
        ("SMG-19 CR in the version", "GET http://ORIGIN/ HTTP/\r\r1.1\r\nHost: good.test\r\n\r\n"),
            ("SMG-20 LF for a blank", "GET http://ORIGIN/\nHTTP/1.1\r\nHost: good.test\r\n\r\n"),
            ("SMG-20 HTTP/0.9", "GET http://ORIGIN/\r\n\r\n"),
        ("SMG-20 two blanks", "GET  http://ORIGIN/ HTTP/1.1\r\nHost: good.test\r\n\r\n"),
        ("CONNECT with a body", "CONNECT good.test:443 HTTP/1.1\r\nHost: good.test\r\nContent-Length: 5\r\n\r\n"),
            ("CONNECT with a path", "CONNECT /path HTTP/1.1\r\nHost: good.test\r\n\r\n"),
            ("TLS to the proxy", "\u{16}\u{3}\u{1}\u{0}\u{5}hello"),
    ].map { Request(name: $0.0, bytes: $0.1 + smuggled) }
        + ["HTTP/1.32", "HTTP/4294967295.255", "HTTP/2.0", "HTTP/1.2", "http/1.1", "HTTP/1.1x"].map {
            Request(
                name: "SMG-19 version \($0)", bytes: "GET http://ORIGIN/ \($0)\r\nHost: good.test\r\n\r\n" + smuggled,
                statuses: ["400", "505"])
        }

    private static let targets: [Request] = [
        .init(name: "HDR-05 no Host", bytes: "GET http://ORIGIN/ HTTP/1.1\r\nConnection: close\r\n\r\n"),
        .init(name: "HDR-05 two Hosts", bytes: get + "Host: evil.test\r\nConnection: close\r\n\r\n"),
        .init(name: "HDR-05 Host with a blank", bytes: "GET http://ORIGIN/ HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"),
        .init(name: "HDR-05 Host with user information", bytes: "GET http://ORIGIN/ HTTP/1.1\r\nHost: a@b\r\nConnection: close\r\n\r\n"),
        .init(name: "origin form to a proxy", bytes: "GET / HTTP/1.1\r\nHost: good.test\r\n\r\n" + smuggled),
        .init(name: "fragment", bytes: "GET http://ORIGIN/#x HTTP/1.1\r\nHost: good.test\r\n\r\n" + smuggled),
        .init(name: "backslash in the authority", bytes: "GET http://good.test\\@ORIGIN/ HTTP/1.1\r\nHost: good.test\r\n\r\n" + smuggled),
        .init(
            name: "HDR-09 TRACE", bytes: "TRACE http://ORIGIN/ HTTP/1.1\r\nHost: good.test\r\nConnection: close\r\n\r\n", statuses: ["405"]),
    ]

    private static let limits: [Request] = [
        .init(name: "DOS-03 fields", bytes: get + String(repeating: "a:b\r\n", count: 70_000) + "\r\n", statuses: ["431"]),
        .init(name: "DOS-04 field", bytes: get + "Cookie: " + String(repeating: "c", count: 1 << 20) + "\r\n\r\n", statuses: ["431"]),
        .init(
            name: "DOS-04 target",
            bytes: "GET http://ORIGIN/" + String(repeating: "p", count: 1 << 20) + " HTTP/1.1\r\nHost: good.test\r\n\r\n",
            statuses: ["414"]),
        .init(
            name: "chunk extensions",
            bytes: chunkedPost() + String(repeating: "1;" + String(repeating: "e", count: 200) + "\r\na\r\n", count: 100)),
    ]

    private static func chunkedPost(and fields: String = "") -> String { post + fields + "Transfer-Encoding: chunked\r\n\r\n" }

    @Test(arguments: requests)
    func `a request that readers could read differently is refused`(_ request: Request) async throws {
        try await ScriptedOrigin.run(answer: { _ in .silence }) { origin in
            let bytes = request.bytes.replacingOccurrences(of: "ORIGIN", with: "good.test:\(origin.port)")
            try await RunningProxy.run(service: TestPolicy.service()) { proxy in
                let answer = try await RawClient.exchange(bytes, with: proxy.v4)
                #expect(request.statuses.contains(String(answer.dropFirst(9).prefix(3))), "\(answer.prefix(200))")
                #expect(answer.contains("Connection: close"))
                #expect(answer.components(separatedBy: "HTTP/1.1 ").count == 2, "more than one answer")
            }
            #expect(!origin.received.contains("evil"))
        }
    }

    /// What an origin sends; the client must see 502, or an incomplete message where the head was sent already.
    static let responses: [(name: String, bytes: String)] = [
        ("length and coding", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc"),
        ("bad length", "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nab"),
        ("unknown coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab"),
        ("two codings", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("coding in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("folded field", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n"),
        ("blank before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n"),
        ("NUL", "HTTP/1.1 200 OK\r\nX: a\u{0}b\r\nContent-Length: 0\r\n\r\n"),
        ("CR in a value", "HTTP/1.1 200 OK\r\nX: a\rb: c\r\nContent-Length: 0\r\n\r\n"),
        ("LF only", "HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
        ("no colon", "HTTP/1.1 200 OK\r\nContent-Length 0\r\n\r\n"),
        ("HTTP/0.9", "<html>\r\n\r\n"),
        ("version", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
        ("status", "HTTP/1.1 2x0 OK\r\nContent-Length: 0\r\n\r\n"),
        ("status out of range", "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n"),
        ("1xx flood", String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 20)),
        ("too many fields", "HTTP/1.1 200 OK\r\n" + String(repeating: "a: b\r\n", count: 1000) + "\r\n"),
        ("huge field", "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 1 << 20) + "\r\n\r\n"),
    ]

    @Test(arguments: responses)
    func `a response that readers could read differently is a bad gateway`(_ response: (name: String, bytes: String)) async throws {
        try await ScriptedOrigin.run(answer: { _ in .text(response.bytes) }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    let get = "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n"
                    for _ in 0..<2 {
                        try await client.send(get)
                        #expect(try await client.receiveResponse().head.hasPrefix("HTTP/1.1 502 "))
                    }
                }
            }
            #expect(origin.connections == 2, "a connection in doubt was used again")
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabXX\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n-1\r\n",
    ])
    func `a body that goes wrong after its head is cut, not ended`(bytes: String) async throws {
        try await ScriptedOrigin.run(answer: { _ in .text(bytes) }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                let answer = try await RawClient.exchange(
                    "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n", with: proxy.v4)
                #expect(!answer.hasSuffix("0\r\n\r\n"))
            }
        }
    }

    @Test(arguments: [
        // A second answer to one request; bytes after a body; bodies where there must be none.
        ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"),
        ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokevil"), ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"),
        ("GET", "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil"), ("GET", "HTTP/1.1 304 Not Modified\r\n\r\nevil"),
    ])
    func `bytes that are nobody's answer never reach the next request`(method: String, bytes: String) async throws {
        try await ScriptedOrigin.run(answer: { $0 == 0 ? .text(bytes) : .ok }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send("\(method) http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n")
                    let head = try await client.receive(until: "\r\n\r\n")
                    if method == "GET", head.contains(" 200 ") { try await client.receive(until: "ok") }
                    try await client.send("GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n")
                    #expect(try await client.receiveResponse().body == "ok")
                    #expect(!client.text.contains("evil"))
                }
            }
            #expect(origin.connections == 2)
        }
    }

    @Test func `a GET with a body is read to the body's end`() async throws {
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    let next = "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n"
                    try await client.send(
                        "GET http://good.test:\(port)/echo HTTP/1.1\r\nHost: good.test\r\nContent-Length: 10\r\n\r\n0123456789" + next)
                    #expect(try await client.receiveResponse().body == "0123456789")
                    #expect(try await client.receiveResponse().body == "ok")
                }
            }
            #expect(origin.requests == 2)
        }
    }
}
