import BreakwaterEvents

/// A store on a PostgreSQL server: one connection for batches and decisions, one for what is read.
final class PostgresBackend: StoreBackend {
    var location: String { PostgresConnection.location }

    private let writer: PostgresLane
    private let reader: PostgresLane
    private let configuration: StoreConfiguration

    init(connection text: String, configuration: StoreConfiguration) {
        self.configuration = configuration
        let milliseconds = Int(max(0.001, configuration.lockTimeout / .seconds(1)) * 1_000)
        let phase = LocalHours(in: configuration.timeZone).phase
        let open: @Sendable () throws(StoreError) -> PostgresConnection = { () throws(StoreError) in
            let connection = try PostgresConnection(text, lockTimeout: milliseconds)
            try PostgresSchema.prepare(connection, hourPhase: phase)
            return connection
        }
        writer = PostgresLane(label: "breakwater.store.writer", open: open)
        reader = PostgresLane(label: "breakwater.store.reader", open: open)
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", on: reader, body)
    }

    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await transaction("BEGIN", on: writer, body)
    }

    func reclaim() async throws(StoreError) -> Bool {
        try await writer.run { connection throws(StoreError) in
            // A transaction cannot hold VACUUM. Partitions that were dropped gave their space back already.
            for table in ["events", "hours", "reach", "appeals", "requests", "grants", "quota_minutes", "batches", "stale_hours"] {
                try connection.execute("VACUUM \(table)")
            }
        }
        return true
    }

    func close() throws(StoreError) {
        writer.close()
        reader.close()
    }

    private func transaction<Value: Sendable>(
        _ begin: String, on lane: PostgresLane, _ body: @escaping @Sendable (any SQLSession) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let now = configuration.now().floored(dividingBy: 60)
        let eventDays = configuration.retention.eventDays
        return try await lane.run { connection throws(StoreError) in
            try connection.execute(begin)
            do throws(StoreError) {
                let value = try body(PostgresSession(connection: connection, now: now, eventDays: eventDays))
                try connection.execute("COMMIT")
                return value
            } catch {
                // A broken connection has rolled back already, and is dropped by its lane.
                if connection.isOpen { try connection.execute("ROLLBACK") }
                throw error
            }
        }
    }
}
