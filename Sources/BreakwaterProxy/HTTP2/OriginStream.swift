import BreakwaterHTTP
import BreakwaterURL
import HTTPTypes
import NIOCore
import NIOHTTP2

/// One request on an HTTP/2 connection to an origin and its response: does for an exchange what ``OriginConnection`` does in HTTP/1.1.
///
/// While it is paused it reads nothing, so that the origin's window closes: at most ``HTTP2Limits/originWindow`` wait here.
final class OriginStream: ChannelInboundHandler, ExchangeOrigin {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private enum State {
        /// Next: `readingBody`, `finished`, `closed`.
        case awaitingHead(HTTPRequest.Method)
        /// Next: `finished`, `closed`.
        case readingBody
        /// The response was read to its end. Next: `closed`.
        case finished
        case closed
    }

    private let session: OriginSession
    private let loop: LoopContext
    private var state = State.awaitingHead(.get)
    private var exchange: ProxyExchange?
    private var context: ChannelHandlerContext?
    private var timer = ConnectionTimer()
    private var hasAnswered = false
    private(set) var hasRefused = false
    private var informationalCount = 0
    private var isPaused = false
    /// Body bytes until the request's end, where its length was said: the end goes with the last of them.
    private var remaining: Int?

    init(session: OriginSession) {
        self.session = session
        loop = session.loop
    }

    var canonicalNames: [DomainName] { session.canonicalNames }

    var isWritable: Bool { context?.channel.isWritable ?? false }

    var speaksHTTP2: Bool { true }

    /// Always possible on a connection that others share.
    var mayBeStale: Bool { !hasAnswered }

    // MARK: The request

    func begin(_ exchange: ProxyExchange, with request: OutgoingRequest) {
        self.exchange = exchange
        // The connection went down while the stream was being opened.
        guard let context, context.channel.isActive else { return fail(.closed) }
        state = .awaitingHead(request.request.method)
        if case .length(let length) = request.framing { remaining = length }
        write(.headers(.init(headers: .init(request), endStream: request.framing.isEmpty)))
        setDeadline(loop.limits.firstByteDeadline)
    }

    func write(_ bytes: ByteBuffer, isChunked: Bool) {
        guard bytes.readableBytes > 0 else { return }
        let rest = remaining.map { $0 - bytes.readableBytes }
        remaining = rest
        write(.data(.init(data: .byteBuffer(bytes), endStream: rest == 0)))
        // The origin may well wait for the whole body before it answers.
        setDeadline(loop.limits.firstByteDeadline)
    }

    func finishRequest(isChunked: Bool, trailers: HTTPFields?) {
        guard remaining != 0 else { return }
        if let trailers {
            write(.headers(.init(headers: .init(trailers: trailers), endStream: true)))
        } else {
            write(.data(.init(data: .byteBuffer(ByteBuffer()), endStream: true)))
        }
    }

    func flush() { context?.flush() }

    private func write(_ payload: HTTP2Frame.FramePayload) { context?.write(wrapOutboundOut(payload), promise: nil) }

    // MARK: The response

    func setPaused(_ paused: Bool) {
        isPaused = paused
        if paused {
            timer.clear()  // The client's deadline runs now.
        } else {
            if case .readingBody = state { setDeadline(loop.limits.bodyIdle) }
            requestRead()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do throws(MessageFault) {
            switch unwrapInboundIn(data) {
            case .headers(let frame):
                hasAnswered = true
                try receive(frame)
            case .data(let frame): receive(frame)
            // RFC 9113 §8.7: a refused stream was not looked at, nor one in a version that is not taken (§7); any other reset may come after
            // something was done.
            case .rstStream(let code):
                hasRefused = !hasAnswered && (code == .refusedStream || code == .http11Required)
                hasAnswered = hasAnswered || code != .refusedStream
            case .priority, .settings, .pushPromise, .ping, .goAway, .windowUpdate, .alternativeService, .origin: break
            }
        } catch {
            fail(.malformedResponse)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        exchange?.flushResponse()
        requestRead()
    }

    private func requestRead() {
        guard !isPaused else { return }
        context?.read()
    }

    private func receive(_ frame: HTTP2Frame.FramePayload.Headers) throws(MessageFault) {
        switch state {
        case .awaitingHead(let method):
            let head = try ResponseMessageHead(
                frame.headers, endsStream: frame.endStream, answering: method, names: &loop.fieldNames, limits: loop.limits)
            guard !head.isInformational else { return try receiveInformational(head, endsStream: frame.endStream) }
            state = .readingBody
            setDeadline(loop.limits.bodyIdle)
            exchange?.receiveResponseHead(head)
            if frame.endStream { finish(trailers: nil) }
        case .readingBody:
            finish(trailers: try .trailers(frame.headers, names: &loop.fieldNames, limits: loop.limits))
        case .finished, .closed: break
        }
    }

    private func receiveInformational(_ head: ResponseMessageHead, endsStream: Bool) throws(MessageFault) {
        informationalCount += 1
        guard informationalCount <= 8, !endsStream else { throw MessageFault("too many informational responses, or one that is the last") }
        exchange?.receiveInformational(head.response.status)
    }

    private func receive(_ frame: HTTP2Frame.FramePayload.Data) {
        guard case .readingBody = state else { return }
        setDeadline(loop.limits.bodyIdle)
        if case .byteBuffer(let bytes) = frame.data, bytes.readableBytes > 0 { exchange?.receiveResponseBody(bytes) }
        if frame.endStream { finish(trailers: nil) }
    }

    private func finish(trailers: HTTPFields?) {
        // The exchange may have ended over what came before.
        guard case .readingBody = state else { return }
        state = .finished
        timer.clear()
        let exchange = exchange
        self.exchange = nil
        // RFC 9113 §8.1: an answer before the request's end; the rest of the request goes nowhere.
        if let exchange, !exchange.isRequestSent { context?.close(promise: nil) }
        exchange?.finishResponse(trailers: trailers)
    }

    // MARK: The end

    func giveBack() { close() }

    func close() {
        exchange = nil
        timer.cancel()
        if case .finished = state { return }
        state = .closed
        context?.close(promise: nil)
    }

    private func fail(_ failure: OriginFailure) {
        let exchange = exchange
        close()
        exchange?.originFailed(failure)
    }

    private func setDeadline(_ amount: TimeAmount) {
        timer.set(.now() + amount, on: loop.eventLoop.assumeIsolated(), handler: self)
    }

    // MARK: The channel

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        timer.cancel()
        session.closed(self)
    }

    func channelActive(context: ChannelHandlerContext) { context.read() }

    func channelInactive(context: ChannelHandlerContext) { fail(.closed) }

    /// The stream was reset: by the origin, or by NIO over a message that is none.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if (error as? NIOHTTP2Errors.StreamClosed)?.errorCode == .http11Required { session.requireHTTP1() }
        fail(session.isHTTP1Required ? .http1Required : HTTP2Failure.isMalformedMessage(error) ? .malformedResponse : .closed)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { exchange?.originWritabilityChanged() }
}

extension OriginStream: NIOScheduledCallbackHandler {
    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard timer.fired(on: loop.eventLoop.assumeIsolated(), handler: self) else { return }
        // Nothing tells a slow answer from a connection that leads nowhere any more, and others wait on it: no new ones.
        session.retire()
        fail(.responseTimeout)
    }
}
