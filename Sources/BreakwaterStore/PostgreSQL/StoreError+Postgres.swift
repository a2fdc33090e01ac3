import CLibPQ

extension StoreError {
    /// Why a connection was not made.
    static func connecting(_ handle: OpaquePointer) -> StoreError {
        let words = unsafe String(cString: PQerrorMessage(handle)).split(separator: "\n").first.map(String.init)
        // libpq gives no SQLSTATE here; a server that answered has told its protocol version.
        let answered = unsafe PQprotocolVersion(handle) != 0 || (words?.contains("FATAL") ?? false)
        let isStarting = words?.contains("starting up") == true || words?.contains("shutting down") == true
        guard answered, !isStarting else {
            return StoreError(
                .unreachable, "the server does not answer; events wait in memory and it is tried again",
                at: PostgresConnection.location, underlying: words)
        }
        return StoreError(
            .refused, "the server refuses the connection; check user, password, database and pg_hba.conf",
            at: PostgresConnection.location, underlying: words)
    }

    /// Why a statement failed. Only the server's primary message is taken: its detail may name values.
    static func executing(_ result: OpaquePointer?, on handle: OpaquePointer) -> StoreError {
        guard unsafe PQstatus(handle) == CONNECTION_OK else {
            return StoreError(
                .unreachable, "the connection broke; it is made again", at: PostgresConnection.location,
                underlying: unsafe field(PG_DIAG_MESSAGE_PRIMARY_CODE, of: result))
        }
        let state = unsafe field(PG_DIAG_SQLSTATE_CODE, of: result) ?? ""
        let code = code(of: state)
        return StoreError(
            code, advice(for: code), at: PostgresConnection.location,
            underlying: unsafe field(PG_DIAG_MESSAGE_PRIMARY_CODE, of: result).map { "\($0), SQLSTATE \(state)" })
    }

    // The header writes them as character constants, which Swift imports without a usable type.
    private static let PG_DIAG_SQLSTATE_CODE = Int32(UInt8(ascii: "C"))
    private static let PG_DIAG_MESSAGE_PRIMARY_CODE = Int32(UInt8(ascii: "M"))

    private static func field(_ code: Int32, of result: OpaquePointer?) -> String? {
        guard let text = unsafe PQresultErrorField(result, code) else { return nil }
        return unsafe String(cString: text)
    }

    /// - SeeAlso: PostgreSQL, appendix A: error codes; the first two characters are the class.
    private static func code(of state: String) -> Code {
        switch state {
        case "53100": return .diskFull
        case "42501", "25006": return .notPermitted
        case "55P03", "40001", "40P01", "57014": return .busy
        default: break
        }
        switch state.prefix(2) {
        case "08", "57": return .unreachable
        case "28", "3D": return .refused
        case "53": return .busy
        case "XX": return .corrupt
        default: return .failed
        }
    }

    private static func advice(for code: Code) -> String {
        switch code {
        case .diskFull: "the server's disk is full; free space there"
        case .notPermitted: "the user may not do that; grant it CREATE on the database, or all on the schema breakwater"
        case .busy: "the server is overloaded or a lock is held; it is tried again"
        case .unreachable: "the server is going down; it is tried again"
        case .refused: "the server refuses; check user, password and database"
        case .corrupt: "the server reports damaged data; see its log"
        default: "the server refused the statement"
        }
    }
}
