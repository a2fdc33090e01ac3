import BreakwaterTLS
import BreakwaterURL
import NIOCore
import NIOHTTP2

/// An HTTP/2 connection to an origin, in its event loop's pool: opens a stream for each request, until it is retired.
///
/// - SeeAlso: RFC 9113.
final class OriginSession: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    let key: OriginKey
    /// What the origin's name is an alias of.
    let canonicalNames: [DomainName]
    /// What its certificate was.
    let verified: LeafStore.Origin
    let loop: LoopContext
    private let channel: any Channel
    private let multiplexer: NIOHTTP2Handler.StreamMultiplexer
    private var streams: Set<ObjectIdentifier> = []
    /// What the origin bears at once, as far as it has said.
    private var streamLimit: Int
    private var opened = 0
    private var isRetired = false
    /// Whether it ends because the origin wants HTTP/1.1.
    private(set) var isHTTP1Required = false
    private var timer = ConnectionTimer()

    private init(
        _ key: OriginKey, on dialled: DialledOrigin, verified: LeafStore.Origin, loop: LoopContext,
        multiplexer: NIOHTTP2Handler.StreamMultiplexer
    ) {
        self.key = key
        canonicalNames = dialled.canonicalNames
        channel = dialled.channel
        self.verified = verified
        self.loop = loop
        self.multiplexer = multiplexer
        streamLimit = loop.limits.http2.streams
    }

    /// Sends the preface on a connection whose TLS handshake agreed on HTTP/2.
    static func begin(_ key: OriginKey, on dialled: DialledOrigin, verified: LeafStore.Origin, loop: LoopContext) throws -> OriginSession {
        let channel = dialled.channel
        let limits = loop.limits.http2
        let handler = NIOHTTP2Handler(
            mode: .client, eventLoop: loop.eventLoop,
            connectionConfiguration: limits.connection(
                [HTTP2Setting(parameter: .enablePush, value: 0)], window: limits.originWindow, loop.limits),
            streamConfiguration: limits.stream(window: limits.originWindow),
            // Nobody asked for a pushed response, and nobody judged its request.
            inboundStreamInitializer: { $0.eventLoop.makeFailedFuture(ChannelError.operationUnsupported) })
        try channel.pipeline.syncOperations.addHandler(handler)
        let session = OriginSession(key, on: dialled, verified: verified, loop: loop, multiplexer: try handler.syncMultiplexer())
        try channel.pipeline.syncOperations.addHandler(session)
        try channel.syncOptions?.setOption(.autoRead, value: true)
        loop.metrics.count(.originConnections)
        return session
    }

    /// Whether another stream may be opened.
    var hasRoom: Bool { !isRetired && channel.isActive && streams.count < streamLimit }

    /// The origin wants HTTP/1.1 in place of this connection.
    func requireHTTP1() {
        isHTTP1Required = true
        loop.pool.noteHTTP1Required(key)
    }

    // MARK: Streams

    /// Opens a stream, a little later.
    func open(_ completion: @escaping (Result<any ExchangeOrigin, OriginFailure>) -> Void) {
        let stream = OriginStream(session: self)
        streams.insert(ObjectIdentifier(stream))
        timer.clear()
        opened += 1
        if opened >= loop.limits.http2.requestsPerConnection { retire() }
        let bound = NIOLoopBound(stream, eventLoop: loop.eventLoop)
        let opening = multiplexer.createStreamChannel { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.syncOptions?.setOption(.autoRead, value: false)
                try channel.pipeline.syncOperations.addHandler(bound.value)
            }
        }
        opening.assumeIsolated().whenComplete { [self] result in
            switch result {
            case .success: completion(.success(stream))
            case .failure:
                closed(stream)
                completion(.failure(.closed))
            }
        }
    }

    func closed(_ stream: OriginStream) {
        streams.remove(ObjectIdentifier(stream))
        guard streams.isEmpty else { return }
        if isRetired || loop.isDraining { retire() } else { setIdleDeadline() }
    }

    /// Takes no more requests; closes after the last.
    func retire() {
        isRetired = true
        loop.pool.remove(self)
        if streams.isEmpty { close() }
    }

    private func close() {
        let frame = HTTP2Frame(streamID: .rootStream, payload: .goAway(lastStreamID: .rootStream, errorCode: .noError, opaqueData: nil))
        channel.writeAndFlush(frame, promise: nil)
        channel.close(promise: nil)
    }

    private func setIdleDeadline() {
        timer.set(.now() + loop.limits.keepAliveIdle, on: loop.eventLoop.assumeIsolated(), handler: self)
    }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) { setIdleDeadline() }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer.cancel()
        isRetired = true
        loop.pool.remove(self)
    }

    /// Frames of the connection itself: NIO has acted on them.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data).payload {
        case .settings(.settings(let settings)):
            guard let limit = settings.last(where: { $0.parameter == .maxConcurrentStreams })?.value else { return }
            streamLimit = min(limit, loop.limits.http2.streams)
        case .goAway(_, errorCode: let code, _):
            if code == .http11Required { requireHTTP1() }
            retire()
        case .data, .headers, .priority, .rstStream, .settings, .pushPromise, .ping, .windowUpdate, .alternativeService, .origin:
            break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed? = event as? ChannelEvent else { return context.fireUserInboundEventTriggered(event) }
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !HTTP2Failure.concernsOneStream(error) else { return }
        isRetired = true
        loop.pool.remove(self)
        context.close(promise: nil)
    }
}

extension OriginSession: NIOScheduledCallbackHandler {
    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard timer.fired(on: loop.eventLoop.assumeIsolated(), handler: self), streams.isEmpty else { return }
        retire()
    }
}
