import BreakwaterHTTP
import NIOCore
import NIOHTTP2

/// A client's HTTP/2 connection in a decrypted tunnel.
///
/// Frames, windows and limits are NIO's; each stream is a ``ClientStream`` with an exchange of its own. What is left here is the
/// connection's life: it ends when nothing was asked for a while, when the proxy stops, or when the client breaks the protocol.
///
/// - SeeAlso: RFC 9113.
final class ClientSession: ChannelInboundHandler, ConnectedClient {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    let loop: LoopContext
    let identity: ClientIdentity
    let tunnel: InspectedTunnel
    private var context: ChannelHandlerContext?
    private var streamCount = 0
    /// Those of them that the client may still count as open.
    private var openCount = 0
    private var refusedCount = 0
    private var timer = ConnectionTimer()
    /// Streams that have, or open, a connection to an origin of HTTP/1.1.
    private var originConnections = 0
    /// Streams that wait for one; at most those that are open.
    private var waiting = CircularBuffer<ClientStream>(initialCapacity: 1)
    /// Whether no new stream will be answered.
    private var isClosing = false

    private init(loop: LoopContext, identity: ClientIdentity, tunnel: InspectedTunnel) {
        self.loop = loop
        self.identity = identity
        self.tunnel = tunnel
    }

    /// Takes the place of a connection whose TLS handshake agreed on HTTP/2; what comes next is the client's preface.
    static func take(over connection: ClientConnection, for tunnel: InspectedTunnel, in context: ChannelHandlerContext) throws {
        let loop = connection.loop
        let session = ClientSession(loop: loop, identity: connection.identity, tunnel: tunnel)
        let bound = NIOLoopBound(session, eventLoop: loop.eventLoop)
        let limits = loop.limits.http2
        // Push is the server's, and there is none; extended CONNECT (RFC 8441) is not offered, so WebSocket comes by HTTP/1.1.
        let handler = NIOHTTP2Handler(
            mode: .server, eventLoop: loop.eventLoop,
            connectionConfiguration: limits.connection(
                [HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.streams)], window: limits.clientWindow, loop.limits),
            streamConfiguration: limits.stream(window: limits.clientWindow),
            inboundStreamInitializer: { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.syncOptions?.setOption(.autoRead, value: false)
                    try channel.pipeline.syncOperations.addHandler(ClientStream(session: bound.value))
                }
            })
        try context.pipeline.syncOperations.addHandlers([handler, session], position: .before(connection))
        loop.replace(connection, by: session)
        connection.state = .closed
        let channel = context.channel
        context.pipeline.syncOperations.removeHandler(connection, promise: nil)
        loop.metrics.count(.http2Connections)
        // Windows bound what comes, stream by stream; a connection that is not read could not even be told that a window opened.
        try channel.syncOptions?.setOption(.autoRead, value: true)
    }

    // MARK: Streams

    func opened(_ stream: ClientStream) {
        streamCount += 1
        openCount += 1
        timer.clear()
    }

    /// Both sides have said everything on one; NIO takes its handlers away a little later.
    func streamEnded() { openCount -= 1 }

    /// Whether a stream that was just opened is one of those offered. NIO holds a client to our settings once it has confirmed them,
    /// which a hostile one never does; an honest one may not have read them yet.
    func admits(_ stream: ClientStream) -> Bool {
        guard openCount > loop.limits.http2.streams else { return true }
        refusedCount += 1
        if refusedCount > loop.limits.http2.streams {
            loop.metrics.count(.refusedHTTP2Connections)
            abort()
        }
        return false
    }

    func closed(_ stream: ClientStream) {
        streamCount -= 1
        guard streamCount == 0 else { return }
        if isClosing { close() } else { setIdleDeadline() }
    }

    // MARK: Origins

    /// Whether a stream may have a connection to the origin; where not, it waits for ``ClientStream/takeTurn()``.
    func mayUseOrigin(_ key: OriginKey, _ stream: ClientStream) -> Bool {
        // One connection serves them all.
        guard !loop.pool.speaksHTTP2(key), !stream.hasTurn else { return true }
        guard originConnections < loop.limits.http2.originConnections else {
            waiting.append(stream)
            stream.awaitTurn()
            return false
        }
        originConnections += 1
        stream.hasTurn = true
        return true
    }

    /// The stream needs its connection no more.
    func endTurn(of stream: ClientStream) {
        guard stream.hasTurn else { return waiting.removeAll { $0 === stream } }
        stream.hasTurn = false
        originConnections -= 1
        // Where the connection is over, the streams that wait end after this one.
        guard context?.channel.isActive ?? false, let next = waiting.popFirst() else { return }
        originConnections += 1
        next.hasTurn = true
        next.takeTurn()
    }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        setIdleDeadline()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        timer.cancel()
        loop.remove(self)
    }

    /// Frames of the connection itself: NIO has acted on them.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .goAway = unwrapInboundIn(data).payload else { return }
        isClosing = true
        if streamCount == 0 { close() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { abort() } else { context.fireUserInboundEventTriggered(event) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if HTTP2Failure.isMalformedMessage(error) { loop.metrics.count(.malformedRequests) }
        guard !HTTP2Failure.concernsOneStream(error) else { return }
        if error is any NIOHTTP2Error { loop.metrics.count(.refusedHTTP2Connections) }
        abort()
    }

    func abort() { context?.close(promise: nil) }

    /// The proxy stops: no new requests, and the end when the last is answered.
    func drain() {
        if streamCount == 0 { return close() }
        isClosing = true
        sayGoodbye()
    }

    private func close() {
        sayGoodbye()
        context?.close(promise: nil)
    }

    private func sayGoodbye() {
        let frame = HTTP2Frame(
            streamID: .rootStream, payload: .goAway(lastStreamID: .maxID, errorCode: .noError, opaqueData: nil))
        context?.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    private func setIdleDeadline() {
        timer.set(.now() + loop.limits.keepAliveIdle, on: loop.eventLoop.assumeIsolated(), handler: self)
    }
}

extension ClientSession: NIOScheduledCallbackHandler {
    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard timer.fired(on: loop.eventLoop.assumeIsolated(), handler: self), streamCount == 0 else { return }
        close()
    }
}
