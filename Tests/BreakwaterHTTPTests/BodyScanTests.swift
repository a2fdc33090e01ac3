import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterURL
import Foundation
import HTTPTypes
import Synchronization
import Testing

/// Bodies that are compressed, large, hostile or late.
@Suite struct BodyScanTests {
    static let now = TestBundle.now

    /// An exchange that awaits the body of an HTML response.
    static func exchange(_ service: FilterService, coding: String? = nil) throws -> FilterExchange {
        var exchange = FilterExchange(worker: FilterWorker(service: service), client: ClientIdentity(), now: now)
        let head = HTTPRequest(method: .get, scheme: "http", authority: "good.test", path: "/")
        guard case .forward = exchange.receiveRequestHead(head, syntax: .http1_0, now: now) else {
            throw Failure.unexpected
        }
        var response = HTTPResponse(status: .ok, headerFields: [.contentType: "text/html; charset=utf-8"])
        response.headerFields[.contentEncoding] = coding
        guard case .forward(_, inspectBody: true) = exchange.receiveResponseHead(response, now: now) else { throw Failure.unexpected }
        return exchange
    }

    enum Failure: Error { case unexpected }

    static let files: [(String, String)] = [
        ("gzip", "harmful.gz"), ("br", "harmful.br"), ("zstd", "harmful.zst"), ("deflate", "harmful.zlib"), ("deflate", "harmful.deflate"),
        ("gzip, br", "harmful.gz.br"), ("gzip", "harmful-members.gz"), ("gzip", "harmful-trailing.gz"), ("zstd", "harmful-frames.zst"),
        ("gzip", "harmful-truncated.gz"),
    ]

    static func corpus(_ name: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: root.appending(path: "Corpus/http/bodies/\(name)")))
    }

    @Test(arguments: files) func `harmful text is found through a content coding`(coding: String, file: String) throws {
        for chunk in [1, 5, 1 << 20] {
            var exchange = try Self.exchange(TestBundle.service(), coding: coding)
            #expect(Feeding.feed(try Self.corpus(file), by: chunk, to: &exchange).0 == "replace", "\(file) by \(chunk)")
        }
    }

    @Test func `what follows a compressed body is ignored however it is cut`() throws {
        // Found by fuzzing: a piece of it that began with gzip's first byte was taken for a member, and the page for unreadable.
        var configuration = FilterConfiguration()
        configuration.unscannable = .block
        let page: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xB3, 0x29, 0xB0, 0x73, 0x54, 0x28, 0x2C, 0xCD, 0x4C,
            0x2D, 0x51, 0x28, 0x48, 0x4C, 0x4F, 0xD5, 0xB3, 0xD1, 0x2F, 0xB0, 0x03, 0x00, 0xF8, 0xD6, 0xD3, 0xF3, 0x14, 0x00,
            0x00, 0x00,
        ]
        let body = page + [0xD9, 0x01, 0x03, 0x1F, 0x8B, 0x1F, 0x1F, 0x00]
        for chunk in [1, 2, 3, page.count, page.count + 3, body.count] {
            var exchange = try Self.exchange(TestBundle.service(configuration), coding: "gzip")
            #expect(Feeding.feed(body, by: chunk, to: &exchange).0 == "release", "by \(chunk)")
        }
    }

    /// RFC 8878: a frame of one raw block (`hello`), a skippable frame, and what is neither.
    static let frames: [(bytes: [UInt8], isReadable: Bool)] = [
        ([0x28, 0xB5, 0x2F, 0xFD, 0x20, 5, 0x29, 0, 0, 0x68, 0x65, 0x6C, 0x6C, 0x6F], true),
        ([0x5F, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 1, 2, 0x28, 0xB5, 0x2F, 0xFD, 0x20, 5, 0x29, 0, 0, 0x68, 0x65, 0x6C, 0x6C, 0x6F], true),
        // A window of 2³¹ bytes around five of content: over the 8 MiB of RFC 9659.
        ([0x28, 0xB5, 0x2F, 0xFD, 0x80, 0xA8, 5, 0, 0, 0, 0x29, 0, 0, 0x68, 0x65, 0x6C, 0x6C, 0x6F], false),
        // Found by fuzzing: the magic number of a format before RFC 8878.
        ([0x26, 0xB5, 0x2F, 0xFD, 0x00, 0x7A], false), ([0x27, 0xB5, 0x2F, 0xFD, 0x00, 0x7A, 0, 0, 0, 0], false),
        // A reserved bit, then bytes that begin like a frame; a skippable frame in the place of a header.
        ([0x28, 0xB5, 0x2F, 0xFD, 0x28, 0xB5, 0x2F, 0xFD, 0x20, 5, 0x29, 0, 0, 0x68, 0x65, 0x6C, 0x6C, 0x6F], false),
        ([0x68, 0x65, 0x6C, 0x6C, 0x6F], false), ([0x5F, 0xB5, 0x2F, 0xFD, 0x20, 5, 0x29, 0, 0, 0x68, 0x65, 0x6C, 0x6C, 0x6F], false),
    ]

    @Test(arguments: frames) func `a zstd body is readable or not wherever it is cut`(bytes: [UInt8], isReadable: Bool) throws {
        var configuration = FilterConfiguration()
        configuration.unscannable = .block
        for chunk in 1...bytes.count {
            var exchange = try Self.exchange(TestBundle.service(configuration), coding: "zstd")
            #expect(Feeding.feed(bytes, by: chunk, to: &exchange).0 == (isReadable ? "release" : "replace"), "by \(chunk)")
        }
    }

    static let bombs: [(String, String)] = [
        ("gzip, gzip", "bomb.gz.gz"), ("br", "bomb.br"), ("zstd", "bomb.zst"), ("gzip", "members.gz"),
    ]

    @Test(arguments: bombs) func `a bomb stops at the limits and counts as unscannable`(coding: String, file: String) throws {
        // DOS-05, DOS-06: with a window wide enough that only the decoder's limits can stop them.
        var configuration = FilterConfiguration()
        configuration.scanWindow = 64 << 20
        let service = TestBundle.service(configuration)
        var exchange = try Self.exchange(service, coding: coding)
        let bytes = try Self.corpus(file)
        let clock = ContinuousClock()
        let elapsed = clock.measure { #expect(Feeding.feed(bytes, by: 4096, to: &exchange).0 == "release") }
        #expect(elapsed < .seconds(5))
        #expect(service.counters.unscannableBodies.load(ordering: .relaxed) == 1)
    }

    @Test func `configuration can block what cannot be scanned`() throws {
        var configuration = FilterConfiguration()
        configuration.scanWindow = 64 << 20
        configuration.unscannable = .block
        var exchange = try Self.exchange(TestBundle.service(configuration), coding: "br")
        let (result, reply) = Feeding.feed(try Self.corpus("bomb.br"), by: 4096, to: &exchange)
        #expect(result == "replace")
        let text = String(decoding: reply?.body ?? [], as: UTF8.self)
        #expect(text.contains("could not be checked"))
    }

    @Test func `no more than the window is held`() throws {
        var configuration = FilterConfiguration()
        configuration.scanWindow = 1000
        var exchange = try Self.exchange(TestBundle.service(configuration))
        let chunk = [UInt8](repeating: UInt8(ascii: "a"), count: 400)
        var actions: [String] = []
        for _ in 0..<4 { actions.append("\(unsafe exchange.receiveResponseBody(chunk.span.bytes, now: Self.now))") }
        #expect(actions == ["hold", "hold", "release(count: 1200)", "release(count: 400)"])
    }

    @Test func `text after the window is not read`() throws {
        var configuration = FilterConfiguration()
        configuration.scanWindow = 1000
        var exchange = try Self.exchange(TestBundle.service(configuration))
        let text = String(repeating: "a ", count: 600) + "forbiddenfruit"
        #expect(Feeding.feed(Array(text.utf8), by: 100, to: &exchange).0 == "release")
    }

    @Test func `a deadline releases what is held, and harmful text then aborts`() throws {
        var exchange = try Self.exchange(TestBundle.service())
        let harmless = Array("<p>ships".utf8)
        let harmful = Array(" forbiddenfruit</p>".utf8)
        #expect("\(unsafe exchange.receiveResponseBody(harmless.span.bytes, now: Self.now))" == "hold")
        #expect("\(exchange.deadlineReached(now: Self.now))" == "release(count: \(harmless.count))")
        #expect("\(unsafe exchange.receiveResponseBody(harmful.span.bytes, now: Self.now))" == "release(count: \(harmful.count))")
        #expect("\(exchange.finishResponse(now: Self.now))" == "abort")
        #expect(exchange.takeEvent()?.action == .block)
    }

    @Test func `a deadline blocks where configuration says so`() throws {
        var configuration = FilterConfiguration()
        configuration.unscannable = .block
        var exchange = try Self.exchange(TestBundle.service(configuration))
        guard case .replace = exchange.deadlineReached(now: Self.now) else {
            Issue.record("not replaced")
            return
        }
    }

    @Test func `events out of order are refused without a trap`() throws {
        let worker = FilterWorker(service: TestBundle.service())
        var exchange = FilterExchange(worker: worker, client: ClientIdentity(), now: Self.now)
        #expect(exchange.takeEvent() == nil)
        guard case .reply = exchange.receiveResponseHead(HTTPResponse(status: .ok), now: Self.now) else {
            Issue.record("not refused")
            return
        }
        let bytes: [UInt8] = [1]
        #expect("\(unsafe exchange.receiveResponseBody(bytes.span.bytes, now: Self.now))" == "abort")
        #expect("\(exchange.finishResponse(now: Self.now))" == "abort")
        #expect("\(exchange.deadlineReached(now: Self.now))" == "abort")
        guard case .close = exchange.receiveServerName("a.test", hasEncryptedClientHello: false, now: Self.now) else {
            Issue.record("not closed")
            return
        }
    }
}
