/// How much of a request the decision could see.
public enum DecisionLayer: String, Sendable, Hashable, Codable, CaseIterable {
    /// A name asked of a resolver, or a CONNECT target.
    case name = "dns-name"
    /// The server name in a TLS ClientHello.
    case serverName = "sni"
    /// A whole URL.
    case url
    /// A label in a response header.
    case header
    /// The text of a response.
    case body
}
