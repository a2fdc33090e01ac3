import Breakwater
import BreakwaterEvents
package import BreakwaterHTTP
public import BreakwaterPolicy
package import BreakwaterStore
import Foundation
import Synchronization

/// What a running process says of itself.
public struct OperationsStatus: Sendable, Hashable, Codable {
    public var processID: Int32
    /// Seconds since the epoch.
    public var startedAt: Int64
    /// `ADDRESS:PORT` of each listener.
    public var listeners: [String]
    /// Whether it waits for what is under way and then ends.
    public var isEnding: Bool
    /// SHA-256 of the bundle, in hexadecimal.
    public var bundle: String
    /// Seconds since the epoch.
    public var compiledAt: Int64
    public var policyName: LocalizedText
    public var profiles: Int
    public var lists: Int
    public var reloads: Int
    public var failedReloads: Int
    /// Access requests that wait for an answer; `nil` where nothing is stored.
    public var openRequests: Int?
    public var droppedEvents: Int64
}

/// The moving parts that status, health and metrics are read from.
package final class OperationsState: Sendable {
    private struct Moving: Sendable {
        var listeners: [String] = []
        var isEnding = false
        var reloads = 0
        var failedReloads = 0
    }

    private let filter: FilterService
    private let store: EventStore?
    private let registry: PrometheusRegistry
    private let startedAt = Int64(Date().timeIntervalSince1970)
    private let moving = Mutex(Moving())

    package init(filter: FilterService, store: EventStore?, registry: PrometheusRegistry) {
        self.filter = filter
        self.store = store
        self.registry = registry
    }

    package func listens(on addresses: [String]) { moving.withLock { $0.listeners = addresses } }
    package func ends() { moving.withLock { $0.isEnding = true } }
    package func reloaded(_ isDone: Bool) { moving.withLock { if isDone { $0.reloads += 1 } else { $0.failedReloads += 1 } } }

    /// Whether requests are served.
    package var isHealthy: Bool { moving.withLock { !$0.listeners.isEmpty && !$0.isEnding } }

    package func status() async -> OperationsStatus {
        let engine = filter.slot.snapshot
        let now = moving.withLock { $0 }
        // A store that cannot be read says nothing of what waits; the rest is still to be told.
        let waiting = try? await store?.accessRequests(in: .pending).count
        return OperationsStatus(
            processID: getpid(), startedAt: startedAt, listeners: now.listeners, isEnding: now.isEnding, bundle: engine.identity,
            compiledAt: engine.createdAt, policyName: engine.policy.name, profiles: engine.policy.profiles.count,
            lists: engine.policy.lists.count, reloads: now.reloads, failedReloads: now.failedReloads, openRequests: waiting,
            droppedEvents: filter.recorder.droppedCount)
    }

    /// Prometheus' text format.
    package func metrics() -> String {
        let now = moving.withLock { $0 }
        let counters = filter.counters
        let counts: [(String, Int64)] = [
            ("breakwater_filter_unscannable_bodies_total", counters.unscannableBodies.load(ordering: .relaxed)),
            ("breakwater_filter_missing_server_names_total", counters.missingServerNames.load(ordering: .relaxed)),
            ("breakwater_filter_encrypted_client_hellos_total", counters.encryptedClientHellos.load(ordering: .relaxed)),
            ("breakwater_filter_server_name_mismatches_total", counters.serverNameMismatches.load(ordering: .relaxed)),
            ("breakwater_filter_loops_total", counters.loops.load(ordering: .relaxed)),
            ("breakwater_filter_overrides_accepted_total", counters.acceptedOverrides.load(ordering: .relaxed)),
            ("breakwater_filter_overrides_refused_total", counters.refusedOverrides.load(ordering: .relaxed)),
            ("breakwater_events_dropped_total", filter.recorder.droppedCount), ("breakwater_reloads_total", Int64(now.reloads)),
            ("breakwater_failed_reloads_total", Int64(now.failedReloads)),
        ]
        let gauges: [(String, Int64)] = [
            ("breakwater_start_time_seconds", startedAt), ("breakwater_bundle_compiled_time_seconds", filter.slot.snapshot.createdAt),
            ("breakwater_healthy", isHealthy ? 1 : 0),
        ]
        let own = PrometheusRegistry.text(counts.map { ($0.0, "", false, $0.1) } + gauges.map { ($0.0, "", true, $0.1) })
        return own + registry.text()
    }
}
