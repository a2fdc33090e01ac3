import CLibPQ

/// One connection to a server, closed with the last reference; used on one queue only.
@safe final class PostgresConnection {
    static let location = "PostgreSQL"

    private let handle: OpaquePointer

    /// Connects and prepares the session.
    ///
    /// - Parameters:
    ///   - text: A libpq connection string or URI; what it says wins over the defaults here.
    ///   - lockTimeout: Milliseconds.
    init(_ text: String, lockTimeout: Int) throws(StoreError) {
        // The later of two equal keywords wins, and `dbname` expands to the caller's whole string.
        let settings = [
            ("connect_timeout", "10"), ("tcp_user_timeout", "30000"), ("application_name", "breakwater"), ("dbname", text),
            ("client_encoding", "UTF8"),
        ]
        let opened: OpaquePointer? = unsafe CStrings.with(settings.map(\.0)) { names in
            unsafe CStrings.with(settings.map(\.1)) { values in unsafe PQconnectdbParams(names, values, 1) }
        }
        guard let opened = unsafe opened else {
            throw StoreError(.unreachable, "no memory for a connection", at: Self.location)
        }
        unsafe handle = opened
        guard unsafe PQstatus(handle) == CONNECTION_OK else { throw unsafe .connecting(handle) }
        // Notices go to standard error by default; ours come back as errors or not at all.
        _ = unsafe PQsetNoticeReceiver(handle, { _, _ in }, nil)
        try execute("SET client_min_messages = warning")
        try execute("SET lock_timeout = \(lockTimeout)")
        try execute("SET statement_timeout = 300000")
        try execute("SET idle_in_transaction_session_timeout = 300000")
    }

    deinit {
        unsafe PQfinish(handle)
    }

    /// Whether the last operation left the connection open.
    var isOpen: Bool { unsafe PQstatus(handle) == CONNECTION_OK }

    /// Runs one statement with bound arguments.
    @discardableResult
    func execute(_ statement: String, _ arguments: [SQLValue] = []) throws(StoreError) -> (rows: [SQLRow], changed: Int) {
        let types = arguments.map(\.postgresType)
        let result = unsafe PostgresResult(
            CStrings.with(arguments.map(\.postgresText)) { values in
                unsafe PQexecParams(handle, statement, Int32(arguments.count), types, values, nil, nil, 0)
            })
        guard result.isSuccess else { throw unsafe .executing(result.pointer, on: handle) }
        return (result.rows(), result.changed)
    }

    /// Copies rows in PostgreSQL's text format into a table: the fastest way in.
    ///
    /// - Parameters:
    ///   - statement: `COPY … FROM STDIN`.
    ///   - data: Whole lines; sent in pieces of 64 KiB.
    func copy(_ statement: String, _ data: [UInt8]) throws(StoreError) {
        let begun = unsafe PostgresResult(PQexec(handle, statement))
        guard unsafe PQresultStatus(begun.pointer) == PGRES_COPY_IN else { throw unsafe .executing(begun.pointer, on: handle) }
        let isSent = unsafe data.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = min(65_536, bytes.count - offset)
                // In bounds: offset + count is at most the buffer's count.
                let start = unsafe bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
                guard unsafe PQputCopyData(handle, start, Int32(count)) == 1 else { return false }
                offset += count
            }
            return true
        }
        _ = unsafe PQputCopyEnd(handle, isSent ? nil : "the client gave up")
        var failure: StoreError?
        while let pointer = unsafe PQgetResult(handle) {
            let result = unsafe PostgresResult(pointer)
            if !result.isSuccess { failure = unsafe .executing(result.pointer, on: handle) }
        }
        if let failure { throw failure }
        guard isSent else { throw StoreError(.unreachable, "the server stopped listening; it is tried again", at: Self.location) }
    }
}

extension SQLValue {
    /// Object identifiers of `bigint` and `text` in every PostgreSQL catalogue.
    fileprivate var postgresType: UInt32 {
        switch self {
        case .integer: 20
        case .null, .text: 25
        }
    }

    fileprivate var postgresText: String? {
        switch self {
        case .null: nil
        case .integer(let value): String(value)
        // A NUL would end the C string; what people wrote is cleaned before, so this loses nothing that was to be kept.
        case .text(let value): value
        }
    }
}
