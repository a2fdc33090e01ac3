import BreakwaterPolicy

extension ReportBuilder {
    func categoryRows(_ tally: Tally, before: Tally?) -> [ReportModel.CategoryRow] {
        let rows = tally.causes.compactMap { cause, counts -> ReportModel.CategoryRow? in
            guard case .category(let id) = cause else { return nil }
            return categoryRow(id, counts, previous: before.map { $0.causes[cause]?.stopped ?? 0 })
        }
        return Self.sorted(rows)
    }

    func reasonRows(_ tally: Tally, before: Tally?) -> [ReportModel.ReasonRow] {
        DecisionRank.allCases.compactMap { rank in
            guard let counts = tally.causes[.rank(rank)], counts.stopped > 0 else { return nil }
            let words = Self.reasonWords(rank)
            return ReportModel.ReasonRow(
                id: rank.name, name: words.name[language], explanation: words.explanation[language], blocked: counts.blocked,
                warned: counts.warned, previous: before.map { $0.causes[.rank(rank)]?.stopped ?? 0 })
        }
    }

    func hourRows(_ tally: Tally) -> [ReportModel.HourRow] {
        (0..<24).map { hour in
            let counts = tally.hours[hour] ?? ReportModel.Counts()
            return ReportModel.HourRow(hour: hour, checked: counts.checked, stopped: counts.stopped)
        }
    }

    /// Single days up to 31, then weeks, so that a chart has at most about 60 columns a year.
    func dayRows(_ tally: Tally) -> [ReportModel.DayRow] {
        // Why: a damaged period must not make a table without end; ten years of weeks is more than anybody reads.
        let last = min(period.lastDay.number, period.firstDay.advanced(by: 3_660).number)
        let width: Int32 = period.dayCount <= 31 ? 1 : 7
        return stride(from: period.firstDay.number, through: last, by: Int(width)).map { first in
            let end = min(first + width - 1, last)
            var counts = ReportModel.Counts()
            for day in first...end {
                guard let more = tally.days[day] else { continue }
                counts.add(more.allowed, action: .allow)
                counts.add(more.warned, action: .warn)
                counts.add(more.blocked, action: .block)
            }
            return ReportModel.DayRow(
                firstDay: CalendarDay(first).iso, lastDay: CalendarDay(end).iso, checked: counts.checked, stopped: counts.stopped)
        }
    }

    /// Profiles that were active, in the policy's order; then those that the policy no longer has.
    func profileRows(_ tally: Tally, before: Tally?) -> [ReportModel.ProfileRow] {
        let shown = profilesShownAsTotals
        let known = policy.profiles.filter { profile == nil || audience != .children || $0.id == profile }
        var rows = known.compactMap { item -> ReportModel.ProfileRow? in
            let isAsked = audience == .children && (profile == nil ? item.ageBand != .adult : true)
            guard isAsked || tally.profiles[item.id] != nil else { return nil }
            return profileRow(item, tally, before: before, detail: shown.contains(item.id) ? .totals : .categories)
        }
        let ids = Set(policy.profiles.map(\.id))
        for id in tally.profiles.keys.filter({ !ids.contains($0) }).sorted() {
            let gone = Profile(id: id, name: LocalizedText(en: id.rawValue, ja: id.rawValue), ageBand: .adult)
            rows.append(profileRow(gone, tally, before: before, detail: .totals))
        }
        return rows
    }

    func listRows() -> [ReportModel.ListRow] {
        policy.lists.filter { $0.kind != .sealed }.map { list in
            ReportModel.ListRow(
                id: VisibleText.clean(list.id), category: list.category.map(categoryName), version: list.version.map(VisibleText.clean),
                licence: list.licence.map(VisibleText.clean), source: list.url.map(VisibleText.clean))
        }
    }

    private func profileRow(
        _ item: Profile, _ tally: Tally, before: Tally?, detail: ReportModel.ProfileRow.Detail
    ) -> ReportModel.ProfileRow {
        let isShown = detail == .categories
        let met = isShown ? (tally.profileCauses[item.id] ?? [:]) : [:]
        let old = before?.profileCauses[item.id]
        return ReportModel.ProfileRow(
            id: item.id.rawValue, name: text(item.name), ageBand: item.ageBand, detail: detail,
            totals: tally.profiles[item.id] ?? ReportModel.Counts(),
            previousStopped: before.map { $0.profiles[item.id]?.stopped ?? 0 },
            categories: Self.sorted(met.map { categoryRow($0, $1, previous: before == nil ? nil : old?[$0]?.stopped ?? 0) }),
            nightRequests: isShown ? tally.profileNights[item.id] ?? 0 : nil,
            filteredCategories: filteredCategories(of: item).map(\.rawValue), schedules: item.schedules.map { text($0.name) })
    }

    /// What the profile blocks or warns about, in the taxonomy's order.
    func filteredCategories(of item: Profile) -> [CategoryID] {
        policy.categories.map(\.id).filter { (item.categories[$0] ?? .allow) != .allow }
    }

    private func categoryRow(_ id: CategoryID, _ counts: ReportModel.Counts, previous: Int64?) -> ReportModel.CategoryRow {
        ReportModel.CategoryRow(
            id: id.rawValue, name: categoryName(id), blocked: counts.blocked, warned: counts.warned, previous: previous,
            isLoadedByPages: CategoryGuidance.forCategory(id).origin == .page)
    }

    private static func sorted(_ rows: [ReportModel.CategoryRow]) -> [ReportModel.CategoryRow] {
        rows.filter { $0.stopped > 0 }.sorted { ($1.stopped, $0.id) < ($0.stopped, $1.id) }
    }

    private static func reasonWords(_ rank: DecisionRank) -> (name: LocalizedText, explanation: LocalizedText) {
        switch rank {
        case .malformed:
            (LocalizedText(en: "Unclear address", ja: "不明確なアドレス"),
             LocalizedText(en: "The address could be read in two ways, so no rule can vouch for it.", ja: "2通りに読めるアドレスのため、どの決まりでも安全を判断できません。"))
        case .sealed:
            (LocalizedText(en: "Illegal-content list", ja: "違法コンテンツのリスト"),
             LocalizedText(en: "Stopped for everybody; no address is kept. Nearly always an accident.", ja: "誰に対しても止めます。アドレスは残しません。ほとんどは偶然です。"))
        case .help:
            (LocalizedText(en: "Help services", ja: "相談窓口"), LocalizedText(en: "Help services are never stopped.", ja: "相談窓口は止めません。"))
        case .profileEntry:
            (LocalizedText(en: "Your own entries", ja: "ご自分で加えた項目"),
             LocalizedText(en: "Sites that you listed for this profile.", ja: "このプロフィールに登録したサイトです。"))
        case .grant:
            (LocalizedText(en: "Permissions for a while", ja: "期限付きの許可"),
             LocalizedText(en: "A permission decided.", ja: "期限付きの許可によるものです。"))
        case .time:
            (LocalizedText(en: "Time rules", ja: "時間の決まり"),
             LocalizedText(en: "Bedtime, a schedule or the daily time was reached. Apps often ask by themselves.", ja: "就寝時間や予定、1日の利用時間によるものです。アプリが自動でアクセスした分も含みます。"))
        case .category, .profileDefault:
            (LocalizedText(en: "Not on the allowed list", ja: "許可リスト以外"),
             LocalizedText(en: "The profile opens only what is listed.", ja: "登録したサイトだけを開く設定です。"))
        }
    }
}
