import BreakwaterHTTP
import BreakwaterProxy
import HTTPTypes
import NIOCore

/// Reads a head in pieces of a size.
private func readHead<Head>(
    _ input: [UInt8], by count: Int, _ make: (borrowing HeadScanner, ByteBuffer) throws(MessageFault) -> Head
) throws(MessageFault) -> (head: Head, length: Int)? {
    var scanner = HeadScanner()
    var buffer = ByteBuffer()
    var rest = input[...]
    while !rest.isEmpty {
        let piece = rest.prefix(count)
        buffer.writeBytes(piece)
        rest = rest.dropFirst(piece.count)
        if let length = try scanner.scan(buffer, limits: ProxyLimits()) { return (try make(scanner, buffer), length) }
    }
    return nil
}

/// Request heads: the same however they are cut, and nothing in them that another reader could see differently.
final class RequestHeadFuzzer: FuzzTarget {
    private var names = FieldNameTable()

    func run(_ input: [UInt8]) {
        let whole = read(input, by: .max)
        let small = read(input, by: input.count % 7 + 1)
        require(whole == small, "cut the head is another: \(whole) \(small)")
    }

    private func read(_ input: [UInt8], by count: Int) -> [String] {
        do throws(MessageFault) {
            let result = try readHead(input, by: count) { (scanner, buffer) throws(MessageFault) in
                try RequestMessageHead(scanner, in: buffer, names: &names)
            }
            guard let (head, length) = result else { return ["incomplete"] }
            require(length <= input.count, "a head longer than what came")
            let request = head.request
            check(request.headerFields)
            for part in [request.scheme, request.authority, request.path] {
                require(part?.utf8.contains { $0 <= 0x20 || $0 == 0x7F } != true, "a target with a control character")
            }
            require(!(head.framing == .chunked && request.headerFields[.contentLength] != nil), "two lengths")
            return [
                "\(length)", "\(head.framing)",
                "\(request.method) \(request.scheme ?? "-") \(request.authority ?? "-") \(request.path ?? "-")", "\(request.headerFields)",
            ]
        } catch { return ["\(error.reason)"] }
    }

    private func check(_ fields: HTTPFields) {
        require(fields.count <= ProxyLimits().fieldCount, "\(fields.count) fields")
        for field in fields {
            require(!field.value.utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 }, "a field with a line end or NUL")
        }
    }
}

/// Response heads: the same however they are cut.
final class ResponseHeadFuzzer: FuzzTarget {
    private var names = FieldNameTable()

    func run(_ input: [UInt8]) {
        for method in [HTTPRequest.Method.get, .head] {
            let whole = read(input, by: .max, method)
            require(whole == read(input, by: input.count % 7 + 1, method), "cut the head is another")
        }
    }

    private func read(_ input: [UInt8], by count: Int, _ method: HTTPRequest.Method) -> [String] {
        do throws(MessageFault) {
            let result = try readHead(input, by: count) { (scanner, buffer) throws(MessageFault) in
                try ResponseMessageHead(scanner, in: buffer, answering: method, names: &names)
            }
            guard let (head, length) = result else { return ["incomplete"] }
            require((100...599).contains(head.response.status.code), "status \(head.response.status.code)")
            if method == .head { require(head.framing.isEmpty, "a body to HEAD") }
            return ["\(length)", "\(head.framing)", "\(head.response)", "\(head.keepsConnection)"]
        } catch { return ["\(error.reason)"] }
    }
}

/// Chunked bodies: the same bytes however the framing is cut. Input: how it is cut, body.
final class ChunkFuzzer: FuzzTarget {
    func run(_ input: [UInt8]) {
        guard let cut = input.first else { return }
        let body = Array(input.dropFirst())
        let whole = read(body, by: .max)
        require(whole == read(body, by: Int(cut) % 9 + 1), "cut the body is another")
        require(whole.bytes.count <= body.count, "a body longer than what came")
    }

    private struct Outcome: Equatable {
        var bytes: [UInt8] = []
        var end = "more"
        var left = 0
    }

    private func read(_ body: [UInt8], by count: Int) -> Outcome {
        var reader = BodyReader(.chunked)
        var outcome = Outcome()
        var buffer = ByteBuffer()
        var rest = body[...]
        do throws(MessageFault) {
            while true {
                switch try reader.next(from: &buffer, limits: ProxyLimits()) {
                case .bytes(let piece): outcome.bytes += Array(piece.readableBytesView)
                case .finished:
                    outcome.end = "finished"
                    outcome.left = buffer.readableBytes + rest.count
                    return outcome
                case .needMore:
                    guard !rest.isEmpty else { return outcome }
                    let piece = rest.prefix(count)
                    rest = rest.dropFirst(piece.count)
                    buffer.writeBytes(piece)
                }
            }
        } catch {
            outcome.end = "\(error.reason)"
            return outcome
        }
    }
}

/// ICAP messages: the same events however they are cut. Input: how it is cut, messages.
final class ICAPFuzzer: FuzzTarget {
    func run(_ input: [UInt8]) {
        guard let cut = input.first else { return }
        let bytes = Array(input.dropFirst())
        let whole = read(bytes, by: .max)
        require(whole == read(bytes, by: Int(cut) % 9 + 1), "cut the messages are others")
    }

    private func read(_ bytes: [UInt8], by count: Int) -> [String] {
        var decoder = ICAPDecoder()
        var events: [String] = []
        var body: [UInt8] = []
        var rest = bytes[...]
        do throws(ICAPError) {
            while true {
                switch try decoder.next() {
                case .request(let request):
                    events.append("\(request.method) \(request.service) \(request.fields) \(request.hasBody) \(request.preview ?? -1)")
                case .body(let piece): body += piece
                case .previewEnd:
                    events.append("preview \(body)")
                    if body.count % 2 == 0 { decoder.continueBody() } else { decoder.skipBody() }
                case .end:
                    events.append("end \(body)")
                    body = []
                case .more:
                    guard !rest.isEmpty else { return events }
                    let piece = rest.prefix(count)
                    rest = rest.dropFirst(piece.count)
                    decoder.append(piece)
                }
            }
        } catch { return events + ["error \(error)"] }
    }
}

/// Content codings: the same bytes however they are cut, within the limits. Input: codings, how it is cut, body.
final class CodingFuzzer: FuzzTarget {
    func run(_ input: [UInt8]) {
        guard input.count > 2 else { return }
        let kinds: [ContentCoding] = [.gzip, .deflate, .brotli, .zstd]
        var codings = [kinds[Int(input[0]) % 4]]
        if input[0] & 0x40 != 0 { codings.append(kinds[Int(input[0] >> 2) % 4]) }
        let body = Array(input.dropFirst(2))
        let whole = decode(body, codings, by: .max)
        let cut = decode(body, codings, by: Int(input[1]) + 1)
        // The ratio counts what was received so far, so that a body near a limit may be refused in pieces only; and how much a
        // decoder hands on before an error is its own affair.
        if whole.bytes.count < 1 << 19, cut.bytes.count < 1 << 19 {
            require(whole.isReadable == cut.isReadable, "cut the body is \(cut.isReadable ? "" : "not ")readable")
            require(!whole.isReadable || whole.bytes == cut.bytes, "cut the body is another")
        }
        require(whole.bytes.count <= 9 << 20, "\(whole.bytes.count) bytes of \(body.count)")
    }

    private func decode(_ body: [UInt8], _ codings: [ContentCoding], by count: Int) -> (bytes: [UInt8], isReadable: Bool) {
        var decoder = BodyDecoder(codings, limits: DecodingLimits())
        var output: [UInt8] = []
        var rest = body[...]
        do throws(BodyDecoder.Stop) {
            while !rest.isEmpty {
                let piece = Array(rest.prefix(count))
                rest = rest.dropFirst(piece.count)
                try decoder.decode(piece.span) { span throws(BodyDecoder.Stop) in
                    for index in span.indices { output.append(span[index]) }
                }
            }
        } catch { return (output, false) }
        return (output, true)
    }

    func seeds() -> [[UInt8]] {
        // `hello hello hello` as gzip, zlib, and a zstd frame of one raw block.
        [
            [
                0, 3, 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x90, 0, 0x3D, 0x1D, 0x15, 0x0E,
                17, 0, 0, 0,
            ],
            [1, 3, 0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x90, 0, 0x3A, 0x41, 6, 0x5C],
            [3, 3, 0x28, 0xB5, 0x2F, 0xFD, 0x20, 5, 0x29, 0, 0, 0x68, 0x65, 0x6C, 0x6C, 0x6F],
            [2, 3, 0x0B, 2, 0x80, 0x68, 0x65, 0x6C, 0x6C, 0x6F, 3],
        ]
    }
}
