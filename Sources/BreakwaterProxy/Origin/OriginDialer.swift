import BreakwaterURL
import NIOCore
import NIOPosix

/// A connection to an origin on which nothing was sent yet.
struct DialledOrigin {
    let channel: any Channel
    /// What the origin's name is an alias of; none where a parent proxy resolves it.
    var canonicalNames: [DomainName] = []
}

/// Opens connections to origins, after their addresses were checked.
struct OriginDialer {
    let eventLoop: any EventLoop
    let addresses: OriginAddresses
    let policy: OriginAddressPolicy
    let limits: ProxyLimits
    var parent: ProxyParent?

    /// Connects; names by Happy Eyeballs (RFC 8305) over IPv6 and IPv4.
    ///
    /// - Parameter completion: called later on this event loop, or at once where the address is refused. The channel does not
    ///   read until a handler asks.
    func dial(_ key: OriginKey, admits: @escaping NameAdmission, completion: @escaping (Result<DialledOrigin, OriginFailure>) -> Void) {
        guard let parent else { return connect(key, policy, admits: admits, completion: completion) }
        // Names are the parent's to resolve; an address that nobody may reach is refused here already.
        if case .address(let address) = key.host, !policy.allows(address, port: key.port) {
            return completion(.failure(.addressNotAllowed))
        }
        // The parent's own names are the operator's business.
        connect(OriginKey(host: parent.host, port: parent.port), .anywhere, admits: { _ in true }) { result in
            guard case .success(let channel) = result.map(\.channel), !key.isForwarded else {
                return completion(result.map { DialledOrigin(channel: $0.channel) })
            }
            ParentTunnel.open(key, through: parent, on: channel, limits: limits).assumeIsolated().whenComplete { opened in
                switch opened {
                case .success: completion(.success(DialledOrigin(channel: channel)))
                case .failure(let error):
                    channel.close(promise: nil)
                    completion(.failure(Self.failure(error)))
                }
            }
        }
    }

    private func connect(
        _ key: OriginKey, _ policy: OriginAddressPolicy, admits: @escaping NameAdmission,
        completion: @escaping (Result<DialledOrigin, OriginFailure>) -> Void
    ) {
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(limits.connectDeadline)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.relayOptions()
                    // Large bodies in fewer reads and writes; twice what NIO takes by itself, as each connection keeps its last buffer.
                    try channel.syncOptions?.setOption(
                        .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 128 << 10))
                }
            }
        let channel: EventLoopFuture<any Channel>
        var canonicalNames: NIOLoopBoundBox<[DomainName]>?
        switch key.host {
        case .domain(let name):
            let resolver = OriginResolver(name: name, addresses: addresses, policy: policy, admits: admits, eventLoop: eventLoop)
            canonicalNames = resolver.canonicalNames
            channel = bootstrap.resolver(resolver).connect(host: name.description, port: key.port)
        case .address(let address):
            guard policy.allows(address, port: key.port), let target = try? SocketAddress(address.canonical, port: key.port) else {
                completion(.failure(.addressNotAllowed))
                return
            }
            channel = bootstrap.connect(to: target)
        }
        channel.assumeIsolated().whenComplete { [canonicalNames] result in
            completion(
                result.map { DialledOrigin(channel: $0, canonicalNames: canonicalNames?.value ?? []) }.mapError(Self.failure))
        }
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

extension Channel {
    /// Reads only when asked, and may end one direction alone; NIO itself has turned Nagle's algorithm off.
    ///
    /// Why not the bootstrap's options: each is a future of its own on every connection.
    func relayOptions() throws {
        try syncOptions?.setOption(.autoRead, value: false)
        try syncOptions?.setOption(.allowRemoteHalfClosure, value: true)
    }
}
