import BreakwaterPolicy

extension ReportView {
    func helpCountries() -> [[String: Any]] {
        model.countries.compactMap { country in
            let points = model.help.filter { $0.country == country }
            guard !points.isEmpty else { return nil }
            return ["country": country.name[model.language], "points": points.map(helpPoint)]
        }
    }

    func helpPoint(_ entry: ReportModel.HelpEntry) -> [String: Any] {
        // Why: a telephone link needs digits; `1-800-CALL-FBI` and short codes are read, not dialled, from here.
        let digits = (entry.phone ?? "").filter { $0.isASCII && $0.isNumber }
        let isNumber = entry.phone.map { $0.allSatisfy { $0.isNumber || $0 == "-" || $0 == " " } } ?? false
        return [
            "name": entry.name, "purpose": entry.purpose, "phone": entry.phone ?? "", "call": isNumber && !digits.isEmpty ? digits as Any : false,
            "address": entry.address.map { $0 as Any } ?? false, "host": Self.host(entry.address), "verifiedAt": CalendarDay(iso: entry.verifiedAt).map(dayStyle.plain) ?? entry.verifiedAt,
        ]
    }

    /// `www.example.org/path` of an address, without the scheme and a closing slash.
    static func host(_ address: String?) -> String {
        guard let address else { return "" }
        var text = address.hasPrefix("https://") ? address.dropFirst(8) : address[...]
        if text.hasPrefix("www.") { text = text.dropFirst(4) }
        if text.hasSuffix("/") { text = text.dropLast() }
        return String(text)
    }

    func childrenView(_ paragraphs: Paragraphs) -> [String: Any] {
        let met = Dictionary(model.categories.map { ($0.id, $0.stopped) }, uniquingKeysWith: { first, _ in first })
        let guidance = model.guidance.map { section -> [String: Any] in
            let count = met[section.id] ?? 0
            let text =
                count == 0
                ? word("childZero")
                : say("\(numbers.exact(count)) \(word("childMet"))", "\(word("childMet"))：\(numbers.exact(count))")
            return [
                "childName": RubyText.html(section.childName), "child": RubyText.html(section.child), "met": RubyText.html(text),
            ]
        }
        let points = HelpDirectory.points(for: [.talk, .bullying], in: model.countries).map(\.id)
        return [
            "c": Words.children.mapValues { RubyText.html($0[model.language]) }, "guidance": guidance,
            "childSee": paragraphs.childSee.map(RubyText.html), "childNotSee": paragraphs.childNotSee.map(RubyText.html),
            "childHelp": model.help.filter { points.contains($0.id) }.map(helpPoint),
        ]
    }

    func listTable() -> [String: Any]? {
        guard !model.lists.isEmpty else { return nil }
        let dash = "–"
        return ChartTable(
            caption: word("listsTitle"),
            headers: [word("listColumn"), word("category"), word("versionColumn"), word("licenceColumn"), word("sourceColumn")],
            rows: model.lists.map { [$0.id, $0.category ?? dash, $0.version ?? dash, $0.licence ?? dash, $0.source ?? dash] }).view
    }

    /// What was measured, and honestly what was not.
    func qualityTable() -> [String: Any] {
        let figures = model.operatorFigures ?? ReportModel.OperatorFigures()
        let unknown = say("not measured in this period", "この期間は未測定")
        let appeals = model.appeals > 0 ? numbers.exact(Int64(model.appeals)) : say("none, or too few to show", "なし、または表示できない少数")
        let rows = [
            [say("Benign pages wrongly blocked", "無害なページの誤ったブロック"), wronglyBlocked(figures) ?? unknown],
            [say("Wrong blocks reported", "誤ったブロックの報告"), appeals],
            [
                say("Median time to answer a report", "報告への回答時間（中央値）"),
                figures.medianAppealHours.map { say("\(NumberStyle.decimal($0, scale: 10)) hours", "\(NumberStyle.decimal($0, scale: 10))時間") } ?? unknown,
            ],
            [
                say("Connections that could not be looked into", "中を確認できなかった接続"),
                figures.unreadableShare.map { NumberStyle.decimal($0 * 100, scale: 10) + "%" } ?? unknown,
            ],
            [
                say("Minutes without filtering", "フィルターが働かなかった時間"),
                figures.minutesUnfiltered.map { say("\($0) minutes", "\($0)分") } ?? unknown,
            ],
            [say("Legal demands received", "法令にもとづく要求"), figures.legalDemands.map { numbers.exact(Int64($0)) } ?? unknown],
            [say("Events lost before counting", "数える前に失われた記録"), numbers.exact(model.droppedEvents)],
        ]
        return ChartTable(caption: word("qualityTitle"), headers: [word("measureColumn"), word("valueColumn")], rows: rows).view
    }

    private func wronglyBlocked(_ figures: ReportModel.OperatorFigures) -> String? {
        guard let wrong = figures.wronglyBlocked, let tried = figures.benignTried, tried > 0, wrong >= 0, wrong <= tried else { return nil }
        let interval = WilsonInterval(successes: wrong, trials: tried)
        let low = NumberStyle.decimal(interval.lower * 100, scale: 100)
        let high = NumberStyle.decimal(interval.upper * 100, scale: 100)
        return say(
            "\(numbers.exact(Int64(wrong))) of \(numbers.exact(Int64(tried))) tried (95% interval \(low)% to \(high)%)",
            "\(numbers.exact(Int64(tried)))件中\(numbers.exact(Int64(wrong)))件（95%信頼区間 \(low)%〜\(high)%）")
    }
}
