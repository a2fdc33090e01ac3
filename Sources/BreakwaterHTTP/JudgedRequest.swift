import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes

/// What an exchange remembers of its request once the request was judged.
///
/// A class with one owner, as ``BodyScan`` is: the exchange's state hands it on with every event.
final class JudgedRequest {
    let url: WebURL
    let verdict: Verdict
    let reader: PageReader
    /// What it is for; `nil` for a tunnel.
    let kind: RequestKind?
    let method: RequestMethods
    /// A host the client was let through to although policy warns of it.
    var isContinued: Bool
    /// The name that ``url``'s host is an alias of, where that is what policy limits.
    var canonicalName: DomainName?
    /// Where to connect instead of ``url``'s host: SafeSearch.
    let connectTo: WebURL?
    /// The most bytes that a response may have that does not say how many it has; `nil` for any number.
    var room: Int?

    init(
        url: WebURL, verdict: Verdict, reader: PageReader, kind: RequestKind? = nil, method: RequestMethods = .get, isContinued: Bool,
        connectTo: WebURL? = nil
    ) {
        self.url = url
        self.verdict = verdict
        self.reader = reader
        self.kind = kind
        self.method = method
        self.isContinued = isContinued
        self.connectTo = connectTo
    }

    /// What is left of it once a scan has decided.
    func room(after scan: BodyScan) -> Int? { room.map { max($0 - scan.heldCount, 0) } }
}

/// Who will read a page of ours, if one is needed.
struct PageReader {
    var language: Language
    /// Whether the reader looks at a whole page; images, scripts and the like get a few words instead.
    var wantsPage: Bool
    /// HEAD: fields, but no body.
    var isHead: Bool
}

/// A tunnel that was allowed by its CONNECT target.
struct JudgedTunnel {
    var host: Host
    var dialledHost: Host
    var port: Int
    /// On ``host``.
    var verdict: Verdict
    /// Who reads an answer to CONNECT: not every client throws it away.
    var reader: PageReader
    /// Whether it may be decrypted, so that the connection waits for the ClientHello.
    var isInspectable = false
    /// Policy blocks the host: the tunnel is open only so that a page can say so.
    var isRefused: Bool { verdict.action == .block }
}

/// What the judge says of a request head.
enum RequestRuling {
    case forward(JudgedRequest, HTTPRequest)
    case tunnel(JudgedTunnel)
    /// The body is a form of ours.
    case collect(PageForm)
    case reply(BlockReply)
}

/// What the judge says of a response head.
enum ResponseRuling {
    case informational(HTTPResponse)
    case pass(HTTPResponse)
    /// At most so many bytes of it may pass, where there is a number.
    case scan(HTTPResponse, BodyScan, room: Int?)
    /// At most so many bytes of it may pass.
    case count(HTTPResponse, Int)
    case reply(BlockReply)
}

/// What the judge says of a body whose verdict stands.
enum BodyRuling {
    /// All that is held.
    case release(count: Int)
    case refuse(BlockReply)

    /// The same where only the last chunk is still held.
    func releasing(_ count: Int) -> BodyRuling {
        switch self {
        case .release: .release(count: count)
        case .refuse(let reply): .refuse(reply)
        }
    }
}
