import BreakwaterPolicy

/// A report as the templates see it: names to texts, lists and flags; no numbers are computed here but their text.
struct ReportView {
    let model: ReportModel
    let opensTables: Bool
    let numbers: NumberStyle
    let dayStyle: DayStyle

    init(_ model: ReportModel, opensTables: Bool) {
        self.model = model
        self.opensTables = opensTables
        numbers = NumberStyle(model.language)
        dayStyle = DayStyle(model.language)
    }

    var view: [String: Any] {
        let paragraphs = Paragraphs(model)
        var view: [String: Any] = [
            "language": model.language.rawValue, "w": Words.view(model.language), "css": HTMLStyle.css(model.language),
            "title": title, "when": when, "policy": model.policyName, "madeOn": day(model.createdOn), "summary": model.summary,
            "hasActivity": model.totals.checked > 0, "opensTables": opensTables, "colon": say(": ", "："), "open": say(" (", "（"), "close": say(")", "）"), "charts": columnCharts(), "guidance": guidance(),
            "hasGuidance": !model.guidance.isEmpty, "appeals": appeals, "canSee": paragraphs.canSee, "cannotSee": paragraphs.cannotSee,
            "kept": paragraphs.kept, "settings": settings(), "helpCountries": helpCountries(), "profiles": model.profiles.map(profile),
            "glossary": paragraphs.glossary.map { ["term": $0.term, "meaning": $0.meaning] }, "escalation": paragraphs.escalation,
            "suppression": paragraphs.suppression,
        ]
        view["categoryCharts"] = categoryCharts()
        view["reasonTable"] = reasonTable()
        view["reasonNotes"] = model.reasons.map { ["name": $0.name, "explanation": $0.explanation] }
        view["withheld"] = withheld
        switch model.audience {
        case .parents: break
        case .children: view.merge(childrenView(paragraphs)) { _, new in new }
        case .teachers: view["groupTable"] = groupTable()
        case .public:
            view["qualityTable"] = qualityTable()
            view["listTable"] = listTable()
        }
        return view
    }

    func say(_ english: String, _ japanese: String) -> String { model.language == .english ? english : japanese }
    func word(_ key: String) -> String { Words.word(key, model.language) }

    private var title: String {
        RubyText.plain(word(model.audience.rawValue + "Title"))
    }

    private var when: String {
        guard let first = CalendarDay(iso: model.period.firstDay), let last = CalendarDay(iso: model.period.lastDay) else { return "" }
        return dayStyle.range(ReportPeriod(firstDay: first, lastDay: last))
    }

    private func day(_ iso: String) -> String { CalendarDay(iso: iso).map(dayStyle.long) ?? iso }

    private var appeals: String {
        let count = numbers.spoken(Int64(model.appeals))
        if model.appeals == 0 { return say("Nobody reported a wrong block in this period.", "この期間に、誤ったブロックの報告はありませんでした。") }
        return say(
            model.appeals == 1 ? "One wrong block was reported in this period." : "\(count) wrong blocks were reported in this period.",
            "この期間に、誤ったブロックの報告が\(count)件ありました。")
    }

    private var withheld: String? {
        guard model.withheld.stopped > 0 else { return nil }
        let count = numbers.exact(model.withheld.stopped)
        return say(
            "\(count) more were stopped for people of 16 and over; what they were stays private.",
            "ほかに、16歳以上の利用で\(count)件を止めました。内容はプライバシーのため表示しません。")
    }

    private func categoryCharts() -> [[String: Any]] {
        ReportCharts(model).categories().map { chart, table in
            var view = chart.view
            view["table"] = table.view
            view["hasBlocked"] = chart.bars.contains { $0.blocked > 0 && !$0.isLoadedByPages }
            view["hasWarned"] = chart.bars.contains { $0.warned > 0 }
            view["hasLoaded"] = chart.bars.contains { $0.isLoadedByPages && $0.blocked > 0 }
            view["showsLegend"] = model.suppression == nil
            return view
        }
    }

    private func columnCharts() -> [[String: Any]] {
        ReportCharts(model).columns().map { chart, table in
            var view = chart.view
            // Why: a missing key would be looked up further out and find another chart's table.
            view["table"] = table.map { $0.view as Any } ?? false
            return view
        }
    }

    private func reasonTable() -> [String: Any]? {
        guard !model.reasons.isEmpty else { return nil }
        let hidesActions = model.suppression != nil
        let rows = model.reasons.map { row in
            var cells = [row.name, numbers.exact(row.stopped)]
            if !hidesActions, model.previousPeriod != nil {
                cells.append(row.previous.map(numbers.exact) ?? word("noPrevious"))
            }
            return cells
        }
        var headers = [word("reason"), word("stopped")]
        if !hidesActions, model.previousPeriod != nil { headers.append(word("previous")) }
        return ChartTable(caption: of(model.totals.checked), headers: headers, rows: rows).view
    }

    private func of(_ checked: Int64) -> String {
        say("Of \(numbers.exact(checked)) requests checked", "確認した全\(numbers.exact(checked))件のうち")
    }

    private func groupTable() -> [String: Any]? {
        guard !model.profiles.isEmpty else { return nil }
        return ChartTable(
            caption: say("Requests checked", "確認した件数"), headers: [word("groupColumn"), word("checked")],
            rows: model.profiles.map { [$0.name, numbers.exact($0.totals.checked)] }).view
    }

    private func profile(_ row: ReportModel.ProfileRow) -> [String: Any] {
        var facts: [[String: Any]] = [
            ["name": word("checked"), "value": numbers.exact(row.totals.checked)],
            ["name": word("stopped"), "value": stoppedText(row)],
        ]
        if let night = row.nightRequests { facts.append(["name": word("nightHere"), "value": numbers.exact(night)]) }
        let top = row.categories.prefix(3).map {
            say("\($0.name): \(numbers.exact($0.stopped))", "\($0.name)：\(numbers.exact($0.stopped))件")
        }
        return [
            "name": row.name, "facts": facts, "showsCategories": row.detail == .categories, "hasCategories": !top.isEmpty, "top": Array(top),
        ]
    }

    private func stoppedText(_ row: ReportModel.ProfileRow) -> String {
        let stopped = row.totals.stopped
        guard let previous = row.previousStopped else { return numbers.exact(stopped) }
        let change = numbers.change(from: previous, to: stopped)
        return say("\(numbers.exact(stopped)) (\(change))", "\(numbers.exact(stopped))（\(change)）")
    }

    private func settings() -> [[String: Any]] {
        model.settings.map { check in
            [
                "mark": check.standing == .good ? "✓" : "→", "standing": word(check.standing.rawValue), "text": check.text,
            ]
        }
    }

    private func guidance() -> [[String: Any]] {
        let bands = Set(model.profiles.filter { $0.detail == .categories }.map(\.ageBand))
        let hasYounger = bands.isEmpty || bands.contains(.from6to9) || bands.contains(.from10to12)
        let hasOlder = bands.isEmpty || bands.contains(.from13to15) || bands.contains(.from16to17)
        return model.guidance.map { section in
            let help = section.help.enumerated().map { index, point -> [String: Any] in
                [
                    "name": (model.countries.count > 1 ? "\(point.country.rawValue): " : "") + point.name, "contact": point.phone ?? Self.host(point.address), "last": index == section.help.count - 1,
                    "separator": say("; ", "、"),
                ]
            }
            return [
                "id": section.id, "name": section.name, "description": section.description.isEmpty ? false : section.description,
                "younger": hasYounger ? section.younger as Any : false, "older": hasOlder ? section.older as Any : false,
                "starter": section.starter, "skill": section.skill,
                "activity": section.activity, "curriculum": section.curriculum, "hasHelp": !help.isEmpty, "help": help,
            ]
        }
    }
}
