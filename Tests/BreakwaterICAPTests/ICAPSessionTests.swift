import Breakwater
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterICAP
import BreakwaterPolicy
import Foundation
import Testing

@Suite struct ICAPSessionTests {
    /// What a client sends, each part after the answer to the one before, and what comes back.
    static func run(_ parts: [String], by chunk: Int = .max, service: FilterService = TestBundle.service(), deadlines: Bool = false) -> (
        answers: [String], isClosed: Bool
    ) {
        var session = ICAPSession(worker: FilterWorker(service: service), configuration: ICAPConfiguration())
        var answers: [String] = []
        for part in parts {
            var answer: [UInt8] = []
            var rest = Array(part.utf8)[...]
            while !rest.isEmpty {
                let piece = rest.prefix(chunk)
                rest = rest.dropFirst(piece.count)
                answer += session.receive(piece, now: TestBundle.now)
            }
            if deadlines, !answers.isEmpty { answer += session.deadlineReached(now: TestBundle.now) }
            answers.append(String(decoding: answer, as: UTF8.self))
        }
        let isClosed = session.isClosed
        session.finish()
        return (answers, isClosed)
    }

    /// The ICAP status lines in an answer.
    static func statuses(_ answer: String) -> [String] {
        answer.matches(of: /ICAP\/1\.0 (\d{3})/).map { String($0.1) }
    }

    struct Malformed: Codable, Sendable, CustomTestStringConvertible {
        var id: String?
        var name: String
        var status: Int
        var message: String
        var testDescription: String { [id, name].compactMap { $0 }.joined(separator: ": ") }
    }

    static let malformed: [Malformed] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        do {
            return try JSONDecoder().decode([Malformed].self, from: Data(contentsOf: root.appending(path: "Corpus/icap/malformed.json")))
        } catch {
            fatalError("Corpus/icap cannot be read: \(error)")
        }
    }()

    @Test(arguments: malformed) func `a malformed message is refused and the connection closed`(test: Malformed) {
        for chunk in [1, 3, Int.max] {
            let (answers, isClosed) = Self.run([test.message, Message(request: Message.get("http://good.test/")).text], by: chunk)
            if test.status == 0 { continue }
            #expect(Self.statuses(answers[0]) == ["\(test.status)"])
            #expect(answers[1].isEmpty)
            #expect(isClosed)
        }
    }

    @Test func `OPTIONS says what a service does`() {
        let (answers, _) = Self.run(["OPTIONS icap://localhost/reqmod ICAP/1.0\r\nHost: localhost\r\n\r\n"])
        for part in ["ICAP/1.0 200 OK", "Methods: REQMOD", "Preview: 0", "Allow: 204", "Max-Connections: 100", "Encapsulated: null-body=0"]
        {
            #expect(answers[0].contains(part))
        }
        let tag = answers[0].firstMatch(of: /ISTag: ("[^"]*")/).map { String($0.1) } ?? ""
        #expect((3...34).contains(tag.utf8.count))
        #expect(tag.contains(TestBundle.engine.identity.prefix(20)))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var parts: [String]
        var statuses: [[String]]
        var contains: [String] = []
        var testDescription: String { name }
    }

    static let harmful = "<p>forbiddenfruit</p>"
    static let harmless = "<p>ships</p>"
    static let body = Message.chunk(harmless) + "0\r\n\r\n"

    static let cases: [Case] = [
        Case(
            name: "allowed, 204", parts: [Message(fields: ["Allow: 204"], request: Message.get("http://good.test/")).text],
            statuses: [["204"]]),
        Case(
            name: "allowed, no 204", parts: [Message(request: Message.get("http://good.test/")).text], statuses: [["200"]],
            contains: ["Encapsulated: req-hdr=0, null-body=51\r\n", "GET http://good.test/ HTTP/1.1\r\nHost: good.test\r\n\r\n"]),
        Case(
            name: "blocked", parts: [Message(fields: ["Allow: 204"], request: Message.get("http://blocked.test/")).text],
            statuses: [["200"]],
            contains: ["Encapsulated: res-hdr=0, res-body=", "HTTP/1.1 403 Forbidden\r\n", "</html>", "0\r\n\r\n"]),
        Case(
            name: "HDR-06: the URI is judged, not Host",
            parts: [Message(fields: ["Allow: 204"], request: "GET http://blocked.test/ HTTP/1.1\r\nHost: good.test\r\n\r\n").text],
            statuses: [["200"]], contains: ["403 Forbidden"]),
        Case(
            name: "CONNECT",
            parts: [Message(fields: ["Allow: 204"], request: "CONNECT good.test:443 HTTP/1.1\r\nHost: good.test:443\r\n\r\n").text],
            statuses: [["204"]]),
        Case(
            name: "CONNECT blocked",
            parts: [Message(fields: ["Allow: 204"], request: "CONNECT blocked.test:443 HTTP/1.1\r\nHost: x\r\n\r\n").text],
            statuses: [["200"]],
            contains: ["403 Forbidden"]),
        Case(
            name: "ICP-02: a preview of nothing, allowed",
            parts: [Message(fields: ["Preview: 0"], request: Message.get("http://good.test/"), body: "0\r\n\r\n").text], statuses: [["204"]]
        ),
        Case(
            name: "ICP-02: a body sent without asking",
            parts: [Message(request: Message.get("http://good.test/"), body: body).text], statuses: [["200"]],
            contains: ["req-body=", "c\r\n<p>ships</p>\r\n0\r\n\r\n"]),
        Case(
            name: "a changed request with a body in preview",
            parts: [
                Message(
                    fields: ["Preview: 0", "Allow: 204"], request: Message.get("http://good.test/", "Accept-Encoding: gzip, dcb\r\n"),
                    body: "0\r\n\r\n"
                ).text, body,
            ], statuses: [["100", "200"], []], contains: ["accept-encoding: gzip\r\n", "c\r\n<p>ships</p>\r\n", "0\r\n\r\n"]),
        Case(
            name: "blocked by request although only the response is asked about",
            parts: [Message.response("http://blocked.test/", "0\r\n\r\n", fields: ["Preview: 0"]).text], statuses: [["200"]],
            contains: ["403 Forbidden"]),
        Case(
            name: "a response that needs no reading",
            parts: [Message.response("http://good.test/", "0\r\n\r\n", fields: ["Preview: 0"], more: "Content-Type: image/png\r\n").text],
            statuses: [["204"]]),
        Case(
            name: "harmless text after a preview",
            parts: [Message.response("http://good.test/", "0\r\n\r\n", fields: ["Preview: 0"]).text, body], statuses: [["100"], ["200"]],
            contains: ["Encapsulated: res-hdr=0, res-body=44", "c\r\n<p>ships</p>\r\n0\r\n\r\n"]),
        Case(
            name: "harmful text after a preview",
            parts: [Message.response("http://good.test/", "0\r\n\r\n", fields: ["Preview: 0"]).text, Message.chunk(harmful) + "0\r\n\r\n"],
            statuses: [["100"], ["200"]], contains: ["403 Forbidden", "</html>"]),
        Case(
            name: "ICP-02: a whole body in the preview, ieof",
            parts: [Message.response("http://good.test/", Message.chunk(harmful) + "0; ieof\r\n\r\n", fields: ["Preview: 4096"]).text],
            statuses: [["200"]], contains: ["403 Forbidden"]),
        Case(
            name: "harmless, ieof",
            parts: [Message.response("http://good.test/", Message.chunk(harmless) + "0; ieof\r\n\r\n", fields: ["Preview: 4096"]).text],
            statuses: [["204"]]),
        Case(
            name: "harmless, whole, 204 allowed", parts: [Message.response("http://good.test/", body).text], statuses: [["204"]]),
        Case(
            name: "harmless, whole, no 204", parts: [Message.response("http://good.test/", body, fields: []).text], statuses: [["200"]],
            contains: ["c\r\n<p>ships</p>\r\n0\r\n\r\n"]),
        Case(
            name: "harmful, whole", parts: [Message.response("http://good.test/", Message.chunk(harmful) + "0\r\n\r\n").text],
            statuses: [["200"]],
            contains: ["403 Forbidden"]),
        Case(
            name: "a preview longer than it says",
            parts: [Message.response("http://good.test/", body, fields: ["Preview: 4"]).text], statuses: [["400"]]),
        Case(
            name: "SMG-08: a chunk size with a sign",
            parts: [Message.response("http://good.test/", "+5\r\nhello\r\n0\r\n\r\n").text], statuses: [["400"]]),
        Case(
            name: "SMG-08: a chunk size of twenty digits",
            parts: [Message.response("http://good.test/", "77777777777777777777\r\nx").text], statuses: [["400"]]),
        Case(
            name: "SMG-09: a chunk line that ends in LF",
            parts: [Message.response("http://good.test/", "5\nhello\r\n0\r\n\r\n").text], statuses: [["400"]]),
        Case(
            name: "SMG-11: a chunk that does not end",
            parts: [Message.response("http://good.test/", "5\r\nhelloXX0\r\n\r\n").text], statuses: [["400"]]),
        Case(
            name: "two messages at once",
            parts: [
                Message(fields: ["Allow: 204"], request: Message.get("http://good.test/")).text
                    + Message(fields: ["Allow: 204"], request: Message.get("http://blocked.test/")).text
            ], statuses: [["204", "200"]]),
        Case(
            name: "a user whom the proxy names",
            parts: [Message(fields: ["Allow: 204", "X-Client-Username: mother"], request: Message.get("http://blocked.test/")).text],
            statuses: [["204"]]),
        Case(
            name: "a client whose address the proxy names",
            parts: [Message(fields: ["Allow: 204", "X-Client-IP: 2001:db8:1::7"], request: Message.get("http://blocked.test/")).text],
            statuses: [["204"]]),
        Case(
            name: "HDR-03: a client that names itself is not believed",
            parts: [
                Message(
                    fields: ["Allow: 204"],
                    request: Message.get("http://blocked.test/", "X-Client-Username: mother\r\nX-Client-IP: 2001:db8:1::7\r\n")
                ).text
            ], statuses: [["200"]]),
    ]

    @Test(arguments: cases) func `a message is answered as RFC 3507 says, however it is cut`(test: Case) {
        for chunk in [Int.max, 1, 7] {
            let (answers, _) = Self.run(test.parts, by: chunk)
            #expect(answers.map(Self.statuses) == test.statuses, "by \(chunk)")
            let all = answers.joined()
            // A body that is passed through may be cut into other chunks; everything else is the same.
            for part in test.contains where chunk == .max || !part.contains("<p>") {
                #expect(all.lowercased().contains(part.lowercased()), "`\(part)` is missing by \(chunk)")
            }
        }
    }

    @Test func `a deadline lets held text go, and harmful text then cuts the connection`() {
        let start = Message.response("http://good.test/", "0\r\n\r\n", fields: ["Preview: 0"]).text
        let (answers, isClosed) = Self.run(
            [start, Message.chunk(Self.harmless), Message.chunk(Self.harmful) + "0\r\n\r\n"], deadlines: true)
        #expect(Self.statuses(answers[0]) == ["100"])
        #expect(Self.statuses(answers[1]) == ["200"])
        #expect(!answers[2].hasSuffix("0\r\n\r\n"))
        #expect(isClosed)
    }

    @Test func `a request and its response make one event`() {
        let service = TestBundle.service()
        _ = Self.run(
            [
                Message(fields: ["Allow: 204"], request: Message.get("http://good.test/")).text,
                Message.response("http://good.test/", Self.body).text,
            ], service: service)
        #expect(service.recorder.drain(max: 9).map(\.action) == [.allow])
        _ = Self.run([Message(fields: ["Allow: 204"], request: Message.get("http://blocked.test/")).text], service: service)
        #expect(service.recorder.drain(max: 9).map(\.action) == [.block])
    }

    @Test func `a head that never ends is refused at its limit`() {
        let head = "OPTIONS icap://h/reqmod ICAP/1.0\r\nX: " + String(repeating: "a", count: 20_000)
        #expect(Self.statuses(Self.run([head], by: 1000).answers[0]) == ["413"])
        let many = "OPTIONS icap://h/reqmod ICAP/1.0\r\n" + String(repeating: "a: b\r\n", count: 101) + "\r\n"
        #expect(Self.statuses(Self.run([many]).answers[0]) == ["413"])
    }

    @Test func `random changes never trap`() {
        var generator = SystemRandomNumberGenerator()
        let seeds = Self.cases.map { Array($0.parts.joined().utf8) } + Self.malformed.map { Array($0.message.utf8) }
        let worker = FilterWorker(service: TestBundle.service())
        for round in 0..<3000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            var session = ICAPSession(worker: worker, configuration: ICAPConfiguration())
            _ = session.receive(bytes, now: TestBundle.now)
            session.finish()
        }
    }
}
