import NIOCore

/// Looks for a client's plain alert that it does not believe our certificate, before TLS reads it.
///
/// In TLS 1.2 all alerts of a handshake are plain, and in TLS 1.3 some clients send this one before they have keys (OpenSSL); the
/// server then sees only bytes that do not decrypt. Alerts that are encrypted come out of the TLS handler as errors.
final class ClientAlertReader: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// bad_certificate, unsupported_certificate, certificate_revoked, certificate_expired, certificate_unknown, unknown_ca
    /// (RFC 8446 §6.2).
    private static let refusals: Set<UInt8> = [42, 43, 44, 45, 46, 48]

    private(set) var sawRefusal = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        look(at: unwrapInboundIn(data))
        context.fireChannelRead(data)
    }

    /// Reads whole records at the start of what came: a change_cipher_spec may stand before the alert.
    private func look(at buffer: ByteBuffer) {
        var bytes = buffer
        while let type = bytes.readInteger(as: UInt8.self), bytes.readInteger(as: UInt8.self) == 3, bytes.readInteger(as: UInt8.self) != nil,
            let length = bytes.readInteger(as: UInt16.self), let record = bytes.readBytes(length: Int(length))
        {
            if type == 21, record.count == 2, Self.refusals.contains(record[1]) { sawRefusal = true }
        }
    }
}
