import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes
import NIOCore

/// One request and its response on their way between a client's and an origin's connection.
///
/// ## Theory of operation
///
/// It asks `FilterExchange` what to do and moves bytes accordingly; it decides nothing itself. Its two connections live on the
/// same event loop and call it directly. The request and the response have a state each, as a response may begin before
/// its request has ended.
///
/// ```
/// request:   starting ─▶ connecting ─▶ sending ─▶ sent
/// response:  awaited ─▶ held ─▶ streaming ─▶ ended
///               └─────────┴───────────────────▲     (pages, errors)
/// ```
///
/// `held`: the exchange wants to read the text first; head and body wait here, at most ``ProxyLimits/heldBytes``, and a page
/// may still take their place. Nothing else of a body ever waits: what one side cannot take stops the other side's reading.
final class ProxyExchange {
    enum RequestState {
        /// Not judged yet. Next: `connecting`; the response may end at once.
        case starting
        /// Judged; no origin yet. Next: `sending`.
        case connecting
        /// The head is written, the body follows. Next: `sent`.
        case sending
        /// The body is a form for the filter itself. Next: `sent`.
        case collecting
        case sent
    }

    enum ResponseState {
        /// Next: `held`, `streaming`, `ended`.
        case awaited
        /// Next: `streaming`, `ended`.
        case held(HTTPResponse)
        /// Next: `ended`.
        case streaming
        case ended
    }

    let client: any ExchangeClient
    let loop: LoopContext
    let head: RequestMessageHead
    /// The request's fields, until they are judged.
    var fields: HTTPFields
    var filter: FilterExchange
    var origin: (any ExchangeOrigin)?
    var requestState = RequestState.starting
    var responseState = ResponseState.awaited
    var outgoing: OutgoingRequest?
    /// Canonical names that were judged and let through.
    var admittedNames: [DomainName] = []
    /// What stands in place of the answer, where a canonical name was not let through.
    var refusal: BlockReply?
    /// Whether a second attempt was made.
    var isSecondAttempt = false
    /// `nil` where the body cannot be sent again.
    var repeatable: RepeatableBody? = RepeatableBody()
    /// How the response's body goes to the client.
    var clientFraming = BodyFraming.none()
    var keepsClientConnection = false
    /// Response bytes that wait for a verdict, in order.
    var held: [ByteBuffer] = []
    var heldBytes = 0
    /// Fields of the response that pass as they came, as lines.
    var unread: [UInt8] = []
    var isInspected = false
    var scanTimer = ConnectionTimer()

    init(client: any ExchangeClient, head: consuming RequestMessageHead, loop: LoopContext) {
        self.client = client
        fields = head.takeFields()
        self.head = head
        self.loop = loop
        filter = FilterExchange(worker: loop.worker, client: client.identity, role: .proxy, now: loop.now)
        loop.metrics.count(.exchanges)
    }

    /// Whether the origin can take request body bytes now.
    var takesRequestBody: Bool {
        switch requestState {
        case .sending: origin?.isWritable ?? false
        case .collecting: true
        case .starting, .connecting, .sent: false
        }
    }

    var isRequestSent: Bool {
        if case .sent = requestState { true } else { false }
    }

    /// Whether the client waits for what is at the end of its CONNECT, where no page of ours can reach it.
    var isOpeningTunnel: Bool { client.connection?.isInTunnel ?? false }

    var isTunnel: Bool { head.request.method == .connect }

    func errorReply(_ kind: ErrorReply) -> BlockReply {
        loop.service.errorReply(kind, acceptLanguage: head.section.acceptLanguage)
    }

    // MARK: The end

    /// Answers with a page of ours, if nothing was answered yet, and ends.
    func end(with reply: BlockReply) {
        // Who was redirected speaks TLS with somebody else: a page of ours would be noise there.
        if client.tunnel == nil, client.connection?.isRedirectedTunnel ?? false { return abort() }
        switch responseState {
        case .awaited, .held:
            // Nothing that follows an ambiguous message can be trusted to start where it seems to.
            let isAmbiguous = reply.status == .badRequest
            keepsClientConnection = head.wantsKeepAlive && client.isRequestRead && !loop.isDraining && !isTunnel && !isAmbiguous
            client.send(reply, keepsConnection: keepsClientConnection, isHead: head.request.method == .head)
            end()
        case .streaming: abort()
        case .ended: break
        }
    }

    /// Cuts the client's connection, so that it sees an incomplete message, and ends.
    func abort() {
        keepsClientConnection = false
        let client = client
        end()
        client.abort()
    }

    /// Ends for whatever reason: one event, no timer, no origin.
    func end() {
        if case .ended = responseState { return }
        responseState = .ended
        recordEvent()
        scanTimer.cancel()
        held = []
        let origin = origin
        self.origin = nil
        origin?.close()
        client.exchangeEnded(keepsConnection: keepsClientConnection)
    }

    func recordEvent() {
        guard let event = filter.takeEvent() else { return }
        switch event.action {
        case .allow: loop.metrics.count(.allowed)
        case .warn: loop.metrics.count(.warned)
        case .block: loop.metrics.count(.blocked)
        }
        loop.service.recorder.record(event)
    }

    /// The client went away, or sent what is no request body.
    func clientFailed() {
        keepsClientConnection = false
        end()
    }
}
