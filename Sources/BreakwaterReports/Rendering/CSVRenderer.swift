import BreakwaterPolicy

/// Renders a report's numbers as CSV (RFC 4180), one table in long form: section, id, name, measure, value.
///
/// Long form, so that one file holds every table and a spreadsheet can pivot it.
public struct CSVRenderer: Sendable {
    public init() {}

    /// - Returns: UTF-8 with a byte order mark (spreadsheets guess the encoding otherwise), lines ended by CR LF.
    public func render(_ model: ReportModel) -> String {
        var rows: [[Field]] = [["section", "id", "name", "measure", "value"].map(Field.text)]
        func add(_ section: String, _ id: String, _ name: String, _ measure: String, _ value: Int64?) {
            guard let value else { return }
            rows.append([.text(section), .text(id), .text(name), .text(measure), .number(value)])
        }
        add("total", model.period.firstDay, model.period.lastDay, "checked", model.totals.checked)
        add("total", model.period.firstDay, model.period.lastDay, "stopped", model.totals.stopped)
        if let old = model.previousTotals, let period = model.previousPeriod {
            add("previous-total", period.firstDay, period.lastDay, "checked", old.checked)
            add("previous-total", period.firstDay, period.lastDay, "stopped", old.stopped)
        }
        let hidesActions = model.suppression != nil
        for row in model.categories {
            add("category", row.id, row.name, "stopped", row.stopped)
            if !hidesActions { add("category", row.id, row.name, "blocked", row.blocked) }
            if !hidesActions { add("category", row.id, row.name, "warned", row.warned) }
            add("category", row.id, row.name, "previous", row.previous)
        }
        for row in model.reasons { add("reason", row.id, row.name, "stopped", row.stopped) }
        if model.withheld.stopped > 0 { add("withheld", "", "", "stopped", model.withheld.stopped) }
        for row in model.days {
            add("day", row.firstDay, row.lastDay, "checked", row.checked)
            add("day", row.firstDay, row.lastDay, "stopped", row.stopped)
        }
        for row in model.hours {
            add("hour", String(row.hour), "", "checked", row.checked)
            add("hour", String(row.hour), "", "stopped", row.stopped)
        }
        for row in model.profiles {
            add("profile", row.id, row.name, "checked", row.totals.checked)
            if !hidesActions { add("profile", row.id, row.name, "stopped", row.totals.stopped) }
            for category in row.categories { add("profile-category", row.id, category.id, "stopped", category.stopped) }
        }
        add("appeals", "", "", "count", hidesActions && model.appeals == 0 ? nil : Int64(model.appeals))
        add("dropped-events", "", "", "count", model.droppedEvents)
        return "\u{FEFF}" + rows.map { $0.map(\.written).joined(separator: ",") + "\r\n" }.joined()
    }

    /// One field, so that a name can never be taken for a formula, and a number never for text.
    package enum Field: Sendable, Hashable {
        case text(String)
        case number(Int64)

        package var written: String {
            switch self {
            case .number(let value): String(value)
            case .text(let value): Self.quoted(value)
            }
        }

        // Why: spreadsheets run a cell that begins with one of these as a formula, also behind white space and in full width
        // (OWASP, "CSV Injection"); an apostrophe in front makes it text.
        private static let formulaStarts: Set<Character> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−", "|", "%"]

        private static func quoted(_ value: String) -> String {
            var text = value
            if let first = value.first(where: { !$0.isWhitespace || $0 == "\t" || $0.isNewline }), formulaStarts.contains(first) {
                text = "'" + text
            }
            guard text.contains(where: { $0 == "," || $0 == "\"" || $0 == ";" || $0.isNewline || $0 == "'" }) else { return text }
            return "\"" + text.replacing("\"", with: "\"\"") + "\""
        }
    }
}
