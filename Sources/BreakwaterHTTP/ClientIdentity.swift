public import BreakwaterURL

/// Who asks, as far as the driver may believe it: never taken from a field that a client could have written itself.
public struct ClientIdentity: Sendable, Hashable {
    /// The connection's peer, or what a trusted peer (Squid over ICAP) says of it.
    public var address: IPAddress? { didSet { key = Self.key(address, user) } }
    /// The name the client logged in with.
    public var user: String? { didSet { key = Self.key(address, user) } }
    /// The listener's name in the configuration.
    public var listener: String?

    public init(address: IPAddress? = nil, user: String? = nil, listener: String? = nil) {
        self.address = address
        self.user = user
        self.listener = listener
        key = Self.key(address, user)
    }

    /// One text for one client: what pseudonyms, quotas and "continue" permissions are counted by. Made once a connection, as every request
    /// asks for it.
    ///
    /// An IPv6 host changes its own half of the address as it likes, so the /64 stands for it (RFC 8981).
    package private(set) var key: String

    private static func key(_ address: IPAddress?, _ user: String?) -> String {
        if let user { return "user:\(user)" }
        guard let address = address?.canonical else { return "" }
        guard address.family == .v6, let household = CIDRBlock(address, prefixLength: 64) else { return "address:\(address)" }
        return "prefix:\(household)"
    }
}
