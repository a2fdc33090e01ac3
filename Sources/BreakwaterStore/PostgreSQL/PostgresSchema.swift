import BreakwaterEvents

/// The tables in PostgreSQL, in a schema `breakwater` of their own; ``DataInventory`` names each column.
enum PostgresSchema {
    /// Raised with each change; the steps below bring an older schema up.
    static let version: Int64 = 2
    /// Any number that no other user of the database takes for its advisory locks: "BWES".
    static let lock: Int64 = 0x4257_4553

    /// Brings the schema to ``version``, one process at a time.
    static func prepare(_ connection: PostgresConnection, hourPhase: Int64) throws(StoreError) {
        try connection.execute("BEGIN")
        try connection.execute("SELECT pg_advisory_xact_lock($1)", [.integer(lock)])
        let exists = try connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'breakwater'").rows.isEmpty == false
        if !exists { try connection.execute("CREATE SCHEMA breakwater") }
        try connection.execute("SET LOCAL search_path TO breakwater")
        try connection.execute("CREATE TABLE IF NOT EXISTS facts (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)")
        let found = try connection.execute("SELECT value FROM facts WHERE name = 'schema_version'").rows.first?.integer(0) ?? 0
        guard found <= version else {
            try connection.execute("ROLLBACK")
            throw StoreError(
                .newerSchema, "a later version of Breakwater wrote schema \(found), this one knows \(version); install that version",
                at: PostgresConnection.location)
        }
        if found < 1 { try create(connection, hourPhase: hourPhase) }
        if found < 2 { try bringToSecond(connection) }
        try connection.execute("COMMIT")
        try connection.execute("SET search_path TO breakwater")
    }

    private static func create(_ connection: PostgresConnection, hourPhase: Int64) throws(StoreError) {
        for statement in tables { try connection.execute(statement) }
        try connection.execute(
            "INSERT INTO facts (name, value) VALUES ('schema_version', 1), ('hour_phase', $1)", [.integer(hourPhase)])
    }

    /// For how long a child asks; minutes of each device or login, as a profile may be a class's.
    private static func bringToSecond(_ connection: PostgresConnection) throws(StoreError) {
        for statement in [
            "ALTER TABLE requests ADD COLUMN term TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE quota_minutes ADD COLUMN client TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE quota_minutes DROP CONSTRAINT quota_minutes_pkey, ADD PRIMARY KEY (profile, client, day)",
            "UPDATE facts SET value = 2 WHERE name = 'schema_version'",
        ] { try connection.execute(statement) }
    }

    // Why no key on events: rows come by COPY, which knows no conflicts, and the pipeline has joined equal ones. The small index
    // of block ranges serves the hours; rows lie in the order of their time.
    private static let tables = [
        """
        CREATE TABLE events (
            minute BIGINT NOT NULL, profile TEXT NOT NULL, action TEXT NOT NULL, rank BIGINT NOT NULL, layer TEXT NOT NULL,
            category TEXT NOT NULL, list TEXT NOT NULL, host TEXT NOT NULL, pseudonym BIGINT NOT NULL, count BIGINT NOT NULL
        ) PARTITION BY RANGE (minute)
        """,
        "CREATE INDEX events_minute ON events USING brin (minute) WITH (pages_per_range = 16)",
        "CREATE TABLE events_other PARTITION OF events DEFAULT",
        "CREATE TABLE stale_hours (start BIGINT NOT NULL)",
        """
        CREATE TABLE hours (
            start BIGINT NOT NULL, profile TEXT NOT NULL, action TEXT NOT NULL, rank BIGINT NOT NULL, category TEXT NOT NULL,
            count BIGINT NOT NULL, people BIGINT NOT NULL, PRIMARY KEY (start, profile, action, rank, category)
        )
        """,
        """
        CREATE TABLE reach (
            day BIGINT NOT NULL, profile TEXT NOT NULL, category TEXT NOT NULL, people BIGINT NOT NULL,
            PRIMARY KEY (day, profile, category)
        )
        """,
        "CREATE TABLE drops (start BIGINT NOT NULL PRIMARY KEY, count BIGINT NOT NULL)",
        "CREATE TABLE batches (id TEXT NOT NULL PRIMARY KEY, minute BIGINT NOT NULL)",
        """
        CREATE TABLE appeals (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, minute BIGINT NOT NULL, profile TEXT NOT NULL,
            category TEXT NOT NULL, list TEXT NOT NULL, host TEXT NOT NULL, note TEXT NOT NULL, state TEXT NOT NULL,
            decided_minute BIGINT
        )
        """,
        """
        CREATE TABLE requests (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, minute BIGINT NOT NULL, profile TEXT NOT NULL,
            pattern TEXT NOT NULL, note TEXT NOT NULL, state TEXT NOT NULL, decided_minute BIGINT, grant_id BIGINT
        )
        """,
        """
        CREATE TABLE grants (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, profile TEXT NOT NULL, pattern TEXT, expires_at BIGINT NOT NULL
        )
        """,
        """
        CREATE TABLE quota_minutes (
            profile TEXT NOT NULL, day BIGINT NOT NULL, minutes BIGINT NOT NULL, PRIMARY KEY (profile, day)
        )
        """,
    ]
}
