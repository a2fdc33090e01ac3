public import BreakwaterHTTP
import BreakwaterURL
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// The ICAP server: Squid and other proxies ask it about requests (`/reqmod`) and responses (`/respmod`).
///
/// Squid: `icap_service bw reqmod_precache icap://127.0.0.1:1344/reqmod bypass=off`.
public final class ICAPServer: Service {
    private let service: FilterService
    private let configuration: ICAPConfiguration
    private let logger: Logger
    private let connections = Atomic<Int>(0)

    public init(service: FilterService, configuration: ICAPConfiguration = ICAPConfiguration(), logger: Logger) {
        self.service = service
        self.configuration = configuration
        self.logger = logger
    }

    public func run() async throws { try await run { _ in } }

    /// Serves until the task is cancelled or a graceful shutdown begins.
    ///
    /// - Parameter onListening: called once with the port, which matters where the configuration said 0.
    /// - Throws: ``ICAPServerError`` where the configuration would serve anybody, or what the system says of the address.
    public func run(onListening: @Sendable (Int) -> Void) async throws {
        try configuration.check()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, configuration.threads))
        do {
            try await serve(on: group, onListening)
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    private func serve(on group: MultiThreadedEventLoopGroup, _ onListening: @Sendable (Int) -> Void) async throws {
        let workers = try await makeWorkers(group)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { [self] channel in accept(channel, workers) }
            .childChannelOption(.maxMessagesPerRead, value: 4)
            .bind(host: configuration.address, port: configuration.port).get()
        logger.debug("ICAP server listens", metadata: ["port": "\(channel.localAddress?.port ?? 0)"])
        onListening(channel.localAddress?.port ?? 0)
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await channel.closeFuture.get()
            } onGracefulShutdown: {
                channel.close(promise: nil)
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// One worker an event loop, which never leaves it.
    private func makeWorkers(_ group: MultiThreadedEventLoopGroup) async throws -> [ObjectIdentifier: NIOLoopBound<FilterWorker>] {
        var workers: [ObjectIdentifier: NIOLoopBound<FilterWorker>] = [:]
        for loop in group.makeIterator() {
            let service = service
            workers[ObjectIdentifier(loop)] = try await loop.submit {
                NIOLoopBound(FilterWorker(service: service), eventLoop: loop)
            }.get()
        }
        return workers
    }

    private func accept(_ channel: any Channel, _ workers: [ObjectIdentifier: NIOLoopBound<FilterWorker>]) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            guard isPeer(channel.remoteAddress) else {
                logger.debug("an ICAP connection from outside the peers was refused")
                throw ICAPServerError("the client is no peer")
            }
            guard let worker = workers[ObjectIdentifier(channel.eventLoop)]?.value else { throw ICAPServerError("a foreign event loop") }
            let count = connections.add(1, ordering: .relaxed).newValue
            channel.closeFuture.whenComplete { _ in self.connections.subtract(1, ordering: .relaxed) }
            guard count <= configuration.maximumConnections else { throw ICAPServerError("too many connections") }
            try channel.pipeline.syncOperations.addHandler(ICAPHandler(worker: worker, configuration: configuration, logger: logger))
        }
    }

    private func isPeer(_ address: SocketAddress?) -> Bool {
        guard let text = address?.ipAddress, let peer = IPAddress(text)?.canonical else { return false }
        return configuration.peers.contains { $0.contains(peer) }
    }
}

/// Why the ICAP server does not serve.
public struct ICAPServerError: Error, Sendable, CustomStringConvertible {
    public let message: String
    init(_ message: String) { self.message = message }
    public var description: String { message }
}

extension ICAPConfiguration {
    /// Refuses to believe the whole Internet about who its clients are.
    func check() throws(ICAPServerError) {
        guard !peers.isEmpty else { throw ICAPServerError("icap.peers is empty: name the proxies that may connect") }
        guard peers.allSatisfy({ $0.prefixLength > 0 }) else {
            throw ICAPServerError("icap.peers holds every address: name the proxies that may connect")
        }
    }
}
