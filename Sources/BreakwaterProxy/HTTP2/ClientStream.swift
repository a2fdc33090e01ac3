import BreakwaterHTTP
import HTTPTypes
import NIOCore
import NIOHPACK
import NIOHTTP2

/// One request of an HTTP/2 connection and its response: does for an exchange what ``ClientConnection`` does in HTTP/1.1.
///
/// ## Theory of operation
///
/// NIO has checked frames and field sections (RFC 9113 §5 and §8.2). A body is read as fast as the exchange takes it: what has come
/// waits here, at most a window (``HTTP2Limits/clientWindow``), and the window opens again only for what was read. What the client
/// does not take makes the stream unwritable, which stops the origin.
final class ClientStream: ChannelInboundHandler, ExchangeClient {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    let session: ClientSession
    let loop: LoopContext
    var exchange: ProxyExchange?
    var context: ChannelHandlerContext?
    /// Body bytes that the exchange cannot take yet.
    private var waiting = CircularBuffer<ByteBuffer>(initialCapacity: 1)
    private var trailers: HTTPFields?
    private var hasBegun = false
    var isInputEnded = false
    private(set) var isRequestRead = false
    var isResponseEnded = false
    /// Body bytes until the response's end, where its length was said. The end goes with the last of them: clients that have all that was
    /// said reset the stream while its end is on the way, and resets count as an attack.
    var remaining: Int?
    var isClosed = false
    /// Whether it counts among those that the client may have open.
    var isOpen = true
    /// Whether it counts among the connections to an origin of HTTP/1.1.
    var hasTurn = false
    /// How long it waits to be one.
    private var turnDeadline: Scheduled<Void>?
    private var isAdvancing = false
    var rate = RateMeter()
    var timer = ConnectionTimer()

    init(session: ClientSession) {
        self.session = session
        loop = session.loop
    }

    var identity: ClientIdentity { session.identity }
    var tunnel: InspectedTunnel? { session.tunnel }
    var connection: ClientConnection? { nil }
    var writesLines: Bool { false }
    var isWritable: Bool { context?.channel.isWritable ?? false }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let frame):
            if hasBegun { receiveTrailers(frame) } else { begin(frame) }
        case .data(let frame):
            guard exchange != nil else { break }
            if case .byteBuffer(let bytes) = frame.data, bytes.readableBytes > 0 {
                rate.add(bytes.readableBytes)
                waiting.append(bytes)
            }
            isInputEnded = isInputEnded || frame.endStream
            advance()
        case .priority, .rstStream, .settings, .pushPromise, .ping, .goAway, .windowUpdate, .alternativeService, .origin:
            break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { requestRead() }

    private func begin(_ frame: HTTP2Frame.FramePayload.Headers) {
        hasBegun = true
        isInputEnded = frame.endStream
        guard session.admits(self) else {
            isClosed = true
            context?.writeAndFlush(wrapOutboundOut(.rstStream(.refusedStream)), promise: nil)
            return
        }
        do throws(MessageFault) {
            let head = try RequestMessageHead(frame.headers, endsStream: frame.endStream, names: &loop.fieldNames, limits: loop.limits)
            isRequestRead = head.framing.isEmpty
            let exchange = ProxyExchange(client: self, head: head, loop: loop)
            self.exchange = exchange
            if !isRequestRead {
                rate = RateMeter()
                setDeadline(rate.interval(loop.limits))
            }
            exchange.start()
        } catch {
            loop.metrics.count(.malformedRequests)
            send(loop.service.errorReply(error.reply, acceptLanguage: nil), keepsConnection: false, isHead: false)
            exchangeEnded(keepsConnection: false)
        }
    }

    private func receiveTrailers(_ frame: HTTP2Frame.FramePayload.Headers) {
        isInputEnded = true
        guard let exchange else { return }
        do throws(MessageFault) {
            trailers = try HTTPFields.trailers(frame.headers, names: &loop.fieldNames, limits: loop.limits)
            advance()
        } catch {
            loop.metrics.count(.malformedRequests)
            exchange.requestFailed(error.reply)
        }
    }

    /// Hands on what the exchange takes.
    private func advance() {
        guard !isAdvancing else { return }
        isAdvancing = true
        defer { isAdvancing = false }
        while let exchange, !isRequestRead, exchange.takesRequestBody, !waiting.isEmpty || isInputEnded {
            if let bytes = waiting.popFirst() {
                exchange.receiveRequestBody(bytes)
            } else {
                isRequestRead = true
                timer.clear()
                exchange.finishRequest(trailers: trailers)
            }
            // What fills the origin's room must go out, or there is never room again; that may make room at once.
            if waiting.isEmpty || !exchange.takesRequestBody { exchange.flushRequest() }
        }
    }

    private func requestRead() {
        guard !isInputEnded, waiting.isEmpty, exchange != nil || !hasBegun else { return }
        context?.read()
    }

    func originIsReady() {
        advance()
        requestRead()
    }

    // MARK: The origin

    func mayUseOrigin(_ key: OriginKey) -> Bool { session.mayUseOrigin(key, self) }

    /// Too many of the connection's other requests are under way.
    func awaitTurn() {
        turnDeadline = loop.eventLoop.assumeIsolated().scheduleTask(in: loop.limits.firstByteDeadline) { [self] in
            guard turnDeadline != nil else { return }
            exchange?.originFailed(.responseTimeout)
        }
    }

    func takeTurn() {
        turnDeadline?.cancel()
        turnDeadline = nil
        exchange?.useOrigin()
    }

    private func endTurn() {
        turnDeadline?.cancel()
        turnDeadline = nil
        session.endTurn(of: self)
    }

    // MARK: The end

    func exchangeEnded(keepsConnection: Bool) {
        exchange = nil
        waiting.removeAll()
        endTurn()
        guard !isClosed, let context else { return }
        guard isResponseEnded else { return abort() }
        // The client has to take what is written; then the stream closes by itself.
        setDeadline(loop.limits.bodyIdle)
        context.flush()
    }

    func abort() {
        guard !isClosed else { return }
        abandon()
        context?.close(promise: nil)
    }

    /// The stream is over: nothing can be sent on it.
    func abandon() {
        isClosed = true
        timer.cancel()
        waiting.removeAll()
        let exchange = exchange
        self.exchange = nil
        exchange?.clientFailed()
        endTurn()
    }

    func setDeadline(_ amount: TimeAmount) {
        timer.set(.now() + amount, on: loop.eventLoop.assumeIsolated(), handler: self)
    }
}
