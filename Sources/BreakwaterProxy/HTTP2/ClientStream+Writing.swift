import HTTPTypes
import NIOCore
import NIOHPACK
import NIOHTTP2

extension ClientStream {
    func send(_ response: HTTPResponse, unread: [UInt8], framing: BodyFraming, connection: ConnectionNotice) {
        let payload = HTTP2Frame.FramePayload.headers(.init(headers: .init(response, framing: framing), endStream: framing.isEmpty))
        if case .length(let length) = framing { remaining = length }
        if framing.isEmpty { writeLast(payload) } else { write(payload) }
    }

    func sendBody(_ bytes: ByteBuffer, isChunked: Bool) {
        guard !isResponseEnded, bytes.readableBytes > 0 else { return }
        let rest = remaining.map { $0 - bytes.readableBytes }
        remaining = rest
        guard rest == 0 else { return write(.data(.init(data: .byteBuffer(bytes)))) }
        writeLast(.data(.init(data: .byteBuffer(bytes), endStream: true)))
    }

    func finishResponse(isChunked: Bool, trailers: HTTPFields?) {
        guard !isResponseEnded else { return }
        if let trailers {
            writeLast(.headers(.init(headers: .init(trailers: trailers), endStream: true)))
        } else {
            writeLast(.data(.init(data: .byteBuffer(ByteBuffer()), endStream: true)))
        }
    }

    func sendContinue() {
        write(.headers(.init(headers: [":status": "100"])))
        flush()
    }

    func flush() { context?.flush() }

    private func write(_ payload: HTTP2Frame.FramePayload) { context?.write(wrapOutboundOut(payload), promise: nil) }

    /// Writes the response's last frame. Where the request is not over, the client is told that nobody wants the rest (RFC 9113 §8.1), but
    /// only when the answer is sent: a reset takes with it what waits for the client's window.
    private func writeLast(_ payload: HTTP2Frame.FramePayload) {
        isResponseEnded = true
        guard let context, !isInputEnded else { return write(payload) }
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenSuccess { [self] in
            guard !isInputEnded, !isClosed, let context = self.context else { return }
            context.writeAndFlush(wrapOutboundOut(.rstStream(.noError)), promise: nil)
        }
        context.write(wrapOutboundOut(payload), promise: sent)
    }
}
