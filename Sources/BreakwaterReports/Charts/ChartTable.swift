/// The numbers of a chart as a table: every chart has one.
package struct ChartTable: Sendable, Hashable {
    package var caption: String
    package var headers: [String]
    /// The first cell of a row names it.
    package var rows: [[String]]

    package init(caption: String, headers: [String], rows: [[String]]) {
        self.caption = caption
        self.headers = headers
        self.rows = rows
    }

    var view: [String: Any] {
        [
            "caption": caption, "headers": headers.enumerated().map { ["text": $1, "number": $0 > 0] as [String: Any] },
            "rows": rows.map { row in
                ["name": row.first ?? "", "cells": row.dropFirst().map { $0 }] as [String: Any]
            },
        ]
    }
}
