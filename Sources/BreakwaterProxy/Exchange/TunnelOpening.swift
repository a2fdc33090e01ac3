import BreakwaterTLS
import NIOCore

/// Reads the ClientHello at the start of a tunnel, from bytes that stay in the client's buffer until the verdict.
final class TunnelOpening {
    enum Step {
        case needMore
        case hello(ClientHello)
        /// Another protocol than TLS.
        case otherProtocol
        case failed
    }

    private var reader = ClientHelloReader()
    /// How many bytes of the buffer the reader has seen.
    private var seen = 0

    /// Shows the reader what is new in the buffer.
    func read(_ buffer: ByteBuffer) -> Step {
        // Records of one byte each make the hello six times as long on the wire; nobody needs twice.
        guard buffer.readableBytes <= 2 * ClientHelloReader.defaultLimit else { return .failed }
        let bytes = buffer.readableBytesUInt8Span
        guard seen < bytes.count else { return .needMore }
        defer { seen = bytes.count }
        do throws(ClientHelloError) {
            return try reader.consume(bytes.extracting(seen..<bytes.count)).map { .hello($0) } ?? .needMore
        } catch {
            return error.code == .notTLS ? .otherProtocol : .failed
        }
    }
}
