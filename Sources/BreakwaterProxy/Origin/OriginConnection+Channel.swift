import NIOCore

extension OriginConnection {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.metrics.count(.originConnections)
        setPaused(false)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        timer.cancel()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { inputEnded() } else { context.fireUserInboundEventTriggered(event) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .relaying(let client) = state { client.abort() } else { inputEnded() }
        close()
    }

    /// A reset is no end of a body, also where the body would end with the connection.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(.closed) }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if case .relaying(let client) = state {
            client.setRelayPaused(!isWritable)
        } else {
            exchange?.originWritabilityChanged()
        }
    }

    // MARK: Relaying

    /// Sends a tunnel's bytes on; ``flush()`` follows when the client's read is over.
    func relay(_ bytes: ByteBuffer) {
        guard let context else { return }
        outbox.append(bytes, to: context)
    }

    /// The client sends nothing more.
    func peerInputEnded() {
        guard let context else { return }
        outbox.flush(context)
        context.close(mode: .output, promise: nil)
    }
}

extension OriginConnection: NIOScheduledCallbackHandler {
    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard timer.fired(on: loop.eventLoop.assumeIsolated(), handler: self) else { return }
        switch state {
        case .idle, .closed, .reserved, .relaying: close()
        case .awaitingHead, .readingBody: fail(.responseTimeout)
        }
    }
}

extension OriginConnection: QueuedSender {
    func sendQueued() {
        guard let context else { return }
        outbox.flushQueued(context)
    }
}
