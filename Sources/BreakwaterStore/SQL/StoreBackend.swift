/// A database that a store works on: SQLite or PostgreSQL.
package protocol StoreBackend: Sendable {
    /// The file's path, or "PostgreSQL", for messages.
    var location: String { get }

    /// Runs `body` on one consistent state.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value

    /// Runs `body` in one transaction: all of it is kept, or nothing where it throws.
    @discardableResult
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value

    /// Gives the space of deleted rows back, so that their bytes leave the disk.
    /// - Returns: `false` where a reader held it up; the next call tries again.
    func reclaim() async throws(StoreError) -> Bool

    /// Ends all connections; idempotent.
    func close() throws(StoreError)
}
