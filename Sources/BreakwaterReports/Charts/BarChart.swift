/// Horizontal bars from zero, in the order given, each with its name and number written on it.
///
/// Positions are percentages and text is not scaled, so that the chart reflows at 320 pixels and stays legible (WCAG 1.4.10).
package struct BarChart: Sendable, Hashable {
    package struct Bar: Sendable, Hashable {
        package var name: String
        package var blocked: Int64
        package var warned: Int64
        /// What stands at the end of the bar: `14 (+3)`.
        package var label: String
        package var isLoadedByPages: Bool
    }

    package var id: String
    package var title: String
    package var summary: String
    package var bars: [Bar]

    package static let rowHeight = 46

    package var height: Int { bars.count * Self.rowHeight + 4 }

    var view: [String: Any] {
        let largest = max(1, bars.map { $0.blocked.clampedAdding($0.warned) }.max() ?? 1)
        let rows = bars.enumerated().map { index, bar -> [String: Any] in
            let top = index * Self.rowHeight
            let blocked = Self.percent(bar.blocked, of: largest)
            let warned = Self.percent(bar.warned, of: largest)
            return [
                "name": bar.name, "label": bar.label, "textY": top + 16, "barY": top + 22, "hasBlocked": bar.blocked > 0,
                "hasWarned": bar.warned > 0, "blockedWidth": blocked, "warnedX": blocked, "warnedWidth": warned,
                "isPage": bar.isLoadedByPages, "chart": id,
            ]
        }
        return ["id": id, "title": title, "summary": summary, "height": height, "bars": rows]
    }

    /// `63.21%`; at least half a percent for what is not nothing.
    static func percent(_ part: Int64, of whole: Int64) -> String {
        guard part > 0 else { return "0%" }
        return NumberStyle.decimal(max(0.5, Double(part) / Double(whole) * 100), scale: 100) + "%"
    }
}
