import BreakwaterHTTP
package import NIOCore

/// Cuts a message's body out of a connection's bytes, without copying it.
///
/// ## Theory of operation
///
/// ``next(from:)`` takes from the front of the buffer what is body, and answers `needMore` where the buffer's end
/// cuts the framing; nothing that is not framing or body is consumed. Chunk extensions and trailers are read, counted and
/// dropped: they may say things about framing to another reader (RFC 9112 §7.1.1, RFC 9110 §6.5.1).
///
/// ```
/// length ─────────────────────────────────────────▶ finished
/// untilClose ─ (the connection's end) ────────────▶ finished
/// chunkSize ─▶ chunkData ─▶ chunkEnd ─▶ chunkSize …
///     └─ size 0 ─▶ trailers ──────────────────────▶ finished
/// ```
package struct BodyReader {
    package enum Step: Equatable {
        case bytes(ByteBuffer)
        case needMore
        case finished
    }

    private enum State {
        case length(remaining: Int)
        case untilClose
        case chunkSize
        case chunkData(remaining: Int)
        case chunkEnd
        case trailers
        case finished
    }

    private var state: State
    private var extensionBytes = 0
    private var trailerCount = 0
    private var trailerBytes = 0

    package init(_ framing: BodyFraming) {
        switch framing {
        case .none, .length(0): state = .finished
        case .length(let count): state = .length(remaining: count)
        case .chunked: state = .chunkSize
        case .untilClose: state = .untilClose
        }
    }

    package var isFinished: Bool {
        if case .finished = state { true } else { false }
    }

    /// Whether the end of the connection is the end of the body; anything else but `finished` is cut short by it.
    package var endsWithConnection: Bool {
        if case .untilClose = state { true } else { false }
    }

    /// The next piece of body.
    package mutating func next(from buffer: inout ByteBuffer, limits: borrowing ProxyLimits) throws(MessageFault) -> Step {
        while true {
            switch state {
            case .length(let remaining):
                guard let bytes = Self.take(remaining, from: &buffer) else { return .needMore }
                state = bytes.readableBytes == remaining ? .finished : .length(remaining: remaining - bytes.readableBytes)
                return .bytes(bytes)
            case .untilClose:
                return Self.take(.max, from: &buffer).map { .bytes($0) } ?? .needMore
            case .chunkSize:
                guard let line = try readLine(from: &buffer, limit: limits.chunkLineBytes) else { return .needMore }
                let size = try chunkSize(line, limits.chunkExtensionBytes)
                state = size == 0 ? .trailers : .chunkData(remaining: size)
            case .chunkData(let remaining):
                guard let bytes = Self.take(remaining, from: &buffer) else { return .needMore }
                state = bytes.readableBytes == remaining ? .chunkEnd : .chunkData(remaining: remaining - bytes.readableBytes)
                return .bytes(bytes)
            case .chunkEnd:
                guard let line = try readLine(from: &buffer, limit: 2) else { return .needMore }
                guard line.readableBytes == 0 else { throw MessageFault("a chunk is longer than its size") }
                state = .chunkSize
            case .trailers:
                guard let line = try readLine(from: &buffer, limit: limits.fieldBytes) else { return .needMore }
                if try endsTrailers(line, limits) { state = .finished }
            case .finished:
                return .finished
            }
        }
    }

    private static func take(_ count: Int, from buffer: inout ByteBuffer) -> ByteBuffer? {
        let available = min(count, buffer.readableBytes)
        return available > 0 ? buffer.readSlice(length: available) : nil
    }

    /// A line without its CR LF; `nil` where its end is not there yet.
    private func readLine(from buffer: inout ByteBuffer, limit: Int) throws(MessageFault) -> ByteBuffer? {
        guard let length = try Self.lineLength(buffer.readableBytesUInt8Span, limit: limit) else { return nil }
        let line = buffer.readSlice(length: length)
        buffer.moveReaderIndex(forwardBy: 2)
        return line
    }

    private static func lineLength(_ bytes: Span<UInt8>, limit: Int) throws(MessageFault) -> Int? {
        var index = 0
        while index < bytes.count {
            guard index < limit + 2 else { throw MessageFault("a line of chunked framing is too long") }
            let byte = bytes[index]
            if byte == 0x0D {
                guard index + 1 < bytes.count else { return nil }
                guard bytes[index + 1] == 0x0A else { throw MessageFault("a carriage return without a line feed") }
                return index
            }
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { throw MessageFault("a control character in chunked framing") }
            index += 1
        }
        return nil
    }

    /// `1*HEXDIG` up to 15 digits, then the end or `;` and extensions (RFC 9112 §7.1); no blanks, which readers differ in.
    private mutating func chunkSize(_ line: ByteBuffer, _ extensionLimit: Int) throws(MessageFault) -> Int {
        let bytes = line.readableBytesUInt8Span
        var size = 0
        var index = 0
        while index < bytes.count, let digit = Self.hexDigit(bytes[index]) {
            guard index < 15 else { throw MessageFault("a chunk size is too large") }
            size = size << 4 | digit
            index += 1
        }
        guard index > 0, index == bytes.count || bytes[index] == 0x3B else { throw MessageFault("a chunk size is no number") }
        extensionBytes += bytes.count - index
        guard extensionBytes <= extensionLimit else { throw MessageFault("too many chunk extensions") }
        return size
    }

    private static func hexDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46: Int(byte) - 0x37
        case 0x61...0x66: Int(byte) - 0x57
        default: nil
        }
    }

    private mutating func endsTrailers(_ line: ByteBuffer, _ limits: borrowing ProxyLimits) throws(MessageFault) -> Bool {
        guard line.readableBytes > 0 else { return true }
        let bytes = line.readableBytesUInt8Span
        var colon = 0
        while colon < bytes.count, bytes[colon] != 0x3A { colon += 1 }
        guard colon > 0, colon < bytes.count, bytes[0] != 0x20, bytes[0] != 0x09, bytes[colon - 1] != 0x20 else {
            throw MessageFault("a trailer is no field")
        }
        trailerCount += 1
        trailerBytes += bytes.count
        guard trailerCount <= limits.fieldCount, trailerBytes <= limits.headBytes else {
            throw MessageFault("too many trailers", reply: .fieldsTooLarge)
        }
        return false
    }
}
