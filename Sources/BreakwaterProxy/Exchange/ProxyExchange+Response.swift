import BreakwaterHTTP
import HTTPTypes
import NIOCore

extension ProxyExchange {
    /// 100 is passed on to a client that waits for it; early hints would let it fetch what was not judged.
    func receiveInformational(_ status: HTTPResponse.Status) {
        guard status.code == 100, head.section.expectsContinue, !head.isHTTP1_0, !isRequestSent else { return }
        client.sendContinue()
    }

    func receiveResponseHead(_ message: consuming ResponseMessageHead) {
        unread = message.unread
        if message.code == 101 {
            // Only this driver knows that it passed `Upgrade` on. The request was judged as WebSocket; there is no message to judge.
            guard head.asksForWebSocket, message.section.upgradesToWebSocket else { return originFailed(closing: .malformedResponse) }
            return switchProtocols(message.response)
        }
        switch filter.receiveResponseHead(message.takeResponse(), syntax: message.syntax, now: loop.now) {
        case .reply(let reply):
            end(with: reply)
        case .forward(let response, let inspectBody):
            isInspected = inspectBody
            frame(message)
            if inspectBody {
                responseState = .held(response)
            } else {
                sendHead(response)
            }
        }
    }

    func receiveResponseBody(_ bytes: ByteBuffer) {
        guard isInspected else { return client.sendBody(bytes, isChunked: clientFraming == .chunked) }
        held.append(bytes)
        heldBytes += bytes.readableBytes
        perform(filter.receiveResponseBody(bytes.readableBytesSpan, now: loop.now))
        if heldBytes > loop.limits.heldBytes { judgeLate() }
    }

    func finishResponse(trailers: HTTPFields?) {
        origin = nil  // It is in the pool again, or closed.
        if isInspected {
            perform(filter.finishResponse(now: loop.now))
            if heldBytes > 0 { judgeLate() }
            // Bytes that nobody released must not go out as the end of a message that looks whole.
            if heldBytes > 0 { return abort() }
        }
        if case .ended = responseState { return }
        if case .held(let response) = responseState { sendHead(response) }
        client.finishResponse(isChunked: clientFraming == .chunked, trailers: trailers)
        end()
    }

    func flushResponse() {
        // Most bodies come whole with their head and never need a deadline.
        if heldBytes > 0 {
            scanTimer.setUnlessSet(.now() + loop.limits.scanDeadline, on: loop.eventLoop.assumeIsolated(), handler: self)
        }
        // A held response has nothing to flush, and the request's head may be all there is.
        if case .streaming = responseState { client.flush() }
    }

    func clientWritabilityChanged(_ isWritable: Bool) { origin?.setPaused(!isWritable) }

    // MARK: Verdicts

    private func perform(_ action: BodyAction) {
        switch action {
        case .hold: break
        case .release(let count): release(count)
        case .replace(let reply): end(with: reply)
        case .abort: abort()
        }
    }

    /// Time, or room, is over: the exchange says what policy does then.
    private func judgeLate() { perform(filter.deadlineReached(now: loop.now)) }

    private func release(_ count: Int) {
        if case .held(let response) = responseState, count > 0 { sendHead(response) }
        var remaining = min(count, heldBytes)
        heldBytes -= remaining
        if heldBytes == 0 { scanTimer.clear() }
        var pieces: [ByteBuffer] = []
        swap(&pieces, &held)
        for index in pieces.indices {
            let count = min(pieces[index].readableBytes, remaining)
            remaining -= count
            if let bytes = pieces[index].readSlice(length: count), count > 0 {
                client.sendBody(bytes, isChunked: clientFraming == .chunked)
            }
        }
        if heldBytes > 0 { held = pieces.filter { $0.readableBytes > 0 } }
    }

    // MARK: The head

    private func frame(_ message: ResponseMessageHead) {
        clientFraming = message.framing
        repeatable = nil
        switch message.framing {
        case .none, .length: break
        // A client of HTTP/1.0 knows no chunks, and only chunks can end a body of unknown length on a connection that stays.
        case .chunked, .untilClose: clientFraming = head.isHTTP1_0 ? .untilClose : .chunked
        }
        keepsClientConnection = head.wantsKeepAlive && client.isRequestRead && clientFraming != .untilClose && !loop.isDraining
    }

    private func sendHead(_ response: HTTPResponse) {
        responseState = .streaming
        client.send(response, unread: unread, framing: clientFraming, connection: keepsClientConnection ? .stays : .closes)
    }

    private func switchProtocols(_ response: HTTPResponse) {
        guard let origin = origin as? OriginConnection else { return originFailed(closing: .malformedResponse) }
        client.send(response, unread: unread, framing: .none(), connection: .becomesWebSocket)
        openRelay(to: origin)
    }

    /// Ends the exchange, as what follows is the tunnel's.
    func openRelay(to origin: OriginConnection) {
        responseState = .ended
        self.origin = nil
        recordEvent()
        loop.metrics.count(.tunnels)
        client.connection?.beginRelay(with: origin)
    }

    private func originFailed(closing failure: OriginFailure) {
        origin?.close()
        originFailed(failure)
    }
}

extension ProxyExchange: NIOScheduledCallbackHandler {
    func handleScheduledCallback(eventLoop: some EventLoop) {
        guard scanTimer.fired(on: loop.eventLoop.assumeIsolated(), handler: self) else { return }
        judgeLate()
        flushResponse()
    }
}
