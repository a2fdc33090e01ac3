import BreakwaterPolicy

/// The charts of a report and the tables that say the same.
package struct ReportCharts: Sendable {
    private let model: ReportModel
    private let numbers: NumberStyle
    private let dayStyle: DayStyle

    package init(_ model: ReportModel) {
        self.model = model
        numbers = NumberStyle(model.language)
        dayStyle = DayStyle(model.language)
    }

    /// Categories, most first: what people or apps asked for, and, on its own scale, what pages load by themselves.
    ///
    /// Why two: advertisements outnumber everything else, and on one scale the rest could not be told apart.
    package func categories() -> [(chart: BarChart, table: ChartTable)] {
        let (asked, loaded) = (model.categories.filter { !$0.isLoadedByPages }, model.categories.filter(\.isLoadedByPages))
        var charts: [(chart: BarChart, table: ChartTable)] = []
        if !asked.isEmpty {
            charts.append(barChart("asked", say("Requests stopped, by category", "分類別の、止めた件数"), asked))
        }
        if !loaded.isEmpty {
            charts.append(barChart("loaded", say("Stopped, but loaded by pages on their own", "止めたもののうち、ページが自動で読み込むもの"), loaded))
        }
        return charts
    }

    private func barChart(_ id: String, _ title: String, _ rows: [ReportModel.CategoryRow]) -> (chart: BarChart, table: ChartTable) {
        let hasPrevious = rows.contains { $0.previous != nil }
        let bars = rows.map { row in
            var label = numbers.exact(row.stopped)
            if let previous = row.previous { label += say(" (", "（") + numbers.change(from: previous, to: row.stopped) + say(")", "）") }
            return BarChart.Bar(
                name: row.name, blocked: row.blocked, warned: row.warned, label: label, isLoadedByPages: row.isLoadedByPages)
        }
        let caption = hasPrevious
            ? say("\(title) (in brackets: change from the period before)", "\(title)（かっこ内は前の期間からの増減）") : title
        let top = rows[0]
        let summary = say(
            "\(rows.count) bars, longest first. The longest is \(top.name) with \(numbers.exact(top.stopped)). The table below has every number.",
            "棒グラフ、全\(rows.count)本、多い順。最も多いのは「\(top.name)」の\(numbers.exact(top.stopped))件です。数値は下の表にあります。")
        return (BarChart(id: id, title: caption, summary: summary, bars: bars), categoryTable(rows))
    }

    /// The hours and the days, checked and stopped apart where the reader sees both.
    package func columns() -> [(chart: ColumnChart, table: ChartTable?)] {
        hourCharts() + dayCharts()
    }

    private func categoryTable(_ shown: [ReportModel.CategoryRow]) -> ChartTable {
        let hidesActions = model.suppression != nil
        var headers = [word("category")]
        headers += hidesActions ? [word("stopped")] : [word("blocked"), word("warned")]
        headers.append(word("share"))
        if model.previousPeriod != nil { headers += [word("previous"), word("change")] }
        let rows = shown.map { row in
            var cells = [row.name]
            cells += hidesActions ? [numbers.exact(row.stopped)] : [numbers.exact(row.blocked), numbers.exact(row.warned)]
            cells.append(numbers.share(row.stopped, of: model.totals.checked))
            guard model.previousPeriod != nil else { return cells }
            guard let previous = row.previous else { return cells + [word(hidesActions ? "hiddenNumber" : "noPrevious"), "–"] }
            return cells + [numbers.exact(previous), numbers.change(from: previous, to: row.stopped)]
        }
        let caption = say(
            "Requests stopped by category, of \(numbers.exact(model.totals.checked)) checked", "分類別の、止めた件数（確認した全\(numbers.exact(model.totals.checked))件のうち）")
        return ChartTable(caption: caption, headers: headers, rows: rows)
    }

    private func hourCharts() -> [(chart: ColumnChart, table: ChartTable?)] {
        guard model.hours.contains(where: { $0.checked > 0 }) else { return [] }
        let checked = (0..<24).map { hour in model.hours.first { $0.hour == hour }?.checked ?? 0 }
        let stopped = model.hours.compactMap(\.stopped)
        let hasStopped = stopped.count == 24
        let hours = model.hours.map { row in
            [hourName(row.hour), numbers.exact(row.checked)] + (row.stopped.map { [numbers.exact($0)] } ?? [])
        }
        let table = ChartTable(
            caption: say("Requests by hour of the day, over the whole period", "時刻別の件数（全期間の合計）"),
            headers: [word("hour"), word("checked")] + (hasStopped ? [word("stopped")] : []), rows: hours)
        let busiest = checked.firstIndex(of: checked.max() ?? 0) ?? 0
        let note = say("Most at \(hourName(busiest)). ", "最も多いのは\(hourName(busiest))台です。") + word("night")
        var charts: [(chart: ColumnChart, table: ChartTable?)] = [
            (hourChart("hours-checked", say("Requests checked, by hour of the day", "時刻別の、確認した件数"), note, .checked, checked), hasStopped ? nil : table)
        ]
        if hasStopped {
            let note = say("Requests stopped in each hour. ", "時刻別の、止めた件数です。") + word("night")
            charts.append((hourChart("hours-stopped", say("Requests stopped, by hour of the day", "時刻別の、止めた件数"), note, .stopped, stopped), table))
        }
        return charts
    }

    private func hourChart(_ id: String, _ title: String, _ summary: String, _ look: ColumnChart.Look, _ values: [Int64]) -> ColumnChart {
        let columns = values.enumerated().map { hour, value in
            ColumnChart.Column(value: value, tick: hour % 6 == 0 ? hourName(hour) : "")
        }
        return ColumnChart(
            id: id, title: title, summary: summary, look: look, columns: columns, largestLabel: numbers.exact(values.max() ?? 0),
            shaded: [0..<6, 22..<24])
    }

    private func dayCharts() -> [(chart: ColumnChart, table: ChartTable?)] {
        guard model.days.count > 1 else { return [] }
        let hasStopped = model.days.allSatisfy { $0.stopped != nil }
        let table = ChartTable(
            caption: say("Requests by day", "日別の件数"), headers: [word(isSingleDays ? "day" : "days"), word("checked")] + (hasStopped ? [word("stopped")] : []),
            rows: model.days.map { row in
                [dayName(row), numbers.exact(row.checked)] + (row.stopped.map { [numbers.exact($0)] } ?? [])
            })
        let title = isSingleDays ? say("Requests checked, day by day", "日別の、確認した件数") : say("Requests checked, week by week", "週別の、確認した件数")
        let summary = say("One column for each row of the table below.", "下の表の1行が1本の棒に当たります。")
        var charts: [(chart: ColumnChart, table: ChartTable?)] = [
            (dayChart("days-checked", title, summary, .checked, model.days.map(\.checked)), hasStopped ? nil : table)
        ]
        if hasStopped {
            let title = isSingleDays ? say("Requests stopped, day by day", "日別の、止めた件数") : say("Requests stopped, week by week", "週別の、止めた件数")
            charts.append((dayChart("days-stopped", title, summary, .stopped, model.days.compactMap(\.stopped)), table))
        }
        return charts
    }

    private func dayChart(_ id: String, _ title: String, _ summary: String, _ look: ColumnChart.Look, _ values: [Int64]) -> ColumnChart {
        let columns = zip(model.days, values).enumerated().map { index, pair in
            ColumnChart.Column(value: pair.1, tick: tick(index, pair.0))
        }
        return ColumnChart(
            id: id, title: title, summary: summary, look: look, columns: columns, largestLabel: numbers.exact(values.max() ?? 0), shaded: [])
    }

    private var isSingleDays: Bool { model.days.allSatisfy { $0.firstDay == $0.lastDay } }

    private func tick(_ index: Int, _ row: ReportModel.DayRow) -> String {
        guard let day = CalendarDay(iso: row.firstDay) else { return "" }
        if model.days.count <= 7 { return dayStyle.weekdayTick(day) }
        let step = max(1, (model.days.count + 4) / 5)
        // Why: the first tick of five would stick out at the left edge, so ticks stand in the middle of their fifth.
        return index % step == step / 2 ? dayStyle.tick(day) : ""
    }

    private func dayName(_ row: ReportModel.DayRow) -> String {
        guard let first = CalendarDay(iso: row.firstDay), let last = CalendarDay(iso: row.lastDay) else { return row.firstDay }
        return first == last ? dayStyle.short(first) : say("\(dayStyle.short(first)) to \(dayStyle.short(last))", "\(dayStyle.short(first))〜\(dayStyle.short(last))")
    }

    private func hourName(_ hour: Int) -> String { say("\(hour < 10 ? "0" : "")\(hour):00", "\(hour)時") }
    private func word(_ key: String) -> String { Words.word(key, model.language) }
    private func say(_ english: String, _ japanese: String) -> String { model.language == .english ? english : japanese }
}
