import Breakwater
import BreakwaterConsole
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterICAP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterStore
import Foundation
public import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// A whole Breakwater in one process: the proxy, and as configured the event store, the console and ICAP.
///
/// SIGTERM and SIGINT end it gracefully: listeners close, open exchanges may finish within the grace, the last events are kept.
/// SIGHUP loads the policy, the filter's settings, users and the inspection authority again. Everything is loaded and opened before the first listener accepts, so that a process that
/// says it is ready filters.
public struct BreakwaterDaemon: Sendable {
    private let configuration: ServerConfiguration
    private let logger: Logger
    private let reread: @Sendable () throws -> ServerConfiguration
    private let notifier = SystemdNotifier()

    /// - Parameter reread: gives the configuration as it is written at a reload.
    public init(
        configuration: ServerConfiguration, logger: Logger, reread: (@Sendable () throws -> ServerConfiguration)? = nil
    ) {
        self.configuration = configuration
        self.logger = logger
        self.reread = reread ?? { configuration }
    }

    /// What is shared by the services of one run.
    struct Parts {
        let source: EngineSource
        let slot: EngineSlot
        let filter: FilterService
        let recorder: EventRecorder
        let pseudonymizer: Pseudonymizer
        let store: EventStore?
        let login: ProxyLogin?
        let operations: OperationsState
        let inspection: InspectionSlot
    }

    /// Serves until it is told to end.
    ///
    /// - Parameter onReady: called when every listener accepts, with `ADDRESS:PORT` of each.
    public func run(onReady: @escaping @Sendable ([String]) async -> Void = { _ in }) async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        let parts = try makeParts()
        var services: [any Service] = [KeyExpiryService(pseudonymizer: parts.pseudonymizer)]
        let grants = parts.store.map { GrantService(store: $0, service: parts.filter, logger: logger) }
        if let store = parts.store, let grants {
            let quotas = QuotaService(store: store, usage: parts.filter.usage, logger: logger)
            try await quotas.restore(day: parts.slot.snapshot.moment().localDay, keyPath: configuration.stateDirectory + "/quota-key")
            await grants.refresh()
            services += [EventService(pipeline: pipeline(to: store, parts)), store.maintenance(logger: logger), grants, quotas]
        }
        services.append(SubmissionService(filter: parts.filter, store: parts.store, logger: logger))
        services.append(
            OperationsServer(
                state: parts.operations, listeners: configuration.operation.listeners,
                socketPath: configuration.stateDirectory + "/" + OperationsServer.socketName, grantsChanged: { await grants?.refresh() },
                logger: logger,
                onListening: { [logger] addresses in
                    guard !addresses.isEmpty else { return }
                    let places = addresses.map { ListeningFailure.text($0) }.joined(separator: ", ")
                    logger.info("metrics and health are read here", metadata: ["addresses": "\(places)"])
                }))
        if let console = configuration.consoleConfiguration {
            services.append(ConsoleService(server: try self.console(console, parts, grants)))
        }
        services.append(AuthorityAuditService(inspection: parts.inspection, folder: configuration.authorityDirectory, logger: logger))
        services.append(
            ReloadService(
                parts: parts, configuration: configuration, reread: reread, notifier: notifier, logger: logger, signals: signals))
        for icap in configuration.icapConfigurations {
            services.append(ICAPServer(service: parts.filter, configuration: icap, logger: logger))
        }
        services.append(try proxy(parts, onReady: onReady))
        services.append(ManagerService(notifier: notifier, operations: parts.operations))
        // Services end in the reverse of this order: the proxy first, the events last.
        var group = ServiceGroupConfiguration(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = configuration.shutdownGrace + .seconds(10)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            throw ListeningFailure.explained(error, configuration.proxy.listeners)
        }
        try parts.store?.close()
    }

    /// Shows one allowed and one blocked request through the proxy, on the configured listeners, and returns.
    ///
    /// - Returns: whether both went as they should.
    public func demonstrate() async throws -> Demonstration.Outcome {
        let parts = try makeParts()
        do {
            let outcome = try await Demonstration(configuration: configuration, filter: parts.filter).run()
            try parts.store?.close()
            return outcome
        } catch {
            throw ListeningFailure.explained(error, configuration.proxy.listeners)
        }
    }

    private func makeParts() throws -> Parts {
        try StateFolder.prepare(configuration.stateDirectory)
        let source = try EngineSource(configuration, logger: logger)
        let engine = try source.load()
        let slot = EngineSlot(engine)
        let zone = TimeZone(identifier: engine.policy.timeZone) ?? .gmt
        let pseudonymizer = Pseudonymizer(timeZone: zone)
        let recorder = EventRecorder(capacity: configuration.events.queueCapacity)
        let inspection = InspectionSlot(try configuration.makeInspection(for: engine.policy, logger: logger))
        let filtering = try configuration.filterConfiguration(canInspect: inspection.snapshot != nil)
        let filter = FilterService(
            slot: slot, recorder: recorder, privacy: PrivacyRules(pseudonymizer: pseudonymizer), configuration: filtering)
        let path = configuration.events.database ?? configuration.stateDirectory + "/events.db"
        let store = configuration.events.isEnabled
            ? try EventArchive.open(path, for: engine.policy, settings: configuration.events) : nil
        return Parts(
            source: source, slot: slot, filter: filter, recorder: recorder, pseudonymizer: pseudonymizer, store: store,
            login: configuration.proxy.requiresLogin ? ProxyLogin(users: try UserFile(configuration).read()) : nil,
            operations: OperationsState(filter: filter, store: store, registry: ProcessRecords.registry, inspection: inspection),
            inspection: inspection)
    }

    private func pipeline(to store: EventStore, _ parts: Parts) -> EventPipeline {
        EventPipeline(from: parts.recorder, to: store) { error in
            let code = (error as? StoreError)?.code.description ?? "unknown"
            logger.warning("events wait: the store does not take them", metadata: ["code": "\(code)"])
        }
    }

    private func console(_ settings: ConsoleConfiguration, _ parts: Parts, _ grants: GrantService?) throws -> ConsoleServer {
        let services = ConsoleServices(
            slot: parts.slot, store: parts.store, recorder: parts.recorder, grants: { [filter = parts.filter] in filter.grants },
            grantsChanged: { await grants?.refresh() })
        return try ConsoleServer(configuration: settings, services: services, logger: logger)
    }

    private func proxy(_ parts: Parts, onReady: @escaping @Sendable ([String]) async -> Void) throws -> ProxyServer {
        let credentials = try configuration.proxy.parentCredentials.map { try SecretFile.line(of: $0) }
        var proxying = configuration.proxyConfiguration(login: parts.login, parentCredentials: credentials)
        proxying.inspectionSlot = parts.inspection
        return try ProxyServer(configuration: proxying, service: parts.filter) { [notifier] addresses in
            let addresses = addresses.map { ListeningFailure.text($0) }
            parts.operations.listens(on: addresses)
            notifier.ready()
            await onReady(addresses)
        }
    }
}

/// Errors of listening in words that say what to do.
enum ListeningFailure {
    static func explained(_ error: any Error, _ listeners: [ListenAddress]) -> any Error {
        guard let error = error as? IOError, error.errnoCode == EADDRINUSE || error.errnoCode == EACCES else { return error }
        let places = listeners.map(\.description).joined(separator: ", ")
        let reason = error.errnoCode == EACCES ? "this user may not listen on one of them" : "another process has one of them"
        return ServerError(.addressInUse, "cannot listen on \(places): \(reason); name another with --listen ADDRESS:PORT")
    }

    static func text(_ address: SocketAddress) -> String {
        let host = address.ipAddress ?? "?"
        return (host.contains(":") ? "[\(host)]" : host) + ":\(address.port ?? 0)"
    }
}
