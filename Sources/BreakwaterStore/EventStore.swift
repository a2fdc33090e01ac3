import BreakwaterEvents

/// What Breakwater keeps: events for a month, counts for a year, and the family's requests, grants and quotas.
///
/// One shape on two databases. SQLite is the default of a household or a school: one file, readable by its owner only.
/// PostgreSQL serves a fleet: processes copy their events into daily partitions, nothing else is shared.
///
/// All work happens away from the caller's thread. Every operation is one transaction. ``DataInventory`` names each stored
/// field with its purpose and how long it stays; nothing else is stored.
public final class EventStore: Sendable {
    package let backend: any StoreBackend
    package let configuration: StoreConfiguration

    /// Opens a store.
    ///
    /// An SQLite file is opened, checked and brought to the present schema at once. A server is asked at the first operation,
    /// so that a filter starts while its archive is down; call ``verify()`` to know.
    /// - Throws: `cannotOpen`, `foreign`, `newerSchema`, `corrupt`, `busy`, `notPermitted`, `diskFull`.
    public init(at location: StoreLocation, configuration: StoreConfiguration = StoreConfiguration()) throws(StoreError) {
        self.configuration = configuration
        switch location {
        case .file(let path):
            backend = try SQLiteBackend(path: path, isCreatedIfMissing: true, configuration: configuration)
        case .existingFile(let path):
            backend = try SQLiteBackend(path: path, isCreatedIfMissing: false, configuration: configuration)
        case .postgres(let connection):
            backend = PostgresBackend(connection: connection, configuration: configuration)
        }
    }

    /// Does nothing but reach the database.
    /// - Throws: What keeps the store from working.
    public func verify() async throws(StoreError) {
        _ = try await backend.read { session throws(StoreError) in try session.fact("hour_phase") }
    }

    /// Ends all connections; later operations fail, or, with PostgreSQL, connect again.
    public func close() throws(StoreError) {
        try backend.close()
    }

    /// Minutes since the epoch, by the configuration's clock.
    package var nowMinute: Int64 { configuration.now().floored(dividingBy: 60) }
}
