import BreakwaterHTTP
import BreakwaterTLS
import HTTPTypes
import NIOCore

/// A client's connection: reads requests one after another and writes their responses.
///
/// ## Theory of operation
///
/// A thin shell round ``HeadScanner`` and ``BodyReader``; ``ProxyExchange`` does the rest. Pipelined requests wait unread in
/// the buffer until the exchange before them has ended, so one connection has one exchange, one origin and one place in a pool.
/// After anything that is not one unambiguous message, nothing more is read as HTTP.
final class ClientConnection: ChannelInboundHandler, RemovableChannelHandler, ExchangeClient, ConnectedClient {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum State {
        /// Between requests, or inside a head. Next: `exchanging`, `lingering`, `closed`.
        case awaitingRequest
        /// Next: `awaitingRequest`, `awaitingClientHello`, `relaying`, `lingering`, `closed`.
        case exchanging
        /// CONNECT was answered. Next: `awaitingOrigin`, `relaying`, `handshaking`, `closed`.
        case awaitingClientHello(TunnelOpening)
        /// The ClientHello was judged and waits, until there is an origin. Next: `relaying`, `handshaking`, `closed`.
        case awaitingOrigin
        /// The client is shown our certificate. Next: `awaitingRequest`, `closed` (an HTTP/2 connection takes over).
        case handshaking
        /// Next: `closed`.
        case relaying(OriginConnection)
        /// The last answer is sent; what still comes is dropped. Next: `closed`.
        case lingering
        case closed
    }

    let loop: LoopContext
    let listener: ListenerTraits
    /// Changed once at most: by a balancer's header, then by a login to a tunnel.
    var identity: ClientIdentity
    /// Whether the login of this connection holds for all that comes through it.
    var isLoginSettled = false
    /// Whether this is TLS that was redirected here, from a client that knows of no proxy.
    var isRedirectedTunnel = false
    var state = State.awaitingRequest
    var exchange: ProxyExchange?
    var context: ChannelHandlerContext?
    var inbound = ByteBuffer()
    var outbox = WriteCoalescer(allocator: ByteBufferAllocator())
    var timer = ConnectionTimer()
    var inputIsClosed = false
    var outputIsClosed = false
    var isReading = false
    var isRelayPaused = false
    /// The tunnel that is decrypted on this connection, from its TLS handshake on.
    var tunnel: InspectedTunnel?
    /// Before the TLS of a decrypted tunnel, until its handshake is over.
    var alerts: ClientAlertReader?
    /// The place of that TLS in the pipeline.
    var tlsContext: ChannelHandlerContext?
    var rate = RateMeter()
    private(set) var redirected: TunnelOpening?
    private var scanner = HeadScanner()
    private var body = BodyReader(.none())
    private var isAdvancing = false

    init(loop: LoopContext, identity: ClientIdentity, listener: ListenerTraits = ListenerTraits()) {
        self.loop = loop
        self.listener = listener
        self.identity = identity
    }

    /// Whether the request under way was read to its end, so that the next can be found.
    var isRequestRead: Bool { body.isFinished }

    var isWritable: Bool { context?.channel.isWritable ?? false }

    var connection: ClientConnection? { self }

    var writesLines: Bool { true }

    var isInTunnel: Bool {
        switch state {
        case .awaitingClientHello, .awaitingOrigin: true
        case .awaitingRequest, .exchanging, .handshaking, .relaying, .lingering, .closed: false
        }
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if case .relaying(let origin) = state {
            origin.relay(bytes)
            return
        }
        if inbound.readableBytes == 0 { inbound = bytes } else { inbound.writeImmutableBuffer(bytes) }
        if case .exchanging = state { rate.add(bytes.readableBytes) }
        advance()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        if case .relaying(let origin) = state {
            origin.flush()
            setDeadline(loop.limits.tunnelIdle)
        }
        requestRead()
    }

    /// Asks for more, unless what is there already is enough for now.
    func requestRead() {
        guard !isReading, !inputIsClosed, let context else { return }
        switch state {
        case .closed: return
        case .relaying: guard !isRelayPaused else { return }
        case .awaitingRequest, .awaitingClientHello, .handshaking, .lingering: break
        case .exchanging, .awaitingOrigin: guard inbound.readableBytes < loop.limits.readAheadBytes else { return }
        }
        isReading = true
        context.read()
    }

    /// Does what can be done with the bytes that are there.
    func advance() {
        // An exchange that ends at once comes back here; the loop below goes on with the next request then.
        guard !isAdvancing else { return }
        isAdvancing = true
        defer {
            isAdvancing = false
            if inbound.readableBytes == 0 { inbound = ByteBuffer() }
        }
        do throws(MessageFault) {
            while try step() {}
        } catch {
            refuse(error)
        }
    }

    /// - Returns: whether there may be more to do.
    private func step() throws(MessageFault) -> Bool {
        switch state {
        case .awaitingRequest:
            if let opening = redirectedOpening() { return try readRedirectedHello(opening) }
            return try readHead()
        case .exchanging:
            return try readBody()
        case .awaitingClientHello(let opening):
            return try readClientHello(opening)
        case .awaitingOrigin, .handshaking:
            return false
        case .relaying(let origin):
            if inbound.readableBytes > 0 { origin.relay(inbound) }
            inbound = ByteBuffer()
            origin.flush()
            return false
        case .lingering, .closed:
            inbound = ByteBuffer()
            return false
        }
    }

    /// Where a redirected connection begins with TLS's first byte (a handshake record, RFC 8446 §5.1), its reader.
    private func redirectedOpening() -> TunnelOpening? {
        if let redirected { return redirected }
        guard listener.destination != nil, scanner.isAtStart, inbound.readableBytesView.first == 0x16 else { return nil }
        setDeadline(loop.limits.clientHelloDeadline)
        redirected = TunnelOpening()
        return redirected
    }

    private func readHead() throws(MessageFault) -> Bool {
        guard inbound.readableBytes > 0 else {
            loop.isDraining ? close() : setDeadline(loop.limits.keepAliveIdle)
            return false
        }
        let isFirstByte = scanner.isAtStart
        guard let length = try scanner.scan(inbound, limits: loop.limits) else {
            if isFirstByte { setDeadline(loop.limits.headDeadline) }
            return false
        }
        timer.clear()
        let head = try RequestMessageHead(scanner, in: inbound, names: &loop.fieldNames, isInTunnel: tunnel != nil)
        guard !head.isOriginForm || tunnel != nil || listener.isTransparent || loop.isOwnPage(head.request) else {
            throw MessageFault("a target that is not absolute: this is a proxy")
        }
        scanner.reset()
        inbound.moveReaderIndex(forwardBy: length)
        begin(head)
        return true
    }

    /// Starts the exchange of a request.
    func begin(_ head: RequestMessageHead) {
        redirected = nil
        timer.clear()
        body = BodyReader(head.framing)
        state = .exchanging
        let exchange = ProxyExchange(client: self, head: head, loop: loop)
        self.exchange = exchange
        if !body.isFinished {
            rate = RateMeter()
            setDeadline(rate.interval(loop.limits))
        }
        exchange.start()
    }

    private func readBody() throws(MessageFault) -> Bool {
        guard let exchange, !body.isFinished else { return false }
        guard exchange.takesRequestBody else {
            // What was written must go out, or the origin never has room again.
            exchange.flushRequest()
            return exchange.takesRequestBody
        }
        switch try body.next(from: &inbound, limits: loop.limits) {
        case .bytes(let bytes):
            exchange.receiveRequestBody(bytes)
        case .needMore:
            exchange.flushRequest()
            return false
        case .finished:
            break
        }
        if body.isFinished {
            timer.clear()
            exchange.finishRequest(trailers: nil)
            exchange.flushRequest()
        }
        return true
    }

    private func readClientHello(_ opening: TunnelOpening) throws(MessageFault) -> Bool {
        switch opening.read(inbound) {
        case .needMore: return false
        case .hello(let hello): exchange?.judgeTunnel(name: hello.serverName, isEncrypted: hello.hasEncryptedClientHello)
        case .otherProtocol where loop.allowsOtherProtocolsInTunnels: exchange?.judgeTunnel(name: nil, isEncrypted: false)
        case .otherProtocol, .failed: exchange?.abort()
        }
        return true
    }

    /// Answers what is no request, and reads no more.
    private func refuse(_ fault: MessageFault) {
        loop.metrics.count(.malformedRequests)
        if let exchange {
            exchange.requestFailed(fault.reply)
        } else {
            send(loop.service.errorReply(fault.reply, acceptLanguage: nil), keepsConnection: false, isHead: false)
            close()
        }
    }
}
