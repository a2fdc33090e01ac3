import BreakwaterEvents

/// One transaction on a connection to PostgreSQL.
struct PostgresSession: SQLSession {
    let connection: PostgresConnection
    /// Minutes since the epoch.
    let now: Int64
    let eventDays: Int

    func query(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> [SQLRow] {
        try connection.execute(statement, arguments).rows
    }

    @discardableResult
    func execute(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> Int {
        try connection.execute(statement, arguments).changed
    }

    func append(_ events: [DecisionEvent]) throws(StoreError) {
        guard !events.isEmpty else { return }
        let today = now.floored(dividingBy: 1_440)
        // Days outside the retention go to the default partition: a log of any age must not make any number of tables.
        let days = Set(events.map { $0.minute.floored(dividingBy: 1_440) })
            .filter { (today - Int64(eventDays)...today + 2).contains($0) }
        for day in days.sorted() { try requirePartition(of: day) }
        var lines = CopyLines()
        for event in events { lines.append(event) }
        try connection.copy(
            "COPY events (minute, profile, action, rank, layer, category, list, host, pseudonym, count) FROM STDIN", lines.bytes)
    }

    /// The whole UTC day goes: a partition is dropped, not searched.
    func eventCutoff(for minute: Int64) -> Int64 {
        minute.addingClamped(1_439).floored(dividingBy: 1_440) * 1_440
    }

    func dropEvents(before minute: Int64) throws(StoreError) {
        let partitions = try query(
            """
            SELECT c.relname::TEXT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'events'::REGCLASS AND c.relname LIKE 'events\\_d%'
            """)
        for name in partitions.map({ $0.text(0) }) {
            guard let day = Int64(name.dropFirst("events_d".count)), (day + 1) * 1_440 <= minute else { continue }
            try execute("DROP TABLE \(Self.partition(of: day))")
        }
        try execute("DELETE FROM events WHERE minute < $1", [.integer(minute)])
    }

    private func requirePartition(of day: Int64) throws(StoreError) {
        let name = Self.partition(of: day)
        let known = "SELECT 1 FROM pg_class WHERE oid = to_regclass($1)"
        guard try query(known, [.text(name)]).isEmpty else { return }
        // Two processes meet at midnight: the lock lets one make it, the other find it.
        try execute("SELECT pg_advisory_xact_lock($1)", [.integer(PostgresSchema.lock)])
        guard try query(known, [.text(name)]).isEmpty else { return }
        try execute("SAVEPOINT partition")
        do {
            try execute("CREATE TABLE \(name) PARTITION OF events FOR VALUES FROM (\(day * 1_440)) TO (\((day + 1) * 1_440))")
            try execute("RELEASE SAVEPOINT partition")
        } catch where error.code == .failed {
            // The default partition holds rows of that day, written while a clock was wrong: they stay together there.
            try execute("ROLLBACK TO SAVEPOINT partition")
        }
    }

    private static func partition(of day: Int64) -> String { "events_d\(day)" }
}
