import BreakwaterHTTP
import BreakwaterTLS
import BreakwaterURL
import HTTPTypes
import NIOCore

/// A connection to an origin: writes requests, reads responses, and knows whether it may be used again.
///
/// A thin shell round ``HeadScanner`` and ``BodyReader``; what a response means is the ``ProxyExchange``'s.
final class OriginConnection: ChannelInboundHandler, ExchangeOrigin {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum State {
        /// No exchange: new, or in the pool. Bytes now are nobody's answer. Next: `awaitingHead`, `reserved`, `closed`.
        case idle
        /// A request was begun. Next: `readingBody`, `relaying`, `closed`.
        case awaitingHead(HTTPRequest.Method)
        /// Next: `idle`, `closed`.
        case readingBody(BodyReader, keepsConnection: Bool)
        /// A tunnel's, which is not open yet: what comes is kept. Next: `relaying`, `closed`.
        case reserved
        /// Next: `closed`.
        case relaying(ClientConnection)
        case closed
    }

    let key: OriginKey
    let canonicalNames: [DomainName]
    /// What its certificate was, where the connection is TLS.
    let verified: LeafStore.Origin?
    let loop: LoopContext
    var state = State.idle
    var exchange: ProxyExchange?
    var context: ChannelHandlerContext?
    var inbound = ByteBuffer()
    var outbox = WriteCoalescer(allocator: ByteBufferAllocator())
    var timer = ConnectionTimer()
    /// Whether it came out of the pool, so that the origin may just have closed it.
    private(set) var isReused = false
    /// Where it waits between exchanges, once it did.
    var place: IdleConnections?
    /// Whether a byte of the answer under way has come.
    private(set) var hasAnswered = false
    private var scanner = HeadScanner()
    private var informationalCount = 0
    private var isPaused = false
    private var isReading = false

    init(key: OriginKey, canonicalNames: [DomainName] = [], verified: LeafStore.Origin? = nil, context: LoopContext) {
        self.key = key
        self.canonicalNames = canonicalNames
        self.verified = verified
        loop = context
    }

    var isWritable: Bool { context?.channel.isWritable ?? false }

    var hasRefused: Bool { false }
    var speaksHTTP2: Bool { false }

    var mayBeStale: Bool { isReused && !hasAnswered }

    // MARK: An exchange

    func begin(_ exchange: ProxyExchange, with request: OutgoingRequest) {
        self.exchange = exchange
        state = .awaitingHead(request.request.method)
        hasAnswered = false
        informationalCount = 0
        outbox.append { $0.writeHead(of: request, in: &loop.headText) }
        setDeadline(loop.limits.firstByteDeadline)
    }

    /// Keeps the connection for a tunnel.
    func reserve(for exchange: ProxyExchange) {
        self.exchange = exchange
        state = .reserved
        isPaused = true
        timer.clear()
    }

    func write(_ bytes: ByteBuffer, isChunked: Bool) {
        guard let context else { return }
        if isChunked { outbox.appendChunk(bytes, to: context) } else { outbox.append(bytes, to: context) }
        // The origin may well wait for the whole body before it answers.
        setDeadline(loop.limits.firstByteDeadline)
    }

    /// Trailers end here: nobody can say what a recipient takes them for (RFC 9110 §6.5.1).
    func finishRequest(isChunked: Bool, trailers: HTTPFields?) {
        if isChunked { outbox.append { _ = $0.writeStaticString("0\r\n\r\n") } }
    }

    func flush() {
        guard let context else { return }
        outbox.flush(context, of: self, in: loop.flushes)
    }

    func setPaused(_ paused: Bool) {
        isPaused = paused
        if paused {
            timer.clear()  // The client's deadline runs now.
        } else {
            if case .readingBody = state { setDeadline(loop.limits.bodyIdle) }
            requestRead()
        }
    }

    func giveBack() { loop.pool.put(self) ? setDeadline(loop.limits.keepAliveIdle) : close() }

    func close() {
        exchange = nil
        if case .idle = state { loop.pool.remove(self) }
        if case .relaying = state, let context { outbox.flush(context) }
        state = .closed
        timer.cancel()
        context?.close(promise: nil)
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        hasAnswered = true
        if case .relaying(let client) = state {
            client.relay(bytes)
            return
        }
        if inbound.readableBytes == 0 { inbound = bytes } else { inbound.writeImmutableBuffer(bytes) }
        if case .reserved = state { return }
        if case .readingBody = state { setDeadline(loop.limits.bodyIdle) }
        do throws(MessageFault) {
            try process()
        } catch {
            fail(.malformedResponse)
        }
        if inbound.readableBytes == 0 { inbound = ByteBuffer() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        if case .relaying(let client) = state { client.flush() } else { exchange?.flushResponse() }
        requestRead()
    }

    private func requestRead() {
        guard !isPaused, !isReading, let context else { return }
        if case .closed = state { return }
        isReading = true
        context.read()
    }

    private func process() throws(MessageFault) {
        while true {
            switch state {
            case .idle:
                // Nobody asked: a second answer to one request, or bytes after a body. Never to be given to the next exchange.
                if inbound.readableBytes > 0 { close() }
                return
            case .awaitingHead(let method):
                guard try readHead(answering: method) else { return }
            case .readingBody(var body, let keepsConnection):
                let step = try body.next(from: &inbound, limits: loop.limits)
                state = .readingBody(body, keepsConnection: keepsConnection)
                switch step {
                case .bytes(let bytes): exchange?.receiveResponseBody(bytes)
                case .needMore: return
                case .finished:
                    finishMessage(keepsConnection: keepsConnection)
                    return
                }
            case .relaying(let client):
                if inbound.readableBytes > 0 { client.relay(inbound) }
                inbound = ByteBuffer()
                return
            case .reserved, .closed:
                return
            }
        }
    }

    /// - Returns: whether the state moved on.
    private func readHead(answering method: HTTPRequest.Method) throws(MessageFault) -> Bool {
        guard let length = try scanner.scan(inbound, limits: loop.limits) else { return false }
        let head = try ResponseMessageHead(
            scanner, in: inbound, answering: method, names: &loop.fieldNames, leavesUnread: exchange?.client.writesLines ?? false)
        scanner.reset()
        inbound.moveReaderIndex(forwardBy: length)
        if head.isInformational {
            informationalCount += 1
            guard informationalCount <= 8 else { throw MessageFault("too many informational responses") }
            exchange?.receiveInformational(head.response.status)
        } else {
            state = .readingBody(BodyReader(head.framing), keepsConnection: head.keepsConnection)
            setDeadline(loop.limits.bodyIdle)
            exchange?.receiveResponseHead(head)
        }
        return true
    }

    private func finishMessage(keepsConnection: Bool) {
        let exchange = exchange
        self.exchange = nil
        timer.clear()
        let isClean = keepsConnection && inbound.readableBytes == 0 && exchange?.isRequestSent ?? false && !loop.isDraining
        state = .idle
        isPaused = false
        isReused = true
        // Into the pool before the exchange ends: a pipelined request that comes next may take it at once.
        isClean ? giveBack() : close()
        exchange?.finishResponse(trailers: nil)
    }

    // MARK: The end of the connection

    func inputEnded() {
        switch state {
        case .readingBody(let body, _) where body.endsWithConnection: finishMessage(keepsConnection: false)
        case .awaitingHead, .readingBody, .reserved: fail(.closed)
        case .relaying(let client): client.peerInputEnded()
        case .idle: close()
        case .closed: break
        }
    }

    func fail(_ failure: OriginFailure) {
        let exchange = exchange
        if case .relaying(let client) = state { client.abort() }
        close()
        exchange?.originFailed(failure)
    }

    func setDeadline(_ amount: TimeAmount) {
        timer.set(.now() + amount, on: loop.eventLoop.assumeIsolated(), handler: self)
    }

    func relay(to client: ClientConnection) throws(MessageFault) {
        state = .relaying(client)
        exchange = nil
        timer.clear()
        isPaused = false
        try process()
        client.flush()
        requestRead()
    }
}
