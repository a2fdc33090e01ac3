public import Breakwater
public import BreakwaterURL
public import HTTPTypes

/// What the driver does with a request head.
public enum RequestHeadAction: Sendable {
    /// Send this head, in origin form, to the origin that the URL names (which may differ from the one asked for:
    /// SafeSearch). `inspectBody` is `false` where no request body byte needs to be shown to the exchange.
    case forward(HTTPRequest, to: WebURL, inspectBody: Bool)
    /// Answer with this and forward nothing.
    case reply(BlockReply)
    /// The request is for the filter itself: forward nothing. Show every body byte to ``FilterExchange/receiveRequestBody(_:now:)``, at
    /// most `limit` of them, and its end to ``FilterExchange/finishRequest(now:)``; one of them answers with `.replace`.
    case collect(limit: Int)
    /// CONNECT may be answered; connect to this host and port (which may differ from the one asked for: SafeSearch).
    /// Before a byte of the client's is sent on, show the ClientHello's server name to
    /// ``FilterExchange/receiveServerName(_:hasEncryptedClientHello:now:)``.
    case tunnel(to: Host, port: Int)
    /// CONNECT may be answered at once and nothing dialled yet: the ClientHello's verdict says where to, and whether the
    /// tunnel is decrypted. Only where ``FilterConfiguration/canInspect`` says that the driver can.
    case inspectableTunnel
}

/// What the driver does with a tunnel once its ClientHello is read.
public enum TunnelAction: Sendable {
    /// Pass the bytes on, to this host and port (which may differ from those asked for: SafeSearch).
    case open(Host, port: Int)
    /// End the client's TLS here, with a certificate for the host, and judge each request inside.
    case inspect(InspectedHost)
    /// Close both sides without a byte forwarded. The reason is `nil` where configuration refuses (no server name,
    /// encrypted ClientHello), not a list.
    case close(Reason?)
}

/// What the driver does with body bytes it holds.
public enum BodyAction: Sendable {
    /// Keep everything that is held; show more.
    case hold
    /// The first `count` bytes of those held (all chunks so far, in order) may be sent on.
    case release(count: Int)
    /// Nothing was sent on yet: drop head and body, answer with this instead.
    case replace(BlockReply)
    /// Something was sent on already: cut the connection so that the client sees an incomplete message.
    case abort
}

/// What the driver does with a response head.
public enum ResponseHeadAction: Sendable {
    /// Send this head on; where `inspectBody` is `true`, only together with the first released body byte (until then
    /// a block page may still take its place).
    case forward(HTTPResponse, inspectBody: Bool)
    /// Answer with this, drop the origin's connection.
    case reply(BlockReply)
}

/// A tunnel that is decrypted.
public struct InspectedHost: Sendable, Hashable {
    /// The name in the client's ClientHello, which the origin's certificate must be for.
    public var host: DomainName
    /// Where to connect.
    public var dialledHost: Host
    public var port: Int
    /// Policy blocks the host: every answer will be a page, and nothing needs to be dialled for it.
    public var isRefused: Bool
    /// Whether the bytes may pass undecrypted where the client refuses our certificate.
    public var mayPassUndecrypted: Bool
}
