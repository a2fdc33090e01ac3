public import Synchronization

/// What could not be judged, counted: no limit of the filter is silent.
public final class FilterCounters: Sendable {
    /// Bodies forwarded or blocked without their text having been read.
    public let unscannableBodies = Atomic<Int64>(0)
    /// Tunnels whose ClientHello named no server.
    public let missingServerNames = Atomic<Int64>(0)
    /// Tunnels whose ClientHello may hide another name.
    public let encryptedClientHellos = Atomic<Int64>(0)
    /// Tunnels whose server name was not the host asked for.
    public let serverNameMismatches = Atomic<Int64>(0)
    /// Override codes that were right, and that were not.
    public let acceptedOverrides = Atomic<Int64>(0)
    public let refusedOverrides = Atomic<Int64>(0)
    /// Tunnels closed because their ClientHello named no server.
    public let closedWithoutServerName = Atomic<Int64>(0)
    /// Tunnels closed because their ClientHello may hide another name.
    public let closedEncryptedHellos = Atomic<Int64>(0)
    /// Connections led to a service's safe or restricted host.
    public let safeModeConnections = Atomic<Int64>(0)
    /// Requests and tunnels for a name that is an alias of one that policy limits.
    public let limitedCanonicalNames = Atomic<Int64>(0)
    /// Requests that came back to this proxy.
    public let loops = Atomic<Int64>(0)

    init() {}

    /// All of them by name, for whoever exports metrics.
    public var values: [(name: String, value: Int64)] {
        [
            ("unscannable_bodies", unscannableBodies.load(ordering: .relaxed)),
            ("missing_server_names", missingServerNames.load(ordering: .relaxed)),
            ("encrypted_client_hellos", encryptedClientHellos.load(ordering: .relaxed)),
            ("server_name_mismatches", serverNameMismatches.load(ordering: .relaxed)),
            ("closed_without_server_name", closedWithoutServerName.load(ordering: .relaxed)),
            ("closed_encrypted_hellos", closedEncryptedHellos.load(ordering: .relaxed)),
            ("safe_mode_connections", safeModeConnections.load(ordering: .relaxed)),
            ("limited_canonical_names", limitedCanonicalNames.load(ordering: .relaxed)),
            ("overrides_accepted", acceptedOverrides.load(ordering: .relaxed)),
            ("overrides_refused", refusedOverrides.load(ordering: .relaxed)),
            ("loops", loops.load(ordering: .relaxed)),
        ]
    }
}
