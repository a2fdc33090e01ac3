/// Reads the ClientHello at the start of a connection, a piece of any size at a time.
///
/// ## Theory of operation
///
/// TLS sends handshake messages inside records of at most 2¹⁴ bytes, and one message may be cut into many records
/// (RFC 8446 §5.1): a filter that looks at the first record only is passed by cutting the name in two. So this machine has two
/// layers: record headers are read byte by byte and dropped; what they carry is collected until the handshake header's length is
/// there, and parsed once. It holds at most `limit` bytes however small the pieces or the records are, as an empty
/// record is refused.
///
/// ```
/// recordHeader ⇄ recordBody ──▶ finished
///        └────────────┴───────▶ failed
/// ```
///
/// The caller keeps the raw bytes, to send them on afterwards. Nothing here traps on any input.
///
/// - SeeAlso: RFC 8446 §4.1.2 and §5.1, RFC 6066 §3, RFC 7301, RFC 9849.
public struct ClientHelloReader: ~Copyable {
    /// Headers of 5 and 4 bytes aside, the most that a ClientHello may be: what servers in use accept.
    public static let defaultLimit = 65_536

    private enum State {
        /// In a record's 5-byte header, of which `read` bytes are there. Next: `recordBody`, `failed`.
        case recordHeader(read: Int, length: Int)
        /// In a record of which `remaining` bytes are missing. Next: `recordHeader`, `finished`, `failed`.
        case recordBody(remaining: Int)
        case finished(ClientHello)
        case failed(ClientHelloError)
    }

    private var state = State.recordHeader(read: 0, length: 0)
    private var message: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: the most bytes of one ClientHello, 64 KiB by default.
    public init(limit: Int = ClientHelloReader.defaultLimit) {
        self.limit = max(0, limit)
    }

    /// Takes the next bytes of the connection.
    ///
    /// - Returns: the ClientHello once its last byte is there, `nil` before. Bytes after it are not looked at; later calls
    ///   return the same.
    /// - Throws: ``ClientHelloError``; later calls throw the same.
    public mutating func consume(_ bytes: Span<UInt8>) throws(ClientHelloError) -> ClientHello? {
        var index = 0
        do throws(ClientHelloError) {
            while index < bytes.count {
                switch state {
                case .recordHeader(let read, let length):
                    state = try Self.nextHeaderState(bytes[index], read: read, length: length)
                    index += 1
                case .recordBody(let remaining):
                    let count = min(remaining, bytes.count - index)
                    try append(bytes.extracting(index..<index + count), remaining: remaining - count)
                    index += count
                case .finished(let hello):
                    return hello
                case .failed(let error):
                    throw error
                }
            }
        } catch {
            fail(error)
            throw error
        }
        return try result()
    }

    /// The connection ended.
    ///
    /// - Throws: `incomplete` where the ClientHello is not whole.
    public mutating func finish() throws(ClientHelloError) -> ClientHello {
        if let hello = try result() { return hello }
        let error = ClientHelloError(.incomplete, "the connection ended inside the ClientHello")
        fail(error)
        throw error
    }

    private func result() throws(ClientHelloError) -> ClientHello? {
        switch state {
        case .finished(let hello): return hello
        case .failed(let error): throw error
        case .recordHeader, .recordBody: return nil
        }
    }

    private mutating func fail(_ error: ClientHelloError) {
        state = .failed(error)
        message = []
    }

    private static func nextHeaderState(_ byte: UInt8, read: Int, length: Int) throws(ClientHelloError) -> State {
        switch read {
        case 0:
            // Only handshake records may come first; an alert would be TLS too, but no connection starts with one.
            guard byte == 22 else { throw ClientHelloError(.notTLS, "the first byte is no handshake record") }
        case 1:
            guard byte == 3 else { throw ClientHelloError(.notTLS, "the record version is no TLS version") }
        case 2:
            break  // Any minor version: RFC 8446 §5.1 says it must be ignored.
        case 3:
            return .recordHeader(read: 4, length: Int(byte) << 8)
        default:
            let length = length | Int(byte)
            guard (1...16_384).contains(length) else {
                throw ClientHelloError(.malformed, "a record's length is 0 or more than 16384")
            }
            return .recordBody(remaining: length)
        }
        return .recordHeader(read: read + 1, length: 0)
    }

    /// Collects record contents; `remaining` bytes of the record are still to come.
    private mutating func append(_ bytes: Span<UInt8>, remaining: Int) throws(ClientHelloError) {
        // The first byte decides, so that another protocol's message is refused before it is collected.
        if message.isEmpty, let type = bytes.isEmpty ? nil : bytes[0], type != 1 {
            throw ClientHelloError(.unexpectedMessage, "the first handshake message is no ClientHello")
        }
        // Bounded by the limit and one record: `announcedEnd` is checked as soon as the four bytes of it are there.
        message.reserveCapacity(message.count + bytes.count)
        for index in bytes.indices { message.append(bytes[index]) }
        if let end = try announcedEnd(), message.count >= end {
            state = .finished(try ClientHello(message: message.span.extracting(4..<end)))
            message = []
        } else {
            state = remaining > 0 ? .recordBody(remaining: remaining) : .recordHeader(read: 0, length: 0)
        }
    }

    /// Where the message ends, once its header of type and 24-bit length is there.
    private func announcedEnd() throws(ClientHelloError) -> Int? {
        guard message.count >= 4 else { return nil }
        let length = Int(message[1]) << 16 | Int(message[2]) << 8 | Int(message[3])
        guard length <= limit else { throw ClientHelloError(.tooLarge, "the ClientHello is larger than \(limit) bytes") }
        return 4 + length
    }
}
