import CLibPQ

/// One result of libpq, cleared with its owner.
@safe struct PostgresResult: ~Copyable {
    /// `nil` where libpq had no memory or no connection; libpq's functions take that.
    let pointer: OpaquePointer?

    init(_ pointer: OpaquePointer?) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQclear(pointer)
    }

    var isSuccess: Bool {
        let status = unsafe PQresultStatus(pointer)
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
    }

    /// How many rows the statement changed.
    var changed: Int {
        guard let text = unsafe PQcmdTuples(pointer) else { return 0 }
        return unsafe Int(String(cString: text)) ?? 0
    }

    func rows() -> [SQLRow] {
        let columns = unsafe PQnfields(pointer)
        return unsafe (0..<PQntuples(pointer)).map { row in
            SQLRow((0..<columns).map { column in value(row, column) })
        }
    }

    private func value(_ row: Int32, _ column: Int32) -> SQLValue {
        guard unsafe PQgetisnull(pointer, row, column) == 0, let bytes = unsafe PQgetvalue(pointer, row, column) else {
            return .null
        }
        let text = unsafe String(cString: bytes)
        // bigint, smallint, integer; everything else that we ask for is text.
        guard unsafe [20, 21, 23].contains(PQftype(pointer, column)) else { return .text(text) }
        return .optional(Int64(text))
    }
}
