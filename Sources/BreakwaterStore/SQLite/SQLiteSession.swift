import BreakwaterEvents
import BreakwaterPolicy
import GRDB

/// One access to an SQLite database, inside GRDB's queue.
struct SQLiteSession: SQLSession {
    let database: Database
    let location: String

    func query(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> [SQLRow] {
        do {
            let statement = try prepared(statement, arguments)
            return try Row.fetchAll(statement).map { row in SQLRow(row.databaseValues.map(SQLValue.init)) }
        } catch {
            throw StoreError(error, at: location)
        }
    }

    @discardableResult
    func execute(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> Int {
        do {
            try prepared(statement, arguments).execute()
            return database.changesCount
        } catch {
            throw StoreError(error, at: location)
        }
    }

    func append(_ events: [DecisionEvent]) throws(StoreError) {
        do {
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO events (minute, profile, action, rank, layer, category, list, host, pseudonym, count)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET count = min(count + excluded.count, 1000000000)
                    """)
            for event in events {
                statement.setUncheckedArguments([
                    event.minute, event.profile.rawValue, event.action.rawValue, Int64(event.rank.rawValue), event.layer.rawValue,
                    event.category?.rawValue ?? "", event.list ?? "", event.host ?? "", Int64(bitPattern: event.pseudonym),
                    event.count,
                ])
                try statement.execute()
            }
        } catch {
            throw StoreError(error, at: location)
        }
    }

    func eventCutoff(for minute: Int64) -> Int64 { minute }

    func dropEvents(before minute: Int64) throws(StoreError) {
        try execute("DELETE FROM events WHERE minute < $1", [.integer(minute)])
    }

    /// SQLite numbers arguments as `?1`; a `$1` would be a name there.
    private func prepared(_ statement: String, _ arguments: [SQLValue]) throws -> Statement {
        let numbered = statement.replacing("$", with: "?")
        let prepared = try database.cachedStatement(sql: numbered)
        try prepared.setArguments(StatementArguments(arguments.map(\.databaseValue)))
        return prepared
    }
}

extension SQLValue {
    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .int64(let integer): self = .integer(integer)
        case .string(let text): self = .text(text)
        case .null, .double, .blob: self = .null
        }
    }

    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .text(let value): value.databaseValue
        }
    }
}
