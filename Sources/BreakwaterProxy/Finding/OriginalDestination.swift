import BreakwaterURL
import NIOCore

/// Where a redirected connection was going: what the kernel's `redirect` or `tproxy` remembers of it.
///
/// - SeeAlso: linux/netfilter_ipv4.h, linux/netfilter_ipv6/ip6_tables.h.
struct OriginalDestination: Sendable, Hashable {
    var address: IPAddress
    var port: Int

    /// SO_ORIGINAL_DST and IP6T_SO_ORIGINAL_DST.
    private static let option = NIOBSDSocket.Option(rawValue: 80)

    /// Asks the kernel.
    ///
    /// - Parameter listenerPort: a connection that was aimed at the listener itself has no other destination.
    /// - Returns: `nil` where the connection was not redirected; called on the channel's event loop.
    static func find(of channel: any Channel, listenerPort: Int) -> EventLoopFuture<OriginalDestination?> {
        let none = channel.eventLoop.makeSucceededFuture(Self?.none)
        guard let local = channel.localAddress, let own = local.address, let port = local.port,
            let provider = channel as? any SocketOptionProvider
        else { return none }
        // tproxy leaves the connection's own address as it was.
        let untouched = port == listenerPort ? nil : OriginalDestination(address: own.canonical, port: port)
        let isV4 = own.canonical.family == .v4
        let found = provider.unsafeGetSocketOption(level: isV4 ? .ip : .ipv6, name: option).map { (raw: RawSocketAddress) in
            isV4 ? raw.v4 : raw.v6
        }
        // Without a redirection the kernel answers with an error.
        let answered = found.map { OriginalDestination?.some($0) }.flatMapErrorThrowing { _ in untouched }
        return answered.map { destination in
            guard let destination, destination.port != listenerPort || destination.address != own.canonical else { return untouched }
            return destination
        }
    }
}

/// `sockaddr_in` or `sockaddr_in6` as the kernel writes it: family, port and address in network order.
private struct RawSocketAddress {
    private var words: (UInt64, UInt64, UInt64, UInt32) = (0, 0, 0, 0)

    private var bytes: [UInt8] { unsafe withUnsafeBytes(of: words) { unsafe Array($0) } }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt128 { bytes.reduce(0) { $0 << 8 | UInt128($1) } }

    var v4: OriginalDestination {
        let bytes = bytes
        return OriginalDestination(
            address: IPAddress(v4: UInt32(truncatingIfNeeded: Self.number(bytes[4..<8]))), port: Int(Self.number(bytes[2..<4])))
    }

    var v6: OriginalDestination {
        let bytes = bytes
        // sin6_flowinfo comes before the address.
        return OriginalDestination(address: IPAddress(v6: Self.number(bytes[8..<24])).canonical, port: Int(Self.number(bytes[2..<4])))
    }
}
