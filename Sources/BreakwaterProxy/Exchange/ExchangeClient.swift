import BreakwaterHTTP
import HTTPTypes
import NIOCore

/// Where an exchange's request comes from and its response goes: an HTTP/1.1 connection, or a stream of an HTTP/2 connection.
///
/// It lives on the exchange's event loop.
protocol ExchangeClient: AnyObject {
    var loop: LoopContext { get }
    var identity: ClientIdentity { get }
    /// The decrypted tunnel that the request came through.
    var tunnel: InspectedTunnel? { get }
    /// The connection itself, where an exchange may take it over (CONNECT, WebSocket); `nil` for a stream.
    var connection: ClientConnection? { get }
    /// Whether the request under way was read to its end.
    var isRequestRead: Bool { get }
    /// Whether the client takes more bytes now.
    var isWritable: Bool { get }

    /// Whether its heads are lines of text, so that fields may pass as they came.
    var writesLines: Bool { get }

    /// - Parameter unread: fields besides the response's, as lines; only where ``writesLines``.
    func send(_ response: HTTPResponse, unread: [UInt8], framing: BodyFraming, connection: ConnectionNotice)
    func sendBody(_ bytes: ByteBuffer, isChunked: Bool)
    /// - Parameter trailers: dropped where the client's protocol would let them say something of the message.
    func finishResponse(isChunked: Bool, trailers: HTTPFields?)
    func sendContinue()
    func flush()

    /// Whether the request under way may have a connection to its origin. Where not yet, ``ProxyExchange/useOrigin()`` is called later.
    func mayUseOrigin(_ key: OriginKey) -> Bool
    /// The origin takes body bytes now, or again.
    func originIsReady()
    /// The exchange has written all it will.
    func exchangeEnded(keepsConnection: Bool)
    /// Ends at once, so that the client sees an incomplete message.
    func abort()
}

extension ExchangeClient {
    /// One request at a time needs no queue.
    func mayUseOrigin(_ key: OriginKey) -> Bool { true }

    /// Writes a page of ours; ``flush()`` or the exchange's end sends it.
    func send(_ reply: BlockReply, keepsConnection: Bool, isHead: Bool) {
        var head = reply.head
        if !head.headerFields.contains(.date) { head.headerFields[.date] = loop.httpDate }
        let length = head.headerFields[.contentLength].flatMap { Int($0) }
        let framing = isHead ? BodyFraming.none(contentLength: length) : .length(reply.body.count)
        send(head, unread: [], framing: framing, connection: keepsConnection ? .stays : .closes)
        if !isHead { sendBody(ByteBuffer(bytes: reply.body), isChunked: false) }
        finishResponse(isChunked: false, trailers: nil)
    }
}
