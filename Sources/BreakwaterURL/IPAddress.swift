/// An IPv4 or IPv6 address as a number.
///
/// Addresses that only wrap an IPv4 address (`::ffff:0:0/96`, NAT64 `64:ff9b::/96`) are judged as the address they
/// carry: see ``canonical``.
public struct IPAddress: Sendable, Hashable {
    public enum Family: UInt8, Sendable, Hashable {
        case v4 = 4
        case v6 = 6
    }

    public let family: Family
    /// The address as a number; an IPv4 address is below 2³².
    public let value: UInt128

    @inlinable
    public init(v4 value: UInt32) {
        family = .v4
        self.value = UInt128(value)
    }

    @inlinable
    public init(v6 value: UInt128) {
        family = .v6
        self.value = value
    }

    /// 32 or 128.
    @inlinable
    public var bitWidth: Int { family == .v4 ? 32 : 128 }
}
