public import BreakwaterEvents
public import BreakwaterPolicy

/// Turns counts and a policy into a ``ReportModel``.
///
/// Pure: the same values make the same report, byte for byte, on any machine.
public struct ReportBuilder: Sendable {
    public var summary: ActivitySummary
    /// The period before, for trends; `nil` where nothing is known.
    public var previous: ActivitySummary?
    public var policy: Policy
    public var audience: Audience
    public var language: Language
    public var period: ReportPeriod
    /// Restricts the children's report to one child's profile.
    public var profile: ProfileID?
    /// Whose help points are shown.
    public var countries: [Country]
    /// The day that the report is made on.
    public var createdOn: CalendarDay
    public var retention = ReportModel.RetentionPeriods()
    public var operatorFigures: ReportModel.OperatorFigures?
    /// The least number of people behind a number, where the audience hides small ones.
    public var suppressionThreshold: Int

    /// - Parameters:
    ///   - period: the days to report; days of `summary` outside it are left out. `nil` takes the summary's own.
    ///   - countries: `nil` chooses by the policy's time zone and the language.
    ///   - createdOn: `nil` takes the day after the period.
    public init(
        summary: ActivitySummary, previous: ActivitySummary? = nil, policy: Policy, audience: Audience, language: Language,
        period: ReportPeriod? = nil, countries: [Country]? = nil, createdOn: CalendarDay? = nil
    ) {
        self.summary = summary
        self.previous = previous
        self.policy = policy
        self.audience = audience
        self.language = language
        let days = period ?? ReportPeriod(firstDay: CalendarDay(summary.firstDay), lastDay: CalendarDay(summary.lastDay))
        self.period = days
        self.countries = countries ?? Country.likely(language: language, timeZone: policy.timeZone)
        self.createdOn = createdOn ?? days.lastDay.advanced(by: 1)
        let hasYoungChildren = policy.profiles.contains { $0.ageBand == .from6to9 || $0.ageBand == .from10to12 }
        suppressionThreshold = audience == .public && hasYoungChildren ? 20 : 10
    }

    /// Builds the report.
    ///
    /// - Complexity: O(cells × categories of the summary).
    public func build() -> ReportModel {
        let current = Tally(summary, builder: self) { period.contains($0.day) && isInScope($0) }
        let before = previous.map { Tally($0, builder: self, isCounted: isInScope) }
        var model = ReportModel(
            audience: audience, language: language, countries: countries, policyName: text(policy.name), period: days(period),
            previousPeriod: previous.map {
                days(ReportPeriod(firstDay: CalendarDay($0.firstDay), lastDay: CalendarDay($0.lastDay)))
            },
            createdOn: createdOn.iso, summary: [], totals: current.totals, previousTotals: before?.totals,
            categories: categoryRows(current, before: before), reasons: reasonRows(current, before: before),
            withheld: current.withheld, days: dayRows(current), hours: audience == .public ? [] : hourRows(current),
            profiles: profileRows(current, before: before), guidance: [], appeals: max(0, summary.appeals),
            droppedEvents: max(0, summary.droppedEvents), settings: audience == .parents ? SettingsReview(policy, language).checks() : [],
            suppression: nil, retention: retention, help: HelpDirectory.points(in: countries).map { helpEntry($0) },
            lists: audience == .public ? listRows() : [], operatorFigures: audience == .public ? operatorFigures : nil)
        if audience.hidesSmallCells { hideSmallCells(of: &model, current, before: before) }
        model.guidance = guidanceSections(for: model, current)
        model.summary = SummarySentences(model).sentences()
        return model
    }

    func text(_ localized: LocalizedText) -> String { VisibleText.clean(localized[language]) }

    func say(_ english: String, _ japanese: String) -> String { language == .english ? english : japanese }

    func categoryName(_ id: CategoryID) -> String {
        guard let category = policy.categories.first(where: { $0.id == id }) else { return id.rawValue }
        return text(category.name)
    }

    func helpEntry(_ point: HelpPoint) -> ReportModel.HelpEntry {
        ReportModel.HelpEntry(
            id: point.id, country: point.country, name: point.name[language], purpose: point.purpose[language], phone: point.phone,
            address: point.address, verifiedAt: point.verifiedAt ?? "")
    }

    private func isInScope(_ cell: ActivitySummary.Cell) -> Bool {
        guard audience == .children, let profile else { return true }
        return cell.profile == profile
    }

    private func days(_ period: ReportPeriod) -> ReportModel.Days {
        ReportModel.Days(
            firstDay: period.firstDay.iso, lastDay: period.lastDay.iso, dayCount: period.dayCount, kind: period.kind)
    }
}
