/// What one profile does with TLS connections that hide where they go; what is `nil` is as the process is configured.
public struct TunnelRules: Sendable, Hashable, Codable {
    public enum Treatment: String, Sendable, Hashable, Codable, CaseIterable {
        case allow, close
    }

    /// A ClientHello without a server name, or a first message that is no TLS.
    public var missingServerName: Treatment?
    /// A ClientHello that may hide its true server name (RFC 9849). Most browsers send a decoy that looks the same.
    public var encryptedHello: Treatment?

    public init(missingServerName: Treatment? = nil, encryptedHello: Treatment? = nil) {
        self.missingServerName = missingServerName
        self.encryptedHello = encryptedHello
    }
}
