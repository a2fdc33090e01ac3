public import BreakwaterURL

/// Who asks, as far as the driver may believe it: never taken from a field that a client could have written itself.
public struct ClientIdentity: Sendable, Hashable {
    /// The connection's peer, or what a trusted peer (Squid over ICAP) says of it.
    public var address: IPAddress?
    /// The name the client logged in with.
    public var user: String?
    /// The listener's name in the configuration.
    public var listener: String?

    public init(address: IPAddress? = nil, user: String? = nil, listener: String? = nil) {
        self.address = address
        self.user = user
        self.listener = listener
    }

    /// One text for one client: what pseudonyms, quotas and "continue" permissions are counted by.
    ///
    /// An IPv6 host changes its own half of the address as it likes, so the /64 stands for it (RFC 8981).
    package var key: String {
        if let user { return "user:\(user)" }
        guard let address = address?.canonical else { return "" }
        guard address.family == .v6, let household = CIDRBlock(address, prefixLength: 64) else { return "address:\(address)" }
        return "prefix:\(household)"
    }
}
