/// How a message's body ends (RFC 9112 §6.3).
package enum BodyFraming: Equatable {
    /// There is no body, whatever the fields say; `contentLength` is what a body would have had (HEAD, 304).
    case none(contentLength: Int? = nil)
    case length(Int)
    case chunked
    /// With the connection: responses only.
    case untilClose

    /// Whether there is nothing to read after the head.
    package var isEmpty: Bool {
        switch self {
        case .none, .length(0): true
        case .length, .chunked, .untilClose: false
        }
    }
}
