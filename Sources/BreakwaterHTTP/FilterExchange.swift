public import Breakwater
public import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterURL
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
/// awaitingRequest ─ forward ─▶ awaitingResponse ─▶ passing ───────────────▶ finished
///        │                            └──────────▶ scanning ─▶ scanningLate ──▲
///        ├─ reply ──────────────────────────────────────────────────────────▶ │
///        └─ tunnel ──▶ awaitingServerName ─────────────────────────────────▶ ─┘
/// ```
///
/// `scanning`: nothing of the response was released, a page can still take its place (`.replace`). `scanningLate`: a deadline
/// released what was held; the rest is still read, and harmful text ends in `.abort`.
///
/// The driver calls ``takeEvent()`` once when the exchange ends for whatever reason, and records what it returns.
///
/// What the driver sets in the request head:
/// - absolute-form target: `scheme`, `authority` (as written, user information and all) and `path` from the target;
/// - origin-form: `scheme` (`https` inside an inspected tunnel), `path`; `authority` only on HTTP/2;
/// - CONNECT: method `.connect`, `authority` the target as written;
/// - every field as received, **with every `Host` field** left in `headerFields`.
public struct FilterExchange: ~Copyable {
    var context: ExchangeContext
    var state = ExchangeState.awaitingRequest

    /// - Parameters:
    ///   - role: whether the message is ours to forward (a proxy) or somebody else's (ICAP), which leaves connection fields alone.
    ///   - now: seconds since the epoch, as everywhere here.
    public init(worker: FilterWorker, client: ClientIdentity, role: FilterRole = .proxy, now: Int64) {
        context = ExchangeContext(worker: worker, client: client, role: role, now: now)
    }

    /// The version of the message syntax, which says what `Host` must be.
    public enum MessageSyntax: Sendable, Hashable {
        case http1_0
        /// Exactly one `Host` field (RFC 9112 §3.2).
        case http1_1
        /// `:authority`, or one `Host`, or both alike (RFC 9113 §8.3.1).
        case http2
    }

    /// Judges a request head.
    public mutating func receiveRequestHead(_ head: HTTPRequest, syntax: MessageSyntax = .http1_1, now: Int64) -> RequestHeadAction {
        .reply(context.worker.service.errorReply(.internalFailure, acceptLanguage: nil))
    }

    /// Judges a tunnel by its ClientHello.
    public mutating func receiveServerName(_ name: String?, hasEncryptedClientHello: Bool, now: Int64) -> TunnelAction { .close(nil) }

    /// Takes request body bytes. They are not judged today, so they are always released.
    public mutating func receiveRequestBody(_ bytes: RawSpan, now: Int64) -> BodyAction { .release(count: bytes.byteCount) }
    public mutating func finishRequest(now: Int64) -> BodyAction { .release(count: 0) }

    /// Judges a response head: labels, media type, content coding.
    public mutating func receiveResponseHead(_ head: HTTPResponse, now: Int64) -> ResponseHeadAction {
        .reply(context.worker.service.errorReply(.internalFailure, acceptLanguage: nil))
    }

    /// Takes response body bytes in order, in chunks of any size.
    public mutating func receiveResponseBody(_ bytes: RawSpan, now: Int64) -> BodyAction { .abort }

    /// The response ended as its framing says.
    public mutating func finishResponse(now: Int64) -> BodyAction { .abort }

    /// The driver's time for judging is over: what configuration says of text not scanned in time.
    public mutating func deadlineReached(now: Int64) -> BodyAction { .abort }

    /// The one event of this exchange: the first call after a decision returns it, every other returns `nil`.
    public mutating func takeEvent() -> DecisionEvent? { nil }
}

/// Whose message an exchange judges.
public enum FilterRole: Sendable, Hashable {
    /// Ours to forward: connection fields are removed, `Via` is added, loops are refused.
    case proxy
    /// A proxy's that asks us (ICAP): fields that belong to that proxy stay as they are.
    case adviser
}
