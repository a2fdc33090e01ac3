import BreakwaterHTTP
import NIOCore

extension ClientStream {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        session.opened(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        abandon()
        leave()
        self.context = nil
        session.closed(self)
    }

    func channelActive(context: ChannelHandlerContext) { context.read() }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        abandon()
    }

    /// The client may open another in its place.
    private func leave() {
        guard isOpen else { return }
        isOpen = false
        session.streamEnded()
    }

    /// The client reset the stream, or broke the protocol on it.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { abort() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let isWritable = context.channel.isWritable
        exchange?.clientWritabilityChanged(isWritable)
        // How long the client may take to make room again.
        if !isWritable { setDeadline(loop.limits.bodyIdle) } else if isRequestRead, exchange != nil { timer.clear() }
    }
}

extension ClientStream: NIOScheduledCallbackHandler {
    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard timer.fired(on: loop.eventLoop.assumeIsolated(), handler: self) else { return }
        // What was answered is not taken, or what is being answered.
        guard let exchange, isWritable else {
            loop.metrics.count(.clientTimeouts)
            return abort()
        }
        guard !isRequestRead else { return }
        // A body that waits for its origin is not the client's fault; the origin has a deadline of its own.
        guard exchange.takesRequestBody, rate.isTooSlow(loop.limits) else { return setDeadline(rate.interval(loop.limits)) }
        loop.metrics.count(.clientTimeouts)
        exchange.requestFailed(.requestTimeout)
    }
}
