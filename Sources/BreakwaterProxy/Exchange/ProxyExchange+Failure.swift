import BreakwaterHTTP
import BreakwaterURL
import HTTPTypes
import NIOCore

/// What was sent of a request's body, kept for an HTTP/2 origin that may refuse the request, or want it over HTTP/1.1.
struct RepeatableBody {
    /// More is not kept: an origin that refuses a request mostly does so at once.
    static let limit = 64 << 10

    private(set) var pieces: [ByteBuffer] = []
    private(set) var count = 0
    /// Whether the body ended with it.
    var isWhole = false

    mutating func append(_ bytes: ByteBuffer) {
        pieces.append(bytes)
        count += bytes.readableBytes
    }
}

extension ProxyExchange {
    /// The origin gave no whole answer.
    func originFailed(_ failure: OriginFailure) {
        let origin = origin
        self.origin = nil
        if let key = keyOfSecondAttempt(after: failure, on: origin) {
            isSecondAttempt = true
            requestState = .connecting
            outgoing?.key = key
            // Not on a connection that waits: that one may be closed as well.
            if client.mayUseOrigin(key) { open(key) }
            return
        }
        loop.metrics.count(failure)
        if isOpeningTunnel { return abort() }
        if failure == .parentRefused || failure == .closed && isHarmlessToRepeat, forwardWithoutTunnel() { return }
        end(with: errorReply(failure.reply))
    }

    /// Whether nothing was answered, and doing it twice does no harm.
    private var isHarmlessToRepeat: Bool {
        guard case .awaited = responseState else { return false }
        return head.isIdempotent && head.framing.isEmpty
    }

    /// Where to try again; `nil` where that could do something twice, or help nothing.
    private func keyOfSecondAttempt(after failure: OriginFailure, on origin: (any ExchangeOrigin)?) -> OriginKey? {
        guard case .awaited = responseState, !isSecondAttempt, var key = outgoing?.key else { return nil }
        // RFC 9113 §8.7: what was refused was not looked at, whatever its method.
        let isRefused = origin?.hasRefused ?? false && (head.framing.isEmpty || repeatable != nil)
        guard isRefused || isHarmlessToRepeat else { return nil }
        // RFC 9112 §9.3.1: it closed the idle connection while our request was on its way. Nothing was done there, and doing it again does
        // no harm.
        if failure == .closed, isRefused || origin?.mayBeStale ?? false { return key }
        guard failure == .http1Required else { return nil }
        key.isHTTP1Only = true
        return key
    }

    /// Many parents open tunnels to port 443 only, and say so or close. The request then goes to the parent as any other does, with what
    /// SafeSearch has changed in it.
    ///
    /// - Returns: `false` where the tunnel was for something else.
    private func forwardWithoutTunnel() -> Bool {
        guard let parent = loop.parent, let outgoing, client.tunnel == nil, !outgoing.upgradesToWebSocket, !outgoing.key.isForwarded,
            let url = try? WebURL("http://\(outgoing.request.authority ?? "")/")
        else { return false }
        send(outgoing.request, to: OriginKey(host: url.host, port: url.port, isForwarded: true), forwardedBy: parent)
        return true
    }

    // MARK: The body, again

    /// Keeps what is sent of a body, as long as it is little.
    func keep(_ bytes: ByteBuffer) {
        repeatable?.append(bytes)
        if let count = repeatable?.count, count > RepeatableBody.limit { repeatable = nil }
    }

    /// Sends what the origin got of the body at the first attempt, if that was any.
    func send(_ body: RepeatableBody, to origin: any ExchangeOrigin) {
        for piece in body.pieces { origin.write(piece, isChunked: head.framing == .chunked) }
        guard body.isWhole else { return }
        requestState = .sent
        origin.finishRequest(isChunked: head.framing == .chunked, trailers: nil)
    }
}
