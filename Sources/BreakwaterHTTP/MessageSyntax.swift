/// The version of the message syntax, which says what `Host` must be.
public enum MessageSyntax: Sendable, Hashable {
    case http1_0
    /// Exactly one `Host` field (RFC 9112 §3.2).
    case http1_1
    /// `:authority`, or one `Host`, or both alike (RFC 9113 §8.3.1).
    case http2
}
