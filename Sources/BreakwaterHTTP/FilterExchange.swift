import Breakwater
public import BreakwaterEvents
import BreakwaterPolicy
public import BreakwaterURL
public import HTTPTypes

/// The filtering of one request and its response, or of one CONNECT tunnel, without I/O: the only road from an HTTP message
/// to a verdict, so that the proxy and ICAP cannot differ.
///
/// ## Theory of operation
///
/// The driver owns bytes, sockets and timers; the exchange owns state, borrows bytes and decides. Each `receive…` takes one
/// event and returns what to do. The driver keeps the body bytes that it was told to hold; the exchange keeps none, only the
/// decoder's and the matcher's state, bounded by ``FilterConfiguration``. One engine snapshot lasts for the whole exchange,
/// so that a reload never splits a verdict.
///
/// ```
/// awaitingRequest ─ forward ─▶ awaitingResponse ─▶ passing ─────────────────▶ finished
///        │                            └──────────▶ scanning ─▶ scanningLate ─────▲
///        ├─ collect ─▶ collecting ─▶ checking ───────────────────────────────────┤
///        ├─ reply ───────────────────────────────────────────────────────────────┤
///        └─ tunnel ──▶ awaitingServerName ─▶ openingTunnel ───────────────────────┘
/// ```
///
/// `scanning`: nothing of the response was released, a page can still take its place (`.replace`). `scanningLate`: a deadline
/// released what was held; the rest is still read, and harmful text ends in `.abort`.
///
/// Events out of order are a driver's mistake; they are answered with a refusal, never with a trap.
///
/// The driver calls ``takeEvent()`` once when the exchange ends for whatever reason, and records what it returns.
///
/// What the driver sets in the request head:
/// - absolute-form target: `scheme`, `authority` (as written, user information and all) and `path` from the target;
/// - origin-form: `scheme` (`https` inside an inspected tunnel) and `path`; `authority` only on HTTP/2;
/// - CONNECT: method `.connect`, `authority` the target as written;
/// - every field as received, **with every `Host` field** left in `headerFields`.
///
/// What it gets back: a head in origin form whose `authority` is the `Host` to send, without connection fields and without
/// `Transfer-Encoding`; `Content-Length` is kept, framing is the driver's.
///
/// - SeeAlso: RFC 9110 §7, RFC 9112 §3.
public struct FilterExchange: ~Copyable {
    private var judge: Judge
    private var state = State.awaitingRequest
    /// A comparison that takes a tenth of a second of a processor: the driver runs it away from its loop, then calls
    /// ``finishCheck(_:now:)``.
    public private(set) var pendingCheck: SecretCheck?

    /// What is rare and large is boxed: the state is handed on with every piece of every body.
    private enum State {
        /// Next: awaitingResponse, awaitingServerName, finished.
        case awaitingRequest
        /// Next: openingTunnel, finished.
        indirect case awaitingServerName(JudgedTunnel)
        /// The ClientHello was judged. Next: finished.
        indirect case openingTunnel(JudgedTunnel)
        /// Next: checking, finished.
        indirect case collecting(PageForm, [UInt8])
        /// An override code is being compared. Next: finished.
        indirect case checking(PageForm)
        /// Next: itself (1xx), passing, scanning, finished.
        case awaitingResponse(JudgedRequest)
        /// The response needs no reading, or its verdict stands. Next: finished.
        case passing
        /// The same, up to a number of bytes. Next: itself, finished.
        case counting(room: Int)
        /// Next: scanning, passing, counting, scanningLate, finished.
        case scanning(JudgedRequest, BodyScan)
        /// Next: itself, passing, counting, finished.
        case scanningLate(JudgedRequest, BodyScan)
        /// Next: none.
        case finished
    }

    /// - Parameters:
    ///   - role: whether the message is ours to forward (a proxy) or somebody else's (ICAP), which leaves connection fields alone.
    ///   - now: seconds since the epoch, as everywhere here.
    public init(worker: FilterWorker, client: ClientIdentity, role: FilterRole = .proxy, now: Int64) {
        judge = Judge(worker: worker, client: client, role: role, now: now)
    }

    /// Judges a request head.
    public mutating func receiveRequestHead(_ head: consuming HTTPRequest, syntax: MessageSyntax = .http1_1, now: Int64) -> RequestHeadAction {
        guard case .awaitingRequest = state else {
            state = .finished
            return .reply(judge.refuse(.internalFailure, acceptLanguage: head.headerFields[.acceptLanguage], now: now))
        }
        switch judge.judgeRequest(head, syntax: syntax, now: now) {
        case .forward(let request, let forwarded):
            let target = request.connectTo ?? request.url
            state = .awaitingResponse(request)
            return .forward(forwarded, to: target, inspectBody: false)
        case .tunnel(let tunnel):
            state = .awaitingServerName(tunnel)
            return tunnel.isInspectable ? .inspectableTunnel : .tunnel(to: tunnel.dialledHost, port: tunnel.port)
        case .collect(let form):
            state = .collecting(form, [])
            return .collect(limit: PageForm.limit)
        case .reply(let reply):
            state = .finished
            return .reply(reply)
        }
    }

    /// Judges a tunnel by its ClientHello, where that names another server than CONNECT did.
    ///
    /// - Parameters:
    ///   - name: the server name as sent, `nil` where there is none or the bytes are no TLS.
    ///   - hasEncryptedClientHello: whether the extension of RFC 9849 is there, decoy or not.
    public mutating func receiveServerName(_ name: String?, hasEncryptedClientHello: Bool, now: Int64) -> TunnelAction {
        switch state {
        case .awaitingServerName(let tunnel):
            state = .openingTunnel(tunnel)
            return judge.judgeServerName(name, hasEncryptedClientHello: hasEncryptedClientHello, of: tunnel, now: now)
        case .awaitingRequest, .openingTunnel, .collecting, .checking, .awaitingResponse, .passing, .counting, .scanning, .scanningLate,
            .finished:
            state = .finished
            return .close(nil)
        }
    }

    /// Judges the names that the host turned out to be an alias of (CNAME), so that an allowed name cannot stand in for a blocked one.
    ///
    /// For each exchange that gets a connection of such a host, new or kept, before anything of the request or the tunnel goes out on it.
    ///
    /// - Parameter names: the whole chain, in order.
    /// - Returns: what to answer in place of the origin; `nil` where the connection may be used. A tunnel that is open already is closed.
    public mutating func receiveCanonicalNames(_ names: [DomainName], now: Int64) -> BlockReply? {
        let page: BlockReply?
        switch state {
        case .awaitingResponse(let request): page = judge.judge(names, of: request, now: now)
        case .awaitingServerName(let tunnel), .openingTunnel(let tunnel): page = judge.judge(names, of: tunnel, now: now)
        case .awaitingRequest, .collecting, .checking, .passing, .counting, .scanning, .scanningLate, .finished:
            page = judge.refuse(.internalFailure, now: now)
        }
        if page != nil { state = .finished }
        return page
    }

    /// Takes request body bytes. They are never judged, so they are always released, but for those of a form of ours.
    public mutating func receiveRequestBody(_ bytes: RawSpan, now: Int64) -> BodyAction {
        guard case .collecting(let form, var body) = state else { return .release(count: bytes.byteCount) }
        guard body.count + bytes.byteCount <= PageForm.limit else {
            state = .finished
            return .replace(judge.refuse(.contentTooLarge, now: now))
        }
        // Bound: every index is below the span's count.
        for index in 0..<bytes.byteCount { body.append(unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) }
        state = .collecting(form, body)
        return .hold
    }

    /// The request ended as its framing says.
    ///
    /// - Returns: `.hold` where ``pendingCheck`` has to be run first.
    public mutating func finishRequest(now: Int64) -> BodyAction {
        guard case .collecting(let form, let body) = state else { return .release(count: 0) }
        state = .finished
        switch judge.judgeForm(form, body: body, now: now) {
        case .reply(let reply): return .replace(reply)
        case .check(let form, let check):
            pendingCheck = check
            state = .checking(form)
            return .hold
        }
    }

    /// Answers once ``pendingCheck`` was run.
    public mutating func finishCheck(_ isRight: Bool, now: Int64) -> BodyAction {
        guard case .checking(let form) = state else { return .abort }
        state = .finished
        pendingCheck = nil
        return .replace(judge.judgeOverride(form, isRight: isRight, now: now))
    }

    /// Takes the request as judged elsewhere: a response modification service (ICAP RESPMOD) sees request and response heads
    /// together, after the request was forwarded.
    ///
    /// - Returns: the refusal where the request itself is not allowed.
    public mutating func adoptRequestHead(_ head: HTTPRequest, now: Int64) -> BlockReply? {
        switch receiveRequestHead(head, now: now) {
        case .forward, .tunnel, .inspectableTunnel, .collect: nil
        case .reply(let reply): reply
        }
    }

    /// Judges a response head: labels, media type, content coding.
    ///
    /// - Parameters:
    ///   - head: with all its fields, but for those that ``UnreadFields`` lets the driver pass on itself.
    ///   - syntax: the version in which the origin answered, for `Via`.
    public mutating func receiveResponseHead(
        _ head: consuming HTTPResponse, syntax: MessageSyntax = .http1_1, now: Int64
    ) -> ResponseHeadAction {
        switch state {
        case .awaitingResponse(let request):
            return answer(to: judge.judgeResponse(head, syntax, to: request, now: now), request)
        case .awaitingRequest, .collecting, .checking, .awaitingServerName, .openingTunnel, .passing, .counting, .scanning, .scanningLate,
            .finished:
            state = .finished
            return .reply(judge.refuse(.badResponse, now: now))
        }
    }

    private mutating func answer(to ruling: ResponseRuling, _ request: JudgedRequest) -> ResponseHeadAction {
        switch ruling {
        case .informational(let head):
            return .forward(head, inspectBody: false)
        case .pass(let head):
            state = .passing
            return .forward(head, inspectBody: false)
        case .count(let head, let room):
            state = .counting(room: room)
            return .forward(head, inspectBody: true)
        case .scan(let head, let scan, let room):
            request.room = room
            state = .scanning(request, scan)
            return .forward(head, inspectBody: true)
        case .reply(let reply):
            state = .finished
            return .reply(reply)
        }
    }

    /// Takes response body bytes in order, in chunks of any size.
    public mutating func receiveResponseBody(_ bytes: RawSpan, now: Int64) -> BodyAction {
        switch state {
        case .passing:
            return .release(count: bytes.byteCount)
        case .counting(let room):
            guard bytes.byteCount <= room else {
                state = .finished
                return .abort
            }
            state = .counting(room: room - bytes.byteCount)
            return .release(count: bytes.byteCount)
        case .scanning(let request, let scan):
            let progress = scan.consume(bytes)
            if let page = judge.judgeSize(scan.heldCount, of: request, now: now) { return settle(.refuse(page), isReleased: false) }
            if progress == .more { return .hold }
            return settle(judge.judgeBody(scan, progress, of: request, now: now), isReleased: false, room: request.room(after: scan))
        case .scanningLate(let request, let scan):
            let progress = scan.consume(bytes)
            if let page = judge.judgeSize(scan.heldCount, of: request, now: now) { return settle(.refuse(page), isReleased: true) }
            if progress == .more { return .release(count: bytes.byteCount) }
            let ruling = judge.judgeBody(scan, progress, of: request, now: now)
            return settle(ruling.releasing(bytes.byteCount), isReleased: true, room: request.room(after: scan))
        case .awaitingRequest, .collecting, .checking, .awaitingServerName, .openingTunnel, .awaitingResponse, .finished:
            state = .finished
            return .abort
        }
    }

    private mutating func settle(_ ruling: BodyRuling, isReleased: Bool, room: Int? = nil) -> BodyAction {
        switch ruling {
        case .release(let count):
            state = room.map { .counting(room: $0) } ?? .passing
            return .release(count: count)
        case .refuse(let reply):
            state = .finished
            return isReleased ? .abort : .replace(reply)
        }
    }

    /// The response ended as its framing says.
    public mutating func finishResponse(now: Int64) -> BodyAction {
        switch state {
        case .passing, .counting:
            state = .finished
            return .release(count: 0)
        case .scanning(let request, let scan):
            let action = settle(judge.judgeBody(scan, .ended, of: request, now: now), isReleased: false)
            state = .finished
            return action
        case .scanningLate(let request, let scan):
            let action = settle(judge.judgeBody(scan, .ended, of: request, now: now).releasing(0), isReleased: true)
            state = .finished
            return action
        case .awaitingRequest, .collecting, .checking, .awaitingServerName, .openingTunnel, .awaitingResponse, .finished:
            state = .finished
            return .abort
        }
    }

    /// The driver's time for judging is over: what configuration says of text not scanned in time.
    ///
    /// Where that is "forward", what is held is released and the rest is still read; harmful text then ends in `.abort`.
    public mutating func deadlineReached(now: Int64) -> BodyAction {
        switch state {
        case .scanning(let request, let scan):
            if let reply = judge.judgeLateness(of: request, now: now) {
                state = .finished
                return .replace(reply)
            }
            let held = scan.heldCount
            state = .scanningLate(request, scan)
            return .release(count: held)
        case .scanningLate, .passing, .counting:
            return .release(count: 0)
        case .awaitingRequest, .collecting, .checking, .awaitingServerName, .openingTunnel, .awaitingResponse, .finished:
            state = .finished
            return .abort
        }
    }

    /// The one event of this exchange: the first call after a decision returns it, every other returns `nil`.
    public mutating func takeEvent() -> DecisionEvent? { judge.takeEvent() }

    /// The same, but `nil` for what was allowed: for a service that sees a request which was counted elsewhere already.
    package mutating func takeRefusal() -> DecisionEvent? {
        guard let event = judge.takeEvent(), event.action != .allow else { return nil }
        return event
    }
}

/// Whose message an exchange judges.
public enum FilterRole: Sendable, Hashable {
    /// Ours to forward: connection fields are removed, `Via` is added, loops are refused.
    case proxy
    /// A proxy's that asks us (ICAP): fields that belong to that proxy stay as they are.
    case adviser
}
