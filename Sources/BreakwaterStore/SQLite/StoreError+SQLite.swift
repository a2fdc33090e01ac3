import GRDB

extension StoreError {
    /// What an error of SQLite means here; an error that is a `StoreError` already stays what it is.
    ///
    /// Only SQLite's own words are taken along: GRDB's description would name the statement's values.
    init(_ error: any Error, at location: String) {
        if let error = error as? StoreError {
            self = error
        } else if let error = error as? DatabaseError {
            self.init(Self.code(of: error), Self.advice(for: error), at: location, underlying: error.message)
        } else if error is CancellationError {
            self.init(.cancelled, "the operation was cancelled; nothing of it was kept", at: location)
        } else {
            self.init(.failed, "the store failed", at: location, underlying: "\(type(of: error))")
        }
    }

    private static func code(of error: DatabaseError) -> Code {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
        case .SQLITE_FULL: .diskFull
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
        case .SQLITE_CANTOPEN: .cannotOpen
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .notPermitted
        case .SQLITE_INTERRUPT, .SQLITE_ABORT: .cancelled
        default: .failed
        }
    }

    private static func advice(for error: DatabaseError) -> String {
        switch code(of: error) {
        case .corrupt: "the file is damaged or is no database; move it away (a new one is made) or restore a copy"
        case .diskFull: "the disk or the store's limit is full; free space or shorten the retention"
        case .busy: "another process holds the store's lock; stop it or try again"
        case .cannotOpen: "the file cannot be opened; check the path and its rights"
        case .notPermitted: "the store is read-only here; check the file's owner and rights"
        case .cancelled: "the operation was cancelled; nothing of it was kept"
        default: "the database refused"
        }
    }
}
