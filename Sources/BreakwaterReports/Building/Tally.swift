import BreakwaterEvents
import BreakwaterPolicy

/// The sums that every table of a report is made from, taken in one pass over the cells.
struct Tally: Sendable {
    typealias Counts = ReportModel.Counts

    /// A row of the breakdown: a category, or the rank where something else decided.
    enum Cause: Hashable {
        case category(CategoryID)
        case rank(DecisionRank)
    }

    var totals = Counts()
    /// What was stopped, by cause, in profiles whose details are shown.
    var causes: [Cause: Counts] = [:]
    /// At least how many people are behind a cause.
    var people: [Cause: Int] = [:]
    /// What was stopped in profiles of which only totals are shown.
    var withheld = Counts()
    var days: [Int32: Counts] = [:]
    /// At least how many people are behind a day, an hour and a profile.
    var dayPeople: [Int32: Int] = [:]
    var hours: [Int: Counts] = [:]
    var hourPeople: [Int: Int] = [:]
    var profiles: [ProfileID: Counts] = [:]
    var profilePeople: [ProfileID: Int] = [:]
    var profileCauses: [ProfileID: [CategoryID: Counts]] = [:]
    var profileNights: [ProfileID: Int64] = [:]

    /// At least how many people are behind a category on its busiest day.
    var reach: [CategoryID: Int] = [:]

    init(_ summary: ActivitySummary, builder: ReportBuilder, isCounted: (ActivitySummary.Cell) -> Bool) {
        let hidden = builder.profilesShownAsTotals
        var mixed: Set<CategoryID> = []
        for cell in summary.cells where isCounted(cell) {
            add(cell, isDetailHidden: hidden.contains(cell.profile))
            if let category = cell.category, cell.rank != .category || cell.action == .allow { mixed.insert(category) }
        }
        // Why: a category's reach counts everybody who met it; where something else than the category decided for some of
        // them, they are not behind this row.
        for entry in summary.reach where days[entry.day] != nil {
            dayPeople[entry.day] = max(dayPeople[entry.day] ?? 0, entry.people)
            if profiles[entry.profile] != nil { profilePeople[entry.profile] = max(profilePeople[entry.profile] ?? 0, entry.people) }
            guard let category = entry.category, !mixed.contains(category) else { continue }
            reach[category] = max(reach[category] ?? 0, entry.people)
        }
    }

    private mutating func add(_ cell: ActivitySummary.Cell, isDetailHidden: Bool) {
        let count = max(0, cell.count)
        totals.add(count, action: cell.action)
        days[cell.day, default: Counts()].add(count, action: cell.action)
        dayPeople[cell.day] = max(dayPeople[cell.day] ?? 0, cell.people)
        profiles[cell.profile, default: Counts()].add(count, action: cell.action)
        profilePeople[cell.profile] = max(profilePeople[cell.profile] ?? 0, cell.people)
        guard !isDetailHidden else {
            if cell.action != .allow { withheld.add(count, action: cell.action) }
            return
        }
        let hour = min(max(cell.hour, 0), 23)
        hours[hour, default: Counts()].add(count, action: cell.action)
        hourPeople[hour] = max(hourPeople[hour] ?? 0, cell.people)
        if hour >= 22 || hour < 6 { profileNights[cell.profile] = (profileNights[cell.profile] ?? 0).clampedAdding(count) }
        guard cell.action != .allow else { return }
        var cause = Cause.rank(cell.rank)
        if cell.rank == .category, let category = cell.category { cause = .category(category) }
        causes[cause, default: Counts()].add(count, action: cell.action)
        people[cause] = max(people[cause] ?? 0, cell.people)
        if case .category(let category) = cause {
            profileCauses[cell.profile, default: [:]][category, default: Counts()].add(count, action: cell.action)
        }
    }
}

extension ReportBuilder {
    /// Profiles of people of 16 and more: a parent sees how much, not what (docs/PRIVACY.md, P12).
    var profilesShownAsTotals: Set<ProfileID> {
        guard audience == .parents else { return [] }
        return Set(policy.profiles.filter { $0.ageBand == .from16to17 || $0.ageBand == .adult }.map(\.id))
    }
}
