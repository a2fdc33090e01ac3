import BreakwaterHTTP
import BreakwaterProxy
import HTTPTypes
import NIOCore
import Testing

/// The readers by themselves, byte by byte and against another reader.
struct WireTests {
    private func head(_ text: String, by count: Int = .max, limits: ProxyLimits = ProxyLimits()) throws(MessageFault) -> (
        RequestMessageHead, rest: Int
    )? {
        var scanner = HeadScanner()
        var buffer = ByteBuffer()
        var names = FieldNameTable()
        var bytes = text.utf8[...]
        while !bytes.isEmpty {
            buffer.writeBytes(bytes.prefix(count))
            bytes = bytes.dropFirst(count)
            if let length = try scanner.scan(buffer, limits: limits) {
                return (try RequestMessageHead(scanner, in: buffer, names: &names), buffer.readableBytes - length)
            }
        }
        return nil
    }

    @Test(arguments: [1, 2, 3, 7, Int.max])
    func `a head reads the same in pieces of any size`(count: Int) throws {
        let text =
            "\r\nPOST http://a.test:81/p?q HTTP/1.1\r\nHost: a.test\r\nX: \t v \t\r\nContent-Length: 3\r\nConnection: Close, Upgrade\r\n"
                + "\r\n"
        let (head, rest) = try #require(try head(text, by: count))
        #expect(rest == 0)
        #expect(head.request.method == .post)
        #expect(head.request.scheme == "http" && head.request.authority == "a.test:81" && head.request.path == "/p?q")
        #expect(head.request.headerFields[.contentLength] == "3")
        #expect(head.request.headerFields.first { $0.name.rawName == "X" }?.value == "v")
        #expect(head.framing == .length(3))
        #expect(!head.wantsKeepAlive && !head.asksForWebSocket)
    }

    @Test(arguments: [
        ("http://a.test", "/"), ("http://a.test?q", "/?q"), ("http://a.test/", "/"), ("http://u:p@a.test/x", "/x"),
        ("http://[::1]:8/日本", "/日本"),
    ])
    func `a target is cut, not interpreted`(target: String, path: String) throws {
        let (head, _) = try #require(try head("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n"))
        #expect(head.request.path == path)
        #expect(head.request.authority.map { target.contains("://\($0)") } == true)
    }

    @Test func `no prefix of a head is a head, and no byte changed in it traps`() throws {
        let text = "GET http://a.test/ HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
        for count in 0..<text.utf8.count { #expect(try head(String(decoding: text.utf8.prefix(count), as: UTF8.self)) == nil) }
        for index in 0..<text.utf8.count {
            for byte: UInt8 in [0, 9, 10, 13, 32, 0x3A, 0x41, 0x7F] {
                var bytes = Array(text.utf8)
                bytes[index] = byte
                _ = try? head(String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    /// The body as read in pieces of a size; `nil` where it is refused.
    private func body(_ text: String, _ framing: BodyFraming, by count: Int) -> String? {
        var reader = BodyReader(framing)
        var buffer = ByteBuffer()
        var bytes = text.utf8[...]
        var out = ""
        while true {
            do throws(MessageFault) {
                switch try reader.next(from: &buffer, limits: ProxyLimits()) {
                case .bytes(let bytes): out += String(buffer: bytes)
                case .finished: return out + "|" + String(buffer: buffer) + String(decoding: bytes, as: UTF8.self)
                case .needMore:
                    guard !bytes.isEmpty else { return nil }
                    buffer.writeBytes(bytes.prefix(count))
                    bytes = bytes.dropFirst(count)
                }
            } catch { return nil }
        }
    }

    @Test(arguments: [1, 2, 5, Int.max])
    func `a body ends where its framing says, in pieces of any size`(count: Int) {
        #expect(body("abcnext", .length(3), by: count) == "abc|next")
        #expect(body("3\r\nabc\r\nA;x\r\n0123456789\r\n0;y\r\nT: v\r\n\r\nnext", .chunked, by: count) == "abc0123456789|next")
        #expect(body("next", .none(), by: count) == "|next")
        for bad in ["3\nabc", "g\r\n", "3\r\nabcd\r\n", "-1\r\n", "\r\n", "0\r\nno colon\r\n\r\n", "0\r\n folded: x\r\n\r\n"] {
            #expect(body(bad, .chunked, by: count) == nil)
        }
    }

    @Test func `what is accepted here, llhttp reads the same`() async throws {
        let seeds = [
            "POST http://a.test/x HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello",
            "POST http://a.test/x HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n3;e=1\r\nabc\r\n10\r\n"
                + "0123456789abcdef\r\n0\r\nT: v\r\n\r\n",
        ]
        let reference = try await ReferenceReader.start()
        var random = SystemRandomNumberGenerator()
        var accepted = 0
        for round in 0..<2000 {
            var bytes = Array(seeds[round % seeds.count].utf8)
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                let interesting: [UInt8] = [0x09, 0x0A, 0x0D, 0x20, 0x2C, 0x30, 0x31, 0x3A, 0x3B, 0x46, 0x78]
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = interesting.randomElement(using: &random) ?? 0
                case 1: bytes.insert(interesting.randomElement(using: &random) ?? 0, at: index)
                default: bytes.remove(at: index)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let (head, rest) = try? head(text), let read = body(String(text.suffix(rest)), head.framing, by: .max),
                read.hasSuffix("|")
            else { continue }
            // Differences on purpose: llhttp knows no methods but its own, and a target's form is our business.
            guard head.request.method == .post, head.request.scheme == "http", head.request.path == "/x" else { continue }
            // Nor does it take a tab behind a length, which is optional white space as a space is (RFC 9110 §5.6.3).
            guard !text.split(separator: "\r\n").contains(where: { $0.hasPrefix("Content-Length") && $0.hasSuffix("\t") }) else { continue }
            accepted += 1
            let other = try await RawClient.connect(to: reference.address) { client in
                try await client.send(text)
                client.finishSending()
                return await client.receiveAll()
            }
            #expect(other == "1 \(read.dropLast())", "\(text.debugDescription)")
        }
        try await reference.stop()
        #expect(accepted > 100)
    }
}
