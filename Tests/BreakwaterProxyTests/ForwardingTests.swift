import Foundation
import NIOCore
import Testing

/// Requests and responses that are what they should be.
@Suite(.timeLimit(.minutes(1)))
struct ForwardingTests {
    @Test(arguments: ["127.0.0.1", "::1"])
    func `a request goes to the origin in origin form and its answer comes back`(host: String) async throws {
        try await ScriptedOrigin.run(host: host) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: host == "::1" ? proxy.v6 : proxy.v4) { client in
                    try await client.send(
                        "GET http://Good.test:\(port)/a%20b?c=d HTTP/1.1\r\nHost: other.test\r\nX-Kept: 1\r\n"
                            + "Proxy-Connection: keep-alive\r\nTE: trailers\r\n\r\n"
                    )
                    let answer = try await client.receiveResponse()
                    #expect(answer.head.hasPrefix("HTTP/1.1 200 OK\r\n"))
                    #expect(answer.body == "ok")
                }
            }
            #expect(origin.received.hasPrefix("GET /a%20b?c=d HTTP/1.1\r\nHost: good.test:\(origin.port)\r\n"))
            #expect(origin.received.contains("X-Kept: 1\r\n"))
            #expect(origin.received.contains("\r\nVia: 1.1 ") || origin.received.contains("\r\nvia: 1.1 "))
            #expect(!origin.received.lowercased().contains("proxy-connection"))
            #expect(!origin.received.lowercased().contains("\r\nte:"))
            #expect(!origin.received.contains("other.test"))
        }
    }

    @Test(arguments: ["1.0", "1.1"], ["1.0", "1.1"])
    func `Via says in which version each message came`(client: String, origin version: String) async throws {
        try await ScriptedOrigin.run(answer: { _ in .text("HTTP/\(version) 200 OK\r\nContent-Length: 2\r\n\r\nok", closes: true) }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                let answer = try await RawClient.exchange(
                    "GET http://good.test:\(port)/ HTTP/\(client)\r\nHost: good.test:\(port)\r\nConnection: close\r\n\r\n", with: proxy.v4)
                #expect(answer.lowercased().contains("\r\nvia: \(version) breakwater-"), "\(answer)")
            }
            #expect(origin.received.lowercased().contains("\r\nvia: \(client) breakwater-"))
        }
    }

    @Test func `one client connection and one origin connection serve many requests, pipelined or not`() async throws {
        try await ScriptedOrigin.run(answer: { .text("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\($0)") }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    let get = "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n"
                    for number in 0..<3 {
                        try await client.send(get)
                        #expect(try await client.receiveResponse().body == "\(number)")
                    }
                    try await client.send(get + get + get)
                    for number in 3..<6 { #expect(try await client.receiveResponse().body == "\(number)") }
                }
            }
            #expect(origin.connections == 1)
            #expect(origin.heads == 6)
        }
    }

    @Test func `bodies pass both ways, with a length and chunked`() async throws {
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send(
                        "POST http://good.test:\(port)/echo HTTP/1.1\r\nHost: good.test\r\nContent-Length: 5\r\n\r\nhello")
                    #expect(try await client.receiveResponse().body == "hello")
                    try await client.send(
                        "POST http://good.test:\(port)/echo HTTP/1.1\r\nHost: good.test\r\nTransfer-Encoding: chunked\r\n\r\n")
                    for byte in "3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nContent-Length: 7\r\n\r\n".utf8 { try await client.send([byte]) }
                    #expect(try await client.receiveResponse().body == "abcd")
                    try await client.send("GET http://good.test:\(port)/chunked HTTP/1.1\r\nHost: good.test\r\n\r\n")
                    let chunked = try await client.receive(until: "0\r\n\r\n")
                    #expect(chunked.contains("Transfer-Encoding: chunked"))
                    #expect(
                        chunked.hasSuffix("\r\n\r\n6\r\nfirst \r\n6\r\nsecond\r\n0\r\n\r\n")
                            || chunked.hasSuffix("c\r\nfirst second\r\n0\r\n\r\n"))
                    #expect(!chunked.contains("x-trailer"))
                    try await client.send("GET http://good.test:\(port)/empty HTTP/1.1\r\nHost: good.test\r\n\r\n")
                    #expect(try await client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 204 "))
                    try await client.send("HEAD http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n")
                    #expect(try await client.receive(until: "\r\n\r\n").contains("HTTP/1.1 200 OK"))
                }
            }
        }
    }

    @Test func `an answer that ends with its connection is chunked for 1_1 and closes for 1_0`() async throws {
        try await ScriptedOrigin.run(answer: { _ in .text("HTTP/1.1 200 OK\r\n\r\nall", closes: true) }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                let new = try await RawClient.exchange(
                    "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
                #expect(new.hasSuffix("\r\n\r\n3\r\nall\r\n0\r\n\r\n"))
                let old = try await RawClient.exchange("GET http://good.test:\(port)/ HTTP/1.0\r\n\r\n", with: proxy.v4)
                #expect(old.hasSuffix("\r\n\r\nall"))
                #expect(!old.contains("chunked"))
            }
        }
    }

    @Test func `bytes that are no UTF-8 pass unchanged in both heads`() async throws {
        let sjis: [UInt8] = [0x93, 0xFA, 0x96, 0x7B, 0xFF]
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Disposition: ".utf8)
        try await ScriptedOrigin.run(answer: { _ in .init(bytes: head + sjis + Array("\r\n\r\n".utf8)) }) { origin in
            let answer = try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send(
                        Array("GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nConnection: close\r\nReferer: ".utf8) + sjis
                            + Array("\r\n\r\n".utf8))
                    _ = await client.receiveAll()
                    return client.received
                }
            }
            #expect(answer.firstRange(of: sjis) != nil)
            #expect(origin.receivedBytes.firstRange(of: sjis) != nil)
        }
    }

    @Test(arguments: ["keep-alive", "close", "close, ETag", "etag, server"])
    func `fields that the filter does not read pass, unless the connection claims them`(connection: String) async throws {
        let head =
            "HTTP/1.1 200 OK\r\nServer:  a/1 \r\nSet-Cookie: b=1\r\nConnection: \(connection)\r\nContent-Length: 2\r\nSet-Cookie:c=2\r\n"
            + "ETag: \"d\"\r\nAlt-Svc: h3=\":443\"\r\n\r\nok"
        try await ScriptedOrigin.run(answer: { _ in .text(head, closes: true) }) { origin in
            let answer = try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.exchange(
                    "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
            }
            let lines = answer.components(separatedBy: "\r\n")
            #expect(lines.contains("Server: a/1") == !connection.contains("server"))
            #expect(lines.contains("ETag: \"d\"") == !connection.lowercased().contains("etag"))
            #expect(lines.filter { $0.hasPrefix("Set-Cookie") } == ["Set-Cookie: b=1", "Set-Cookie: c=2"])
            #expect(lines.filter { $0 == "Content-Length: 2" }.count == 1)
            #expect(!answer.contains("Alt-Svc"))
            #expect(lines.last == "ok")
        }
    }

    @Test func `a client that ends its side after the request still gets the answer`() async throws {
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send("GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n")
                    client.finishSending()
                    #expect(await client.receiveAll().hasSuffix("\r\n\r\nok"))
                }
            }
        }
    }

    @Test func `100-continue is asked of the origin, and another expectation is refused`() async throws {
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send(
                        "POST http://good.test:\(port)/echo HTTP/1.1\r\nHost: good.test\r\nExpect: 100-continue\r\nContent-Length: 4\r\n"
                            + "\r\n"
                    )
                    #expect(try await client.receive(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                    try await client.send("body")
                    #expect(try await client.receiveResponse().body == "body")
                }
                let refused = try await RawClient.exchange(
                    "POST http://good.test:\(port)/echo HTTP/1.1\r\nHost: good.test\r\nExpect: 100-continuex\r\nContent-Length: 4\r\n\r\n",
                    with: proxy.v4)
                #expect(refused.hasPrefix("HTTP/1.1 417 "))
            }
        }
    }

    @Test func `a request that its idle connection lost is made once more`() async throws {
        // The second request meets a connection that the origin closes without a byte.
        try await ScriptedOrigin.run(answer: { $0 == 1 ? .close : .ok }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    let get = "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n"
                    try await client.send(get)
                    #expect(try await client.receiveResponse().body == "ok")
                    try await client.send(get)
                    #expect(try await client.receiveResponse().body == "ok")
                }
            }
            #expect(origin.connections == 2)
            #expect(origin.heads == 3)
        }
    }

    @Test func `a POST is never made twice`() async throws {
        try await ScriptedOrigin.run(answer: { $0 == 1 ? .close : .ok }) { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send("GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n")
                    #expect(try await client.receiveResponse().body == "ok")
                    try await client.send("POST http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nContent-Length: 0\r\n\r\n")
                    #expect(try await client.receiveResponse().head.hasPrefix("HTTP/1.1 502 "))
                }
            }
            #expect(origin.heads == 2)
        }
    }

    @Test func `fifty megabytes pass without being kept`() async throws {
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                let before = try residentKilobytes()
                let count = try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send("GET http://good.test:\(port)/big/50 HTTP/1.1\r\nHost: good.test\r\nConnection: close\r\n\r\n")
                    return try await client.countAll()
                }
                #expect(count > 50 << 20)
                // Origin, proxy and client are this one process; other tests run beside.
                #expect(try residentKilobytes() - before < 40 << 10)
            }
        }
    }

    private func residentKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.split(separator: " ").dropFirst().first ?? ""))
    }
}
