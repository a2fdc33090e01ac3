import GRDB

/// The tables in SQLite. Migrations are added at the end and never changed once released; ``DataInventory`` names each column.
enum SQLiteSchema {
    /// "BWES" in ASCII: tells our files from other databases.
    static let applicationID: Int32 = 0x4257_4553

    static func migrator(hourPhase: Int64) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: first)
            try db.execute(sql: "INSERT INTO facts (name, value) VALUES ('hour_phase', ?)", arguments: [hourPhase])
        }
        migrator.registerMigration("2") { db in try db.execute(sql: second) }
        return migrator
    }

    // Why no row ids and no indexes beside the keys: an event is in one B-tree only, so that a deleted one is in no other place.
    // The key begins with the time: events of a minute join what is there, hours and retention are one range each.
    private static let first = """
        CREATE TABLE events (
            minute INTEGER NOT NULL, profile TEXT NOT NULL, action TEXT NOT NULL, rank INTEGER NOT NULL, layer TEXT NOT NULL,
            category TEXT NOT NULL, list TEXT NOT NULL, host TEXT NOT NULL, pseudonym INTEGER NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (minute, profile, action, category, pseudonym, list, host, rank, layer)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE stale_hours (start INTEGER NOT NULL) STRICT;
        CREATE TABLE hours (
            start INTEGER NOT NULL, profile TEXT NOT NULL, action TEXT NOT NULL, rank INTEGER NOT NULL, category TEXT NOT NULL,
            count INTEGER NOT NULL, people INTEGER NOT NULL,
            PRIMARY KEY (start, profile, action, rank, category)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE reach (
            day INTEGER NOT NULL, profile TEXT NOT NULL, category TEXT NOT NULL, people INTEGER NOT NULL,
            PRIMARY KEY (day, profile, category)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE drops (start INTEGER NOT NULL PRIMARY KEY, count INTEGER NOT NULL) STRICT;
        CREATE TABLE batches (id TEXT NOT NULL PRIMARY KEY, minute INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE appeals (
            id INTEGER PRIMARY KEY AUTOINCREMENT, minute INTEGER NOT NULL, profile TEXT NOT NULL, category TEXT NOT NULL,
            list TEXT NOT NULL, host TEXT NOT NULL, note TEXT NOT NULL, state TEXT NOT NULL, decided_minute INTEGER
        ) STRICT;
        CREATE TABLE requests (
            id INTEGER PRIMARY KEY AUTOINCREMENT, minute INTEGER NOT NULL, profile TEXT NOT NULL, pattern TEXT NOT NULL,
            note TEXT NOT NULL, state TEXT NOT NULL, decided_minute INTEGER, grant_id INTEGER
        ) STRICT;
        CREATE TABLE grants (
            id INTEGER PRIMARY KEY AUTOINCREMENT, profile TEXT NOT NULL, pattern TEXT, expires_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE quota_minutes (
            profile TEXT NOT NULL, day INTEGER NOT NULL, minutes INTEGER NOT NULL, PRIMARY KEY (profile, day)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE facts (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """

    /// For how long a child asks; minutes of each device or login, as a profile may be a class's.
    private static let second = """
        ALTER TABLE requests ADD COLUMN term TEXT NOT NULL DEFAULT '';
        CREATE TABLE new_quota_minutes (
            profile TEXT NOT NULL, client TEXT NOT NULL, day INTEGER NOT NULL, minutes INTEGER NOT NULL,
            PRIMARY KEY (profile, client, day)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO new_quota_minutes (profile, client, day, minutes) SELECT profile, '', day, minutes FROM quota_minutes;
        DROP TABLE quota_minutes;
        ALTER TABLE new_quota_minutes RENAME TO quota_minutes;
        """
}
