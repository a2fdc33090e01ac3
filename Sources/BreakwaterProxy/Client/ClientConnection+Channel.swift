import BreakwaterHTTP
import NIOCore
import NIOTLS

extension ClientConnection {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.add(self)
        setDeadline(loop.limits.keepAliveIdle)
        if context.channel.isActive { requestRead() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        abort()
        self.context = nil
        tlsContext = nil
        timer.cancel()
        loop.remove(self)
    }

    func channelActive(context: ChannelHandlerContext) { requestRead() }

    func channelInactive(context: ChannelHandlerContext) { abort() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .handshaking = state { tunnel?.clientFailed(error, on: self) }
        abort()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let name)? = event as? TLSUserEvent { return inspectionBegan(speaking: name) }
        guard case ChannelEvent.inputClosed? = event as? ChannelEvent else { return context.fireUserInboundEventTriggered(event) }
        inputIsClosed = true
        switch state {
        case .awaitingRequest, .awaitingClientHello, .awaitingOrigin, .handshaking: abort()
        case .exchanging:
            // A client may end its side after the request and still wait for the answer; inside a body it has given up.
            if !isRequestRead { abort() }
        case .relaying(let origin):
            origin.peerInputEnded()
            if outputIsClosed { finishClosing() }
        case .lingering: context.close(promise: nil)
        case .closed: break
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let isWritable = context.channel.isWritable
        if case .relaying(let origin) = state { return origin.setPaused(!isWritable) }
        exchange?.clientWritabilityChanged(isWritable)
        // How long the client may take to make room again.
        if !isWritable { setDeadline(loop.limits.bodyIdle) } else if isRequestRead, case .exchanging = state { timer.clear() }
    }

    func setDeadline(_ amount: TimeAmount) {
        timer.set(.now() + amount, on: loop.eventLoop.assumeIsolated(), handler: self)
    }
}

extension ClientConnection: NIOScheduledCallbackHandler {
    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard timer.fired(on: loop.eventLoop.assumeIsolated(), handler: self) else { return }
        switch state {
        case .awaitingRequest where inbound.readableBytes > 0 && redirected == nil:
            loop.metrics.count(.clientTimeouts)
            send(loop.service.errorReply(.requestTimeout, acceptLanguage: nil), keepsConnection: false, isHead: false)
            close()
        case .exchanging:
            checkProgress()
        case .awaitingRequest, .awaitingClientHello, .awaitingOrigin, .handshaking, .relaying, .lingering, .closed:
            abort()
        }
    }

    /// The deadline inside an exchange: the client takes nothing, or sends too slowly.
    private func checkProgress() {
        guard context?.channel.isWritable ?? false else {
            loop.metrics.count(.clientTimeouts)
            return abort()
        }
        guard let exchange, !isRequestRead else { return }
        // A body that waits for its origin is not the client's fault; the origin has a deadline of its own.
        guard exchange.takesRequestBody, rate.isTooSlow(loop.limits) else { return setDeadline(rate.interval(loop.limits)) }
        loop.metrics.count(.clientTimeouts)
        exchange.requestFailed(.requestTimeout)
    }
}
