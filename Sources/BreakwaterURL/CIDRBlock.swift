/// An address prefix (RFC 4632, RFC 4291 §2.3): `192.0.2.0/24`, `2001:db8::/32`, or one address.
public struct CIDRBlock: Sendable, Hashable {
    /// The prefix, with every bit after it zero.
    public let address: IPAddress
    /// 0–32 or 0–128.
    public let prefixLength: Int

    /// - Returns: `nil` where the length is out of range. Bits after the prefix are cleared.
    public init?(_ address: IPAddress, prefixLength: Int) {
        guard (0...address.bitWidth).contains(prefixLength) else { return nil }
        let hostBits = UInt128(address.bitWidth - prefixLength)
        let cleared = hostBits >= 128 ? 0 : (address.value >> hostBits) << hostBits
        self.address = address.family == .v4 ? IPAddress(v4: UInt32(truncatingIfNeeded: cleared)) : IPAddress(v6: cleared)
        self.prefixLength = prefixLength
    }

    public func contains(_ other: IPAddress) -> Bool {
        guard other.family == address.family else { return false }
        let hostBits = UInt128(address.bitWidth - prefixLength)
        return hostBits >= 128 || (other.value ^ address.value) >> hostBits == 0
    }
}
