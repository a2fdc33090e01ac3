public import BreakwaterHTTP
import BreakwaterURL
public import NIOCore
import NIOPosix
public import ServiceLifecycle

/// The filtering proxy: listens until it is told to stop, then lets what is under way end.
///
/// A new policy is `FilterService.slot.replace(with:)`: exchanges that have begun keep the engine they began with, and no
/// connection notices.
public final class ProxyServer: Service {
    public let configuration: ProxyConfiguration
    public let service: FilterService
    private let onBound: @Sendable ([SocketAddress]) async -> Void

    /// - Parameter onBound: called once, when every listener accepts, with their addresses in the configuration's order; how
    ///   whoever asked for port 0 learns the port.
    /// - Throws: ``ProxyConfigurationError``, see ``ProxyConfiguration/validate()``.
    public init(
        configuration: ProxyConfiguration, service: FilterService, onBound: @escaping @Sendable ([SocketAddress]) async -> Void = { _ in }
    ) throws(ProxyConfigurationError) {
        try configuration.validate()
        self.configuration = configuration
        self.service = service
        self.onBound = onBound
    }

    /// Serves until graceful shutdown or cancellation.
    ///
    /// - Throws: `IOError` where an address cannot be listened on.
    public func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.eventLoopCount)
        let addresses = OriginAddresses(lookup: configuration.nameLookup, limits: configuration.limits)
        let secrets = SecretChecks()
        let result: Result<Void, any Error>
        do {
            result = .success(try await serve(on: group, addresses: addresses, secrets: secrets))
        } catch {
            result = .failure(error)
        }
        try await addresses.stop()
        try await secrets.stop()
        try await group.shutdownGracefully()
        try result.get()
    }

    private func serve(on group: MultiThreadedEventLoopGroup, addresses: OriginAddresses, secrets: SecretChecks) async throws {
        let listening = try await ListeningSockets(
            configuration: configuration, service: service, addresses: addresses, secrets: secrets, group: group)
        await onBound(listening.boundAddresses)
        await waitForTheEnd()
        await listening.stop(within: configuration.drainDeadline)
    }

    /// Returns when the service group shuts down, or the task is cancelled.
    private func waitForTheEnd() async {
        do {
            try await gracefulShutdown()
        } catch {
            return  // Cancelled: the end as well.
        }
    }
}
