import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterReports
import Foundation
import Hummingbird

/// Makes reports for the console, from what the query asks.
struct ReportPages: Sendable {
    let services: ConsoleServices

    /// `days`, or `from` and `to`; `audience`, `language`, `format`.
    func report(_ request: Request, _ context: ConsoleContext, format standard: String) async throws -> Response {
        guard let summary = services.summary else { return Reply.json(.notFound, APIProblem(error: "nothing is stored on this machine")) }
        let query = request.uri.queryParameters
        guard let period = period(days: query["days"], from: query["from"], to: query["to"]) else {
            return Reply.json(.badRequest, APIProblem(error: "`days` is 1 to 366, or `from` and `to` are days such as 2026-11-16, at most 366 apart"))
        }
        guard let audience = Audience(rawValue: query["audience"].map(String.init) ?? "parents"),
            let language = Language(rawValue: query["language"].map(String.init) ?? context.language.rawValue)
        else { return Reply.json(.badRequest, APIProblem(error: "`audience` is parents, children, teachers or public; `language` is en or ja")) }
        let previous = period.previous
        let now = try await summary(period.firstDay.number, period.lastDay.number)
        let before = try await summary(previous.firstDay.number, previous.lastDay.number)
        var builder = ReportBuilder(
            summary: now, previous: before.cells.isEmpty ? nil : before, policy: services.policy(), audience: audience, language: language,
            period: period, createdOn: CalendarDay(services.now().localDay))
        builder.profile = query["profile"].flatMap { ProfileID(String($0)) }
        return try answer(builder.build(), format: query["format"].map(String.init) ?? standard)
    }

    private func answer(_ model: ReportModel, format: String) throws -> Response {
        let name = "breakwater-\(model.audience.rawValue)-\(model.period.firstDay)"
        switch format {
        case "html": return Reply.html(HTMLRenderer().render(model))
        case "csv":
            return Reply.data(Data(CSVRenderer().render(model).utf8), type: "text/csv; charset=utf-8", fileName: name + ".csv")
        case "json": return Reply.data(try JSONRenderer().render(model), type: "application/json")
        default: return Reply.json(.badRequest, APIProblem(error: "`format` is html, csv or json"))
        }
    }

    private func period(days: Substring?, from: Substring?, to: Substring?) -> ReportPeriod? {
        if let from, let to {
            guard let first = CalendarDay(iso: String(from)), let last = CalendarDay(iso: String(to)), first <= last else { return nil }
            let period = ReportPeriod(firstDay: first, lastDay: last)
            return period.dayCount <= 366 ? period : nil
        }
        guard from == nil, to == nil, let count = Int32(days ?? "7"), (1...366).contains(count) else { return nil }
        let today = services.now().localDay
        return ReportPeriod(firstDay: CalendarDay(today - count), lastDay: CalendarDay(today - 1))
    }
}
