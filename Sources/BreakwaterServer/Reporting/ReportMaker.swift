import BreakwaterEvents
public import BreakwaterPolicy
public import BreakwaterReports
public import BreakwaterStore
public import Foundation

/// What a report file is.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    case html, pdf, json, csv
}

/// Makes a report of what a store holds.
public struct ReportMaker: Sendable {
    public var period: ReportPeriod
    public var audience: Audience
    public var language: Language
    public var format: ReportFormat
    /// Restricts the children's report to one profile.
    public var profile: ProfileID?

    /// - Parameters:
    ///   - from: the first day, `2026-11-16`.
    ///   - to: the last day, which belongs to the report.
    /// - Throws: `invalid` for a day that is none, or a period that ends before it begins.
    public init(from: String, to: String, audience: Audience, language: Language, format: ReportFormat) throws(ServerError) {
        guard let first = CalendarDay(iso: from) else { throw ServerError(.invalid, "`\(from)` is no day: write it as `2026-11-16`") }
        guard let last = CalendarDay(iso: to) else { throw ServerError(.invalid, "`\(to)` is no day: write it as `2026-11-22`") }
        guard first <= last else { throw ServerError(.invalid, "the report would end on \(to), before it begins on \(from)") }
        period = ReportPeriod(firstDay: first, lastDay: last)
        self.audience = audience
        self.language = language
        self.format = format
    }

    /// - Parameter policy: names the categories, the profiles and the time zone.
    public func make(from store: EventStore, policy: Policy, settings: ServerConfiguration.Events? = nil) async throws -> Data {
        let zone = TimeZone(identifier: policy.timeZone) ?? .gmt
        let settings = settings ?? ServerConfiguration.Events()
        let before = period.previous
        let summary = try await store.summary(from: period.firstDay.number, to: period.lastDay.number, timeZone: zone)
        let previous = try await store.summary(from: before.firstDay.number, to: before.lastDay.number, timeZone: zone)
        var builder = ReportBuilder(
            summary: summary, previous: previous.cells.isEmpty ? nil : previous, policy: policy, audience: audience, language: language,
            period: period)
        builder.profile = profile
        builder.retention.eventDays = settings.retentionDays
        builder.retention.counterMonths = settings.countRetentionMonths
        return try await render(builder.build())
    }

    private func render(_ model: ReportModel) async throws -> Data {
        switch format {
        case .html: return Data(HTMLRenderer().render(model).utf8)
        case .json: return try JSONRenderer().render(model)
        case .csv: return Data(CSVRenderer().render(model).utf8)
        case .pdf:
            let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
            return try await PDFPrinter.installed(searchPath: path).print(model)
        }
    }
}
