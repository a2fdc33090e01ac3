extension IPAddress {
    /// The IPv4 address that an IPv6 one only wraps: IPv4-mapped `::ffff:0:0/96` (RFC 4291 §2.5.5.2) and the well-known
    /// NAT64 prefix `64:ff9b::/96` (RFC 6052). Both policy and connection judge the wrapped address.
    @inlinable
    public var canonical: IPAddress {
        guard family == .v6 else { return self }
        let head = value >> 32
        guard head == 0xFFFF || head == 0x0064_FF9B_0000_0000_0000_0000 else { return self }
        return IPAddress(v4: UInt32(truncatingIfNeeded: value))
    }

    /// Whether the address is one of the public Internet's: none of the special-purpose blocks (IANA registries of RFC 6890),
    /// looking also inside 6to4, Teredo and IPv4-compatible addresses, which carry an IPv4 address.
    public var isGloballyReachable: Bool {
        let address = canonical
        switch address.family {
        case .v4:
            return !Self.specialV4.contains { $0.contains(address) }
        case .v6:
            if Self.specialV6.contains(where: { $0.contains(address) }) { return false }
            return address.carriedV4?.isGloballyReachable ?? true
        }
    }

    /// The IPv4 address inside 6to4 (`2002::/16`), Teredo (`2001::/32`, client address inverted) and IPv4-compatible (`::/96`).
    private var carriedV4: IPAddress? {
        if value >> 112 == 0x2002 { return IPAddress(v4: UInt32(truncatingIfNeeded: value >> 80)) }
        if value >> 96 == 0x2001_0000 { return IPAddress(v4: ~UInt32(truncatingIfNeeded: value)) }
        if value >> 32 == 0 { return IPAddress(v4: UInt32(truncatingIfNeeded: value)) }
        return nil
    }

    private static let specialV4: [CIDRBlock] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap(CIDRBlock.init)

    private static let specialV6: [CIDRBlock] = [
        "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001:2::/48", "2001:10::/28", "2001:20::/28", "2001:db8::/32", "3fff::/20",
        "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ].compactMap(CIDRBlock.init)
}
