/// Where a store is.
public enum StoreLocation: Sendable, Hashable {
    /// An SQLite file, made where it is missing.
    case file(String)
    /// An SQLite file that must exist.
    case existingFile(String)
    /// A PostgreSQL server: a libpq connection string or URI. Keep passwords out of it (`~/.pgpass`, `PGPASSFILE`).
    case postgres(String)

    /// `postgres://…` and `postgresql://…` name a server, anything else an SQLite file that is made where it is missing.
    public init(_ text: String) {
        let isServer = text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
        self = isServer ? .postgres(text) : .file(text)
    }
}
