package import BreakwaterEvents

/// One transaction in SQLite or PostgreSQL: the common part of their dialects.
///
/// Statements name their arguments `$1`, `$2`, …; values are always bound, never written into the text.
package protocol SQLSession {
    /// Runs a statement and returns its rows.
    func query(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> [SQLRow]

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    func execute(_ statement: String, _ arguments: [SQLValue]) throws(StoreError) -> Int

    /// Adds events in the fastest way that the database has.
    func append(_ events: [DecisionEvent]) throws(StoreError)

    /// The minute before which events can be dropped so that none older than `minute` is left.
    func eventCutoff(for minute: Int64) -> Int64

    /// Deletes all events before a minute.
    func dropEvents(before minute: Int64) throws(StoreError)
}

extension SQLSession {
    package func query(_ statement: String) throws(StoreError) -> [SQLRow] { try query(statement, []) }

    @discardableResult
    package func execute(_ statement: String) throws(StoreError) -> Int { try execute(statement, []) }

    /// A number that the store remembers about itself.
    package func fact(_ name: String) throws(StoreError) -> Int64? {
        try query("SELECT value FROM facts WHERE name = $1", [.text(name)]).first?.integer(0)
    }

    package func setFact(_ name: String, to value: Int64) throws(StoreError) {
        try execute(
            "INSERT INTO facts (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [.text(name), .integer(value)])
    }
}
