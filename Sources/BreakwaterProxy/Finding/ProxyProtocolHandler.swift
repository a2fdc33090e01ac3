import BreakwaterHTTP
import BreakwaterURL
import NIOCore

/// Takes the PROXY protocol's header off a connection from a trusted balancer before anything else reads it.
///
/// The header must be there: a connection without one could be anybody's.
final class ProxyProtocolHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ClientConnection
    private let admission: @Sendable (IPAddress) -> Bool
    private var pending = ByteBuffer()
    private var isDone = false

    /// - Parameter admission: whether a client may use the proxy.
    init(connection: ClientConnection, admission: @escaping @Sendable (IPAddress) -> Bool) {
        self.connection = connection
        self.admission = admission
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return context.fireChannelRead(data) }
        pending.writeImmutableBuffer(unwrapInboundIn(data))
        switch ProxyProtocolHeader.read(pending.readableBytesUInt8Span) {
        case .needMore: break
        case .invalid:
            connection.loop.metrics.count(.malformedRequests)
            connection.abort()
        case .header(let header):
            isDone = true
            if let client = header.client?.canonical {
                guard admission(client) else {
                    connection.loop.metrics.count(.refusedConnections)
                    return connection.abort()
                }
                connection.identity.address = client
            }
            pending.moveReaderIndex(forwardBy: header.length)
            if pending.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(pending)) }
            pending = ByteBuffer()
        }
    }
}
