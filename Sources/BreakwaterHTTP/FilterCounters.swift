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
    /// Requests that came back to this proxy.
    public let loops = Atomic<Int64>(0)

    init() {}
}
