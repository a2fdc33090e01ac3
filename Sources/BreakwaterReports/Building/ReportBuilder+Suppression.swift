import BreakwaterEvents
import BreakwaterPolicy

extension ReportBuilder {
    /// Hides what few people stand behind.
    ///
    /// The tables can't be subtracted from each other: how much was stopped is published by category only, never by day, hour,
    /// profile or in total; days, hours and profiles show how much was checked, where allowed and stopped are one number.
    func hideSmallCells(of model: inout ReportModel, _ tally: Tally, before: Tally?) {
        let rule = SmallCellSuppression(threshold: suppressionThreshold)
        var hiddenRows = 0

        let hidden = rule.hidden(among: causeCells(tally))
        let hiddenBefore = before.map { rule.hidden(among: causeCells($0)) } ?? []
        model.categories.removeAll { hidden.contains($0.id) }
        model.reasons.removeAll { hidden.contains("rank:" + $0.id) }
        hiddenRows += hidden.count
        for index in model.categories.indices {
            let id = model.categories[index].id
            // Why: a zero of the period before would say that a small number is hidden now or then.
            let known = CategoryID(id).map { before?.causes[.category($0)] != nil } ?? false
            model.categories[index].mergeActions()
            if hiddenBefore.contains(id) || !known { model.categories[index].previous = nil }
        }
        for index in model.reasons.indices {
            model.reasons[index].mergeActions()
            model.reasons[index].previous = nil
        }

        let days = rule.hidden(among: dayCells(model, tally))
        hiddenRows += days.count
        model.days.removeAll { days.contains($0.firstDay) }
        for index in model.days.indices { model.days[index].stopped = nil }

        let hours = rule.hidden(among: model.hours.filter { $0.checked > 0 }.map {
            .init(id: String($0.hour), count: $0.checked, people: tally.hourPeople[$0.hour] ?? 0)
        })
        hiddenRows += hours.count
        model.hours.removeAll { hours.contains(String($0.hour)) }
        for index in model.hours.indices { model.hours[index].stopped = nil }

        let profiles = rule.hidden(among: model.profiles.map {
            .init(id: $0.id, count: $0.totals.checked, people: ProfileID($0.id).flatMap { tally.profilePeople[$0] } ?? 0)
        })
        hiddenRows += profiles.count
        model.profiles.removeAll { profiles.contains($0.id) }
        for index in model.profiles.indices {
            let checked = model.profiles[index].totals.checked
            model.profiles[index].totals = ReportModel.Counts(allowed: checked)
            model.profiles[index].previousStopped = nil
            model.profiles[index].categories = []
            model.profiles[index].nightRequests = nil
        }

        hideTotals(of: &model, tally, hiddenDays: days)
        model.suppression = ReportModel.Suppression(threshold: suppressionThreshold, hiddenRows: hiddenRows)
    }

    /// Totals that fit the tables: stopped is the sum of the rows that are shown, checked is hidden where all its days are.
    private func hideTotals(of model: inout ReportModel, _ tally: Tally, hiddenDays: Set<String>) {
        var shown = ReportModel.Counts()
        for row in model.categories {
            shown.add(row.blocked, action: .block)
            shown.add(row.warned, action: .warn)
        }
        for row in model.reasons {
            shown.add(row.blocked, action: .block)
            shown.add(row.warned, action: .warn)
        }
        let checked = model.days.reduce(Int64(0)) { $0.clampedAdding($1.checked) }
        shown.allowed = max(0, checked.clampedAdding(-shown.stopped))
        model.totals = shown
        model.previousTotals = nil
        model.withheld = ReportModel.Counts()
        if model.appeals < suppressionThreshold { model.appeals = 0 }
    }

    private func causeCells(_ tally: Tally) -> [SmallCellSuppression.Cell] {
        tally.causes.filter { $0.value.stopped > 0 }.map { cause, counts in
            switch cause {
            case .category(let id):
                .init(id: id.rawValue, count: counts.stopped, people: max(tally.people[cause] ?? 0, tally.reach[id] ?? 0))
            case .rank(let rank):
                .init(id: "rank:" + rank.name, count: counts.stopped, people: tally.people[cause] ?? 0)
            }
        }
    }

    private func dayCells(_ model: ReportModel, _ tally: Tally) -> [SmallCellSuppression.Cell] {
        model.days.filter { $0.checked > 0 }.map { row in
            let first = CalendarDay(iso: row.firstDay)?.number ?? 0
            let last = CalendarDay(iso: row.lastDay)?.number ?? first
            let people = tally.dayPeople.filter { $0.key >= first && $0.key <= last }.map(\.value).max() ?? 0
            return .init(id: row.firstDay, count: row.checked, people: people)
        }
    }
}

extension ReportModel.CategoryRow {
    // Why: many people may be behind a category and one behind its warnings; the parts are not published.
    fileprivate mutating func mergeActions() { (blocked, warned) = (stopped, 0) }
}

extension ReportModel.ReasonRow {
    fileprivate mutating func mergeActions() { (blocked, warned) = (stopped, 0) }
}
