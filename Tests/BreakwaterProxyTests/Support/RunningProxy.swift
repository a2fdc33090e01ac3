import Breakwater
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterURL
import Logging
import NIOCore
import ServiceLifecycle

/// A proxy on ephemeral ports of 127.0.0.1 and ::1 whose names lead to loopback.
struct RunningProxy: Sendable {
    let service: FilterService
    let v4: SocketAddress
    let v6: SocketAddress
    private let shutdown: @Sendable () async -> Void

    /// What was decided since the last call, one action an event.
    func recordedActions() -> [Action] { service.recorder.drain(max: 10_000).map(\.action) }

    /// Replaces the policy under way.
    func block(_ names: [String]) throws { service.slot.replace(with: try TestPolicy.engine(blocking: names)) }

    /// Asks for graceful shutdown.
    func stop() async { await shutdown() }

    static let loopbackPrefixes = ["127.0.0.0/8", "::1"].compactMap { CIDRBlock($0) }

    /// Runs a proxy while `body` runs.
    static func run<Result: Sendable>(
        service: FilterService, configure: (inout ProxyConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (RunningProxy) async throws -> Result
    ) async throws -> Result {
        var configuration = ProxyConfiguration(listeners: [
            ProxyListener(name: "v4", address: IPAddress(v4: 0x7F00_0001), port: 0),
            ProxyListener(name: "v6", address: IPAddress(v6: 1), port: 0),
        ])
        configuration.allowedPrivatePrefixes = loopbackPrefixes
        configuration.eventLoopCount = 1
        configuration.drainDeadline = .seconds(5)
        configuration.nameLookup = NameLookup { name in
            name.description.hasSuffix(".test") ? [IPAddress(v6: 1), IPAddress(v4: 0x7F00_0001)] : []
        }
        configure(&configuration)
        let (bound, continuation) = AsyncStream.makeStream(of: [SocketAddress].self)
        let server = try ProxyServer(configuration: configuration, service: service) { continuation.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: .init(label: "test")))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { continuation.finish() }
                try await group.run()
            }
            var iterator = bound.makeAsyncIterator()
            guard let addresses = await iterator.next() else {
                try await tasks.waitForAll()
                throw CancellationError()
            }
            let proxy = RunningProxy(service: service, v4: addresses[0], v6: addresses.count > 1 ? addresses[1] : addresses[0]) {
                await group.triggerGracefulShutdown()
            }
            let outcome: Swift.Result<Result, any Error>
            do { outcome = .success(try await body(proxy)) } catch { outcome = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return try outcome.get()
        }
    }
}
