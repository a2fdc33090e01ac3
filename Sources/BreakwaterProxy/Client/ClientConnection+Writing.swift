import BreakwaterHTTP
import BreakwaterURL
import HTTPTypes
import NIOCore

extension ClientConnection {
    func send(_ response: HTTPResponse, unread: [UInt8], framing: BodyFraming, connection: ConnectionNotice) {
        outbox.append { $0.writeHead(of: response, unread: unread, framing: framing, connection: connection, in: &loop.headText) }
    }

    func sendBody(_ bytes: ByteBuffer, isChunked: Bool) {
        guard let context else { return }
        if isChunked { outbox.appendChunk(bytes, to: context) } else { outbox.append(bytes, to: context) }
    }

    /// Trailers end here: nobody can say what a recipient takes them for (RFC 9110 §6.5.1).
    func finishResponse(isChunked: Bool, trailers: HTTPFields?) {
        if isChunked { outbox.append { _ = $0.writeStaticString("0\r\n\r\n") } }
    }

    func sendContinue() {
        outbox.append { _ = $0.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n") }
        flush()
    }

    /// Where the client reached us, `HOST:PORT`.
    var localAuthority: String {
        guard let local = context?.localAddress, let address = local.address, let port = local.port else { return "localhost" }
        return "\(Host.address(address.canonical)):\(port)"
    }

    func flush() {
        guard let context else { return }
        outbox.flush(context, of: self, in: loop.flushes)
    }

    /// Before what does not go through ``outbox``: TLS, the end of the connection.
    func flushNow() {
        guard let context else { return }
        outbox.flush(context)
    }

    // MARK: Between exchanges

    /// The exchange has written all it will.
    func exchangeEnded(keepsConnection: Bool) {
        exchange = nil
        switch state {
        case .exchanging, .awaitingClientHello, .awaitingOrigin: break
        case .awaitingRequest, .handshaking, .relaying, .lingering, .closed: return
        }
        guard keepsConnection, isRequestRead else { return close() }
        flush()
        state = .awaitingRequest
        advance()
        if inputIsClosed, case .awaitingRequest = state { close() } else { requestRead() }
    }

    /// The origin takes body bytes now, or again.
    func originIsReady() {
        guard case .exchanging = state else { return }
        advance()
        requestRead()
    }

    // MARK: Tunnels

    func beginTunnel() {
        if !isRedirectedTunnel {
            outbox.append { _ = $0.writeStaticString("HTTP/1.1 200 Connection Established\r\n\r\n") }
            flush()
        }
        state = .awaitingClientHello(TunnelOpening())
        setDeadline(loop.limits.clientHelloDeadline)
        advance()
        requestRead()
    }

    /// The tunnel's bytes wait for an origin, which has a deadline of its own.
    func awaitOrigin() {
        state = .awaitingOrigin
        timer.clear()
    }

    /// From here on bytes pass both ways unread.
    func beginRelay(with origin: OriginConnection) {
        exchange = nil
        state = .relaying(origin)
        setDeadline(loop.limits.tunnelIdle)
        do throws(MessageFault) { try origin.relay(to: self) } catch { return abort() }
        advance()
        if inputIsClosed { origin.peerInputEnded() } else { requestRead() }
    }

    /// Sends a tunnel's bytes on; ``flush()`` follows when the origin's read is over.
    func relay(_ bytes: ByteBuffer) {
        guard let context else { return }
        outbox.append(bytes, to: context)
        setDeadline(loop.limits.tunnelIdle)
    }

    func setRelayPaused(_ paused: Bool) {
        isRelayPaused = paused
        if !paused { requestRead() }
    }

    /// The origin sends nothing more.
    func peerInputEnded() {
        outputIsClosed = true
        flushNow()
        if inputIsClosed { finishClosing() } else { context?.close(mode: .output, promise: nil) }
    }

    // MARK: The end of the connection

    /// Sends what is written, then says that no more comes, and waits a little for the client to agree. Closing at once while
    /// the client still sends would reset the connection and lose the answer (RFC 9112 §9.6).
    func close() {
        guard let context else { return }
        if case .closed = state { return }
        flushNow()
        state = .lingering
        inbound = ByteBuffer()
        outputIsClosed = true
        if inputIsClosed { return finishClosing() }
        setDeadline(loop.limits.lingering)
        context.close(mode: .output, promise: nil)
        requestRead()
    }

    /// Both directions are over: closes once everything written is sent.
    func finishClosing() {
        guard let context else { return }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in channel.close(promise: nil) }
    }

    /// Closes at once; what is written and not sent is lost, but for a tunnel's bytes, whose end nobody here knows.
    func abort() {
        if case .closed = state { return }
        let before = state
        if case .relaying = before { flushNow() }
        state = .closed
        timer.cancel()
        inbound = ByteBuffer()
        if case .relaying(let origin) = before { origin.close() }
        let exchange = exchange
        self.exchange = nil
        exchange?.clientFailed()
        // Past TLS, which would say goodbye: a cut message must not look whole.
        (tlsContext ?? context)?.close(promise: nil)
    }

    /// The proxy stops: what is idle closes now, what is under way after its answer.
    func drain() {
        guard case .awaitingRequest = state, inbound.readableBytes == 0 else { return }
        flushNow()
        abort()
    }
}

extension ClientConnection: QueuedSender {
    func sendQueued() {
        guard let context else { return }
        outbox.flushQueued(context)
    }
}
