/// What both databases store: integers and text.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)

    /// Text, or NULL for `nil`.
    package static func optional(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }

    /// An integer, or NULL for `nil`.
    package static func optional(_ integer: Int64?) -> SQLValue { integer.map { .integer($0) } ?? .null }
}

/// One row of a result, read by position.
package struct SQLRow: Sendable {
    private let values: [SQLValue]

    package init(_ values: [SQLValue]) {
        self.values = values
    }

    /// The integer of a column; 0 where it is NULL or something else, which our own statements never produce.
    package func integer(_ column: Int) -> Int64 { optionalInteger(column) ?? 0 }

    /// The text of a column; empty where it is NULL or something else.
    package func text(_ column: Int) -> String { optionalText(column) ?? "" }

    package func optionalInteger(_ column: Int) -> Int64? {
        guard values.indices.contains(column), case .integer(let value) = values[column] else { return nil }
        return value
    }

    package func optionalText(_ column: Int) -> String? {
        guard values.indices.contains(column), case .text(let value) = values[column] else { return nil }
        return value
    }
}
