import BreakwaterHTTP
import BreakwaterURL
import NIOCore
import NIOPosix

/// The listeners of a running proxy and its event loops.
struct ListeningSockets: Sendable {
    let boundAddresses: [SocketAddress]
    private let channels: [any Channel]
    private let loops: [NIOLoopBound<LoopContext>]

    /// Binds every listener, then begins to accept.
    init(
        configuration: ProxyConfiguration, service: FilterService, addresses: OriginAddresses, secrets: SecretChecks,
        group: MultiThreadedEventLoopGroup
    ) async throws {
        let metrics = ProxyMetrics()
        let accepting = group.next()
        let admission = try await accepting.submit {
            NIOLoopBound(AdmissionTable(configuration: configuration), eventLoop: accepting)
        }.get()
        let loops = LoopTable()
        var channels: [any Channel] = []
        do {
            for listener in configuration.listeners {
                let bootstrap = Self.bootstrap(for: listener, configuration, accepting: accepting, group: group, loops: loops)
                    .serverChannelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            let handler = AdmissionHandler(table: admission.value, metrics: metrics)
                            try channel.pipeline.syncOperations.addHandler(handler)
                        }
                    }
                if let descriptor = listener.descriptor {
                    channels.append(try await bootstrap.withBoundSocket(descriptor).get())
                } else {
                    channels.append(try await bootstrap.bind(to: SocketAddress(listener.address, port: listener.port)).get())
                }
            }
            let bound = channels.compactMap(\.localAddress)
            let policy = OriginAddressPolicy(
                allowedPrivatePrefixes: configuration.allowedPrivatePrefixes, 
                ownEndpoints: try Self.endpoints(bound).union(
                    configuration.refusedEndpoints.map { OriginAddressPolicy.Endpoint(address: $0.address.canonical, port: $0.port) }))
            var contexts: [NIOLoopBound<LoopContext>] = []
            for eventLoop in group.makeIterator() {
                contexts.append(
                    try await eventLoop.submit {
                        let dialer = OriginDialer(eventLoop: eventLoop, addresses: addresses, policy: policy, limits: configuration.limits,
                            parent: configuration.parent)
                        let context = LoopContext(
                            eventLoop: eventLoop, service: service, configuration: configuration, dialer: dialer, metrics: metrics,
                            secrets: secrets)
                        return NIOLoopBound(context, eventLoop: eventLoop)
                    }.get())
            }
            loops.set(contexts)
            for channel in channels { try await channel.setOption(.autoRead, value: true).get() }
            self.loops = contexts
            boundAddresses = bound
            self.channels = channels
        } catch {
            for channel in channels { try? await channel.close() }
            throw error
        }
    }

    private static func bootstrap(
        for listener: ProxyListener, _ configuration: ProxyConfiguration, accepting: any EventLoop, group: MultiThreadedEventLoopGroup,
        loops: LoopTable
    ) -> ServerBootstrap {
        let (balancers, allowed) = (configuration.balancers, configuration.allowedClients)
        let bootstrap = ServerBootstrap(group: accepting, childGroup: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // Nothing is accepted before the event loops know the addresses that they must not connect to.
            .serverChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                let destination = listener.isTransparent
                    ? OriginalDestination.find(of: channel, listenerPort: listener.port) : channel.eventLoop.makeSucceededFuture(nil)
                return destination.flatMapThrowing { destination in
                    guard let loop = loops.context(for: channel.eventLoop) else { throw ChannelError.ioOnClosedChannel }
                    try channel.relayOptions()
                    // Nobody is redirected here, so this is somebody who would be served as anybody.
                    guard !listener.isTransparent || destination != nil else { throw OriginFailure.addressNotAllowed }
                    let peer = channel.remoteAddress?.address?.canonical
                    let traits = ListenerTraits(
                        asksForLogin: listener.asksForLogin, isTransparent: listener.isTransparent, destination: destination)
                    let identity = ClientIdentity(address: peer, listener: listener.name)
                    let connection = ClientConnection(loop: loop, identity: identity, listener: traits)
                    if let peer, balancers.contains(where: { $0.contains(peer) }) {
                        try channel.pipeline.syncOperations.addHandler(
                            ProxyProtocolHandler(connection: connection) { client in
                                allowed.isEmpty || allowed.contains { $0.contains(client) }
                            })
                    }
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
        guard listener.descriptor == nil, listener.address.family == .v6 else { return bootstrap }
        let onlyV6: SocketOptionValue = listener.acceptsMappedIPv4 ? 0 : 1
        let option = ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only)
        return bootstrap.serverChannelOption(option, value: onlyV6)
    }

    /// Every address that leads back here: a wildcard listener has all of the machine's.
    private static func endpoints(_ bound: [SocketAddress]) throws -> Set<OriginAddressPolicy.Endpoint> {
        let machine = try System.enumerateDevices().compactMap { $0.address?.address }
        var endpoints: Set<OriginAddressPolicy.Endpoint> = []
        for socket in bound {
            guard let address = socket.address, let port = socket.port else { continue }
            let addresses = address.value == 0 ? machine + [address, IPAddress(v4: 0), IPAddress(v6: 0)] : [address]
            for address in addresses { endpoints.insert(.init(address: address.canonical, port: port)) }
        }
        return endpoints
    }

    // MARK: The end

    /// Stops accepting, lets exchanges end, and cuts what has not ended by the deadline.
    func stop(within deadline: TimeAmount) async {
        for channel in channels { try? await channel.close() }
        let drained = loops.map { bound in bound.eventLoop.flatSubmit { bound.value.drain() } }
        let cut = loops.map { bound in bound.eventLoop.scheduleTask(in: deadline) { bound.value.closeAll() } }
        for future in drained { try? await future.get() }
        for task in cut { task.cancel() }
    }
}
