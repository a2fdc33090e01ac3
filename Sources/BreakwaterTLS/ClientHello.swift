/// What a TLS client says in the clear before anybody has answered (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2).
public struct ClientHello: Sendable, Hashable {
    /// The `host_name` of RFC 6066 §3 as sent: printable ASCII, 1–255 bytes, nothing else about it checked. `nil` where the
    /// client sent none, which it does for an address.
    public var serverName: String?
    /// The application protocols of RFC 7301 in the client's order; identifiers are bytes, mostly ASCII (`h2`, `http/1.1`).
    public var applicationProtocols: [[UInt8]]
    /// The field `legacy_version`: `0x0303` in all current clients.
    public var legacyVersion: UInt16
    /// The versions of `supported_versions` (RFC 8446 §4.2.1), GREASE values (RFC 8701) among them; empty before TLS 1.3.
    public var supportedVersions: [UInt16]
    /// Whether there is an `encrypted_client_hello` extension (RFC 9849). A decoy (GREASE) looks exactly like a real one, and
    /// many clients always send one: ``serverName`` may be the outer, public name, or the true one. Nobody can tell from here.
    public var hasEncryptedClientHello: Bool

    public init(
        serverName: String? = nil, applicationProtocols: [[UInt8]] = [], legacyVersion: UInt16 = 0x0303,
        supportedVersions: [UInt16] = [], hasEncryptedClientHello: Bool = false
    ) {
        self.serverName = serverName
        self.applicationProtocols = applicationProtocols
        self.legacyVersion = legacyVersion
        self.supportedVersions = supportedVersions
        self.hasEncryptedClientHello = hasEncryptedClientHello
    }
}
