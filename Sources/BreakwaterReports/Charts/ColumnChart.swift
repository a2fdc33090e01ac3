/// Columns from zero over hours or days; one series a chart, so that two series are two small charts with the same axis.
package struct ColumnChart: Sendable, Hashable {
    /// Which of the two looks the columns have; the pattern differs as well as the colour.
    package enum Look: String, Sendable, Hashable { case checked, stopped }

    package struct Column: Sendable, Hashable {
        package var value: Int64
        /// Written under the column; empty for none.
        package var tick: String
    }

    package var id: String
    package var title: String
    package var summary: String
    package var look: Look
    package var columns: [Column]
    /// The number at the top line, as text.
    package var largestLabel: String
    /// Columns behind which a band marks the night.
    package var shaded: [Range<Int>]

    private static let top = 22
    private static let plot = 92

    package var height: Int { Self.top + Self.plot + 24 }

    var view: [String: Any] {
        let largest = max(1, columns.map(\.value).max() ?? 1)
        let step = 100 / Double(max(1, columns.count))
        let bars = columns.enumerated().compactMap { index, column -> [String: Any]? in
            guard column.value > 0 else { return nil }
            let height = max(1, Int((Double(column.value) / Double(largest) * Double(Self.plot)).rounded()))
            return [
                "x": Self.percent((Double(index) + 0.14) * step), "width": Self.percent(step * 0.72),
                "y": Self.top + Self.plot - height, "height": height, "chart": id,
            ]
        }
        // Why: at 320 pixels a tick needs about a seventh of the width, so more are thinned out.
        let ticks = columns.enumerated().compactMap { index, column -> [String: Any]? in
            column.tick.isEmpty
                ? nil : ["x": Self.percent((Double(index) + 0.5) * step), "text": column.tick, "y": Self.top + Self.plot + 18]
        }
        let bands = shaded.map { range -> [String: Any] in
            ["x": Self.percent(Double(range.lowerBound) * step), "width": Self.percent(Double(range.count) * step)]
        }
        return [
            "id": id, "title": title, "summary": summary, "height": height, "columns": bars, "ticks": ticks, "bands": bands,
            "top": Self.top, "plot": Self.plot, "base": Self.top + Self.plot, "largest": largestLabel,
            "isStopped": look == .stopped,
        ]
    }

    private static func percent(_ value: Double) -> String { NumberStyle.decimal(value, scale: 100) + "%" }
}
