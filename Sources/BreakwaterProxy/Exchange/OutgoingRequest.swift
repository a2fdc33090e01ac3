import BreakwaterHTTP
import HTTPTypes

/// A request as an origin gets it, kept for a second attempt.
struct OutgoingRequest {
    var key: OriginKey
    /// As `FilterExchange` forwards it; its authority becomes `Host`.
    let request: HTTPRequest
    /// The body's; chunked and fixed lengths are passed on as they came.
    let framing: BodyFraming
    let upgradesToWebSocket: Bool
    let expectsContinue: Bool
    /// Whether trailers would reach the client.
    let acceptsTrailers: Bool
    /// Another proxy that gets it; `nil` for the origin.
    let parent: ProxyParent?

    /// - Returns: `nil` where the target or the authority could break its line.
    init?(_ request: HTTPRequest, of head: RequestMessageHead, to key: OriginKey, parent: ProxyParent?) {
        guard Self.isOneWord(request.path ?? "/"), let authority = request.authority, Self.isOneWord(authority) else { return nil }
        self.key = key
        self.request = request
        framing = head.framing
        upgradesToWebSocket = head.asksForWebSocket
        expectsContinue = head.section.expectsContinue && !head.isHTTP1_0
        acceptsTrailers = head.section.acceptsTrailers && head.syntax == .http2
        self.parent = parent
    }

    private static func isOneWord(_ text: String) -> Bool {
        let bytes = text.utf8.span
        for index in bytes.indices where bytes[index] <= 0x20 || bytes[index] == 0x7F { return false }
        return true
    }
}
