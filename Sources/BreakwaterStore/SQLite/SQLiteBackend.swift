import BreakwaterEvents
import Foundation
import GRDB
import Synchronization

/// A store in one SQLite file: write-ahead log, one writer, readers beside it.
final class SQLiteBackend: StoreBackend {
    let location: String
    private let pool: DatabasePool

    init(path: String, isCreatedIfMissing: Bool, configuration: StoreConfiguration) throws(StoreError) {
        location = path
        try StateFile.prepare(path, isCreatedIfMissing: isCreatedIfMissing)
        do {
            pool = try DatabasePool(path: path, configuration: Self.settings(for: configuration))
            try Self.migrate(pool, at: path, configuration: configuration)
        } catch {
            throw StoreError(error, at: path)
        }
    }

    private static func settings(for configuration: StoreConfiguration) -> Configuration {
        var settings = Configuration()
        settings.label = "breakwater.store"
        settings.busyMode = .timeout(configuration.lockTimeout / .seconds(1))
        settings.observesSuspensionNotifications = false
        let pages = max(64, configuration.maximumByteCount / 4096)
        settings.prepareDatabase { db in
            guard !db.configuration.readonly else { return }
            // Deleted rows are overwritten, and free pages given back: retention holds for the file, not only for queries.
            try db.execute(
                sql: """
                    PRAGMA secure_delete = ON;
                    PRAGMA auto_vacuum = INCREMENTAL;
                    PRAGMA max_page_count = \(pages);
                    PRAGMA journal_size_limit = 0;
                    PRAGMA temp_store = MEMORY;
                    """)
        }
        return settings
    }

    private static func migrate(_ pool: DatabasePool, at path: String, configuration: StoreConfiguration) throws {
        let migrator = SQLiteSchema.migrator(hourPhase: LocalHours(in: configuration.timeZone).phase)
        try pool.read { db in
            let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard application == SQLiteSchema.applicationID || tables == 0 else {
                throw StoreError(.foreign, "this database is not one of Breakwater's; choose another path", at: path)
            }
            guard try !migrator.hasBeenSuperseded(db) else {
                throw StoreError(
                    .newerSchema, "a later version of Breakwater wrote this store; install that version, or choose another path",
                    at: path)
            }
        }
        // First of all, and alone: a process killed after it leaves a file that is known as ours.
        try pool.write { try $0.execute(sql: "PRAGMA application_id = \(SQLiteSchema.applicationID)") }
        try migrator.migrate(pool)
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await pool.read { db in try body(SQLiteSession(database: db, location: self.location)) }
        } catch {
            throw StoreError(error, at: location)
        }
    }

    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await pool.write { db in try body(SQLiteSession(database: db, location: self.location)) }
        } catch {
            throw StoreError(error, at: location)
        }
    }

    func reclaim() async throws(StoreError) -> Bool {
        do {
            return try await pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA incremental_vacuum")
                // The write-ahead log holds old pages too: move it into the file and cut it to nothing.
                let busy = try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")  // its first column
                return busy == 0
            }
        } catch {
            throw StoreError(error, at: location)
        }
    }

    func close() throws(StoreError) {
        do {
            try pool.close()
        } catch {
            throw StoreError(error, at: location)
        }
    }
}
