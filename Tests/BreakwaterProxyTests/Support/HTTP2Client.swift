import NIOCore
import NIOHPACK
import Testing

/// Speaks HTTP/2 by hand in a decrypted tunnel: frames are bytes, right or wrong.
final class HTTP2Client {
    enum Kind {
        static let data: UInt8 = 0
        static let headers: UInt8 = 1
        static let priority: UInt8 = 2
        static let reset: UInt8 = 3
        static let settings: UInt8 = 4
        static let ping: UInt8 = 6
        static let goAway: UInt8 = 7
        static let windowUpdate: UInt8 = 8
        static let continuation: UInt8 = 9
    }

    /// What became of a stream, or of the connection.
    struct Answer {
        var status = ""
        var fields = HPACKHeaders()
        var body: [UInt8] = []
        var trailers = HPACKHeaders()
        var resetCode: UInt32?
        var goAwayCode: UInt32?
        /// The connection ended.
        var isClosed = false

        var text: String { String(decoding: body, as: UTF8.self) }
        /// A refusal: an error page, a reset, or the end of the connection.
        var isRefused: Bool { resetCode != nil || isClosed || (goAwayCode ?? 0) != 0 || status.hasPrefix("4") }
        /// The connection was given up.
        var isGivenUp: Bool { isClosed || (goAwayCode ?? 0) != 0 }
    }

    private let client: RawClient
    private var decoder = HPACKDecoder(allocator: ByteBufferAllocator())
    /// Whether windows are opened again for what was read.
    var opensWindows = true

    private init(_ client: RawClient) { self.client = client }

    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    /// Opens a tunnel, and sends the preface with these settings.
    static func run<Result>(
        through inspecting: InspectingProxy, to host: String = "good.test", _ port: Int, settings: [(UInt16, UInt32)] = [],
        _ body: (HTTP2Client) async throws -> Result
    ) async throws -> Result {
        try await RawClient.connect(to: inspecting.proxy.v4) { client in
            try await client.openTunnel(to: host, port, trusting: inspecting.authorityFile, speaking: ["h2"])
            let http2 = HTTP2Client(client)
            let payload = settings.flatMap { bytes(UInt64($0.0), 2) + bytes(UInt64($0.1), 4) }
            try await client.send(preface + frame(Kind.settings, payload: payload))
            return try await body(http2)
        }
    }

    // MARK: Bytes

    static func bytes(_ number: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }

    static func frame(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, payload: [UInt8] = []) -> [UInt8] {
        bytes(UInt64(payload.count), 3) + [type, flags] + bytes(UInt64(stream), 4) + payload
    }

    /// RFC 7541 §6.2.2: literals that are not indexed, and not Huffman-coded, so that any byte can be in them.
    static func block(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { [0] + string($0.0) + string($0.1) }
    }

    static func string(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var length: [UInt8] = []
        if bytes.count < 127 {
            length = [UInt8(bytes.count)]
        } else {
            length = [127]
            var rest = bytes.count - 127
            while rest >= 128 {
                length.append(UInt8(rest & 127) | 128)
                rest >>= 7
            }
            length.append(UInt8(rest))
        }
        return length + bytes
    }

    static func head(_ method: String = "GET", _ path: String = "/", host: String, _ more: [(String, String)] = []) -> [(String, String)] {
        [(":method", method), (":scheme", "https"), (":authority", host), (":path", path)] + more
    }

    static func headers(_ fields: [(String, String)], stream: UInt32, endsStream: Bool = true) -> [UInt8] {
        let block = block(fields)
        let (first, rest) = (Array(block.prefix(16_384)), Array(block.dropFirst(16_384)))
        let head = frame(Kind.headers, flags: (rest.isEmpty ? 4 : 0) | (endsStream ? 1 : 0), stream: stream, payload: first)
        return rest.isEmpty ? head : head + frame(Kind.continuation, flags: 4, stream: stream, payload: rest)
    }

    static func data(_ bytes: [UInt8], stream: UInt32, endsStream: Bool) -> [UInt8] {
        frame(Kind.data, flags: endsStream ? 1 : 0, stream: stream, payload: bytes)
    }

    // MARK: Sending and receiving

    func send(_ bytes: [UInt8]) async throws { try await client.send(bytes) }

    /// Sends as long as the other side takes it.
    func flood(_ bytes: [UInt8], times: Int) async {
        let piece = Array(repeatElement(bytes, count: min(times, 200)).joined())
        for _ in 0..<(times / min(times, 200)) {
            guard (try? await client.send(piece)) != nil else { return }
        }
    }

    private func next() async -> (type: UInt8, flags: UInt8, stream: UInt32, payload: [UInt8])? {
        guard let head = await client.take(9) else { return nil }
        let length = head[0..<3].reduce(0) { $0 << 8 | Int($1) }
        let stream = head[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        guard let payload = await client.take(length) else { return nil }
        return (head[3], head[4], stream, payload)
    }

    /// Reads until a stream is over, or the connection is.
    func answer(on stream: UInt32) async throws -> Answer {
        var answer = Answer()
        while let frame = await next() {
            switch frame.type {
            case Kind.settings where frame.flags & 1 == 0:
                try? await client.send(Self.frame(Kind.settings, flags: 1))
            case Kind.goAway:
                answer.goAwayCode = frame.payload.dropFirst(4).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                if answer.goAwayCode != 0 { return answer }
            case Kind.headers:
                let fields = try decode(frame.payload, flags: frame.flags)
                guard frame.stream == stream else { continue }
                if answer.status.isEmpty || answer.status.hasPrefix("1") {
                    answer.status = fields.first(name: ":status") ?? ""
                    answer.fields = fields
                } else {
                    answer.trailers = fields
                }
                if frame.flags & 1 != 0 { return answer }
            case Kind.data:
                if opensWindows, !frame.payload.isEmpty {
                    let increment = Self.bytes(UInt64(frame.payload.count), 4)
                    try? await client.send(
                        Self.frame(Kind.windowUpdate, payload: increment) + Self.frame(Kind.windowUpdate, stream: frame.stream, payload: increment))
                }
                guard frame.stream == stream else { continue }
                answer.body += frame.payload
                if frame.flags & 1 != 0 { return answer }
            case Kind.reset where frame.stream == stream:
                answer.resetCode = frame.payload.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                return answer
            default: break
            }
        }
        answer.isClosed = true
        return answer
    }

    private func decode(_ payload: [UInt8], flags: UInt8) throws -> HPACKHeaders {
        try #require(flags & 4 != 0, "a field section in several frames")
        var buffer = ByteBuffer(bytes: payload)
        return try decoder.decodeHeaders(from: &buffer)
    }
}
