import Breakwater
import BreakwaterEvents
package import BreakwaterHTTP
public import BreakwaterPolicy
package import BreakwaterProxy
package import BreakwaterStore
import BreakwaterTLS
import BreakwaterURL
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
    /// Hosts that pass undecrypted, because a client refused our certificate; `nil` where nothing is decrypted, and for everybody but the
    /// process's owner.
    public var undecryptedHosts: [UndecryptedHost]?
    /// Hosts whose certificate a client refused lately, and that are decrypted all the same; `nil` as above.
    public var refusedHosts: [String]?

    public struct UndecryptedHost: Sendable, Hashable, Codable {
        public var host: String
        /// Seconds since the epoch.
        public var until: Int64
    }
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
    private let inspection: InspectionSlot
    private let startedAt = Int64(Date().timeIntervalSince1970)
    private let moving = Mutex(Moving())

    package init(
        filter: FilterService, store: EventStore?, registry: PrometheusRegistry, inspection: InspectionSlot = InspectionSlot()
    ) {
        self.inspection = inspection
        self.filter = filter
        self.store = store
        self.registry = registry
    }

    package func listens(on addresses: [String]) { moving.withLock { $0.listeners = addresses } }
    package func ends() { moving.withLock { $0.isEnding = true } }
    package func reloaded(_ isDone: Bool) { moving.withLock { if isDone { $0.reloads += 1 } else { $0.failedReloads += 1 } } }

    /// Whether requests are served.
    package var isHealthy: Bool { moving.withLock { !$0.listeners.isEmpty && !$0.isEnding } }

    private func undecryptedHosts() -> [OperationsStatus.UndecryptedHost]? {
        inspection.snapshot?.pinning.current(now: Int64(Date().timeIntervalSince1970)).map { .init(host: $0.host.description, until: $0.expires) }
    }

    private func refusedHosts() -> [String]? {
        inspection.snapshot?.pinning.refused(now: Int64(Date().timeIntervalSince1970)).map(\.description)
    }

    /// - Parameter isOwner: whether who asks may learn names of hosts.
    package func status(isOwner: Bool) async -> OperationsStatus {
        let engine = filter.slot.snapshot
        let now = moving.withLock { $0 }
        // A store that cannot be read says nothing of what waits; the rest is still to be told.
        let waiting = try? await store?.accessRequests(in: .pending).count
        return OperationsStatus(
            processID: getpid(), startedAt: startedAt, listeners: now.listeners, isEnding: now.isEnding, bundle: engine.identity,
            compiledAt: engine.createdAt, policyName: engine.policy.name, profiles: engine.policy.profiles.count,
            lists: engine.policy.lists.count, reloads: now.reloads, failedReloads: now.failedReloads, openRequests: waiting,
            droppedEvents: filter.recorder.droppedCount, undecryptedHosts: isOwner ? undecryptedHosts() : nil,
            refusedHosts: isOwner ? refusedHosts() : nil)
    }

    /// Prometheus' text format.
    package func metrics() -> String {
        let now = moving.withLock { $0 }
        let counts = filter.counters.values.map { ("breakwater_filter_\($0.name)_total", $0.value) } + [
            ("breakwater_events_dropped_total", filter.recorder.droppedCount), ("breakwater_reloads_total", Int64(now.reloads)),
            ("breakwater_failed_reloads_total", Int64(now.failedReloads)),
            ("breakwater_minted_certificates_total", inspection.snapshot?.leaves.mintedCount ?? 0),
        ]
        let gauges: [(String, Int64)] = [
            ("breakwater_start_time_seconds", startedAt), ("breakwater_bundle_compiled_time_seconds", filter.slot.snapshot.createdAt),
            ("breakwater_healthy", isHealthy ? 1 : 0), ("breakwater_undecrypted_hosts", Int64(undecryptedHosts()?.count ?? 0)),
        ]
        let own = PrometheusRegistry.text(counts.map { ($0.0, "", false, $0.1) } + gauges.map { ($0.0, "", true, $0.1) })
        return own + registry.text()
    }
}
