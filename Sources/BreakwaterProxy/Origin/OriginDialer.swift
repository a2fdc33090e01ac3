import BreakwaterURL
import NIOCore
import NIOPosix

/// Opens connections to origins, after their addresses were checked.
struct OriginDialer {
    let eventLoop: any EventLoop
    let addresses: OriginAddresses
    let policy: OriginAddressPolicy
    let limits: ProxyLimits

    /// Connects; names by Happy Eyeballs (RFC 8305) over IPv6 and IPv4.
    ///
    /// - Parameter completion: called later on this event loop, or at once where the address is refused. The channel does not
    ///   read until a handler asks.
    func dial(_ key: OriginKey, completion: @escaping (Result<any Channel, OriginFailure>) -> Void) {
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(limits.connectDeadline)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        let channel: EventLoopFuture<any Channel>
        switch key.host {
        case .domain(let name):
            let resolver = OriginResolver(name: name, addresses: addresses, policy: policy, eventLoop: eventLoop)
            channel = bootstrap.resolver(resolver).connect(host: name.description, port: key.port)
        case .address(let address):
            guard policy.allows(address, port: key.port), let target = try? SocketAddress(address.canonical, port: key.port) else {
                completion(.failure(.addressNotAllowed))
                return
            }
            channel = bootstrap.connect(to: target)
        }
        channel.assumeIsolated().whenComplete { result in completion(result.mapError(Self.failure)) }
    }

    private static func failure(_ error: any Error) -> OriginFailure {
        switch error {
        case let failure as OriginFailure: return failure
        case let error as NIOConnectionError:
            let resolution = (error.dnsAAAAError ?? error.dnsAError) as? OriginFailure
            return resolution ?? error.connectionErrors.last.map { failure($0.error) } ?? .unreachable
        case ChannelError.connectTimeout: return .connectTimeout
        default: return .unreachable
        }
    }
}
