import BreakwaterPolicy

/// Looks at a policy as a friend would: what is in order, what is worth a second look.
struct SettingsReview: Sendable {
    private let policy: Policy
    private let language: Language

    init(_ policy: Policy, _ language: Language) {
        self.policy = policy
        self.language = language
    }

    func checks() -> [ReportModel.SettingCheck] {
        let children = policy.profiles.filter { $0.ageBand != .adult }
        var checks = [help(), protection(children)]
        checks += children.compactMap(hostNames) + children.compactMap(openness) + [bedtime(children), text(children)].compactMap(\.self)
        return checks
    }

    private func help() -> ReportModel.SettingCheck {
        policy.lists.contains { $0.kind == .help }
            ? good("Help services stay open in every profile.", "相談窓口は、どのプロフィールでも開けます。")
            : consider(
                "No help list is in use: crisis and advice pages could be stopped by another list. Add one.",
                "相談窓口のリストがありません。ほかのリストで相談ページが止まるおそれがあるため、追加してください。")
    }

    private func protection(_ children: [Profile]) -> ReportModel.SettingCheck {
        let unprotected = children.filter { profile in
            ["malware", "phishing"].contains { id in
                guard let category = CategoryID(id), policy.categories.contains(where: { $0.id == category }) else { return false }
                return profile.categories[category] != .block
            }
        }
        guard !unprotected.isEmpty else {
            return good("Harmful programs and fake sign-in pages are blocked for every child.", "有害なプログラムと偽のログイン画面は、すべての子どもに対してブロックしています。")
        }
        let names = list(unprotected)
        return consider(
            "Harmful programs or fake sign-in pages are not blocked for \(names). No age is right for them.",
            "\(names)では、有害なプログラムか偽のログイン画面がブロックされていません。年齢に関係なくブロックをお勧めします。")
    }

    private func hostNames(_ profile: Profile) -> ReportModel.SettingCheck? {
        guard profile.keepsHostNames else { return nil }
        let name = VisibleText.clean(profile.name[language])
        return consider(
            "\(name) keeps the names of sites. Does the child know, and is it still needed?",
            "\(name)では、サイト名を記録しています。お子さんは知っていますか。今も必要ですか。")
    }

    private func openness(_ profile: Profile) -> ReportModel.SettingCheck? {
        let name = VisibleText.clean(profile.name[language])
        let blocked = profile.categories.values.count { $0 == .block }
        if profile.ageBand == .from16to17, blocked > policy.categories.count * 3 / 4, policy.categories.count >= 8 {
            return consider(
                "\(name) blocks most categories. At 16 and 17, practice with your support often protects better.",
                "\(name)では、ほとんどの分類がブロックされています。16〜17歳では、見守りながら経験することが力になります。")
        }
        if let education = CategoryID("sex-education"), profile.categories[education] == .block {
            return consider(
                "\(name) blocks sex education. Reliable answers protect children; consider allowing it.",
                "\(name)では、性教育がブロックされています。信頼できる答えは子どもを守ります。許可をご検討ください。")
        }
        return nil
    }

    private func bedtime(_ children: [Profile]) -> ReportModel.SettingCheck? {
        let without = children.filter { ($0.ageBand == .from6to9 || $0.ageBand == .from10to12) && $0.schedules.isEmpty }
        guard !without.isEmpty else { return nil }
        let names = list(without)
        return consider(
            "\(names) has no bedtime. Many families agree on one together.", "\(names)には、就寝時間の設定がありません。家族で話し合って決めることもできます。")
    }

    private func text(_ children: [Profile]) -> ReportModel.SettingCheck? {
        let without = children.filter { !$0.scansText }
        guard !without.isEmpty else { return nil }
        let names = list(without)
        return consider(
            "The text of pages is not checked for \(names): only addresses decide.", "\(names)では、ページの文章を確認していません。アドレスだけで判断します。")
    }

    private func list(_ profiles: [Profile]) -> String {
        let names = profiles.map { VisibleText.clean($0.name[language]) }
        switch language {
        case .english: return names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
        case .japanese: return names.map { "「\($0)」" }.joined()
        }
    }

    private func good(_ english: String, _ japanese: String) -> ReportModel.SettingCheck {
        ReportModel.SettingCheck(standing: .good, text: language == .english ? english : japanese)
    }

    private func consider(_ english: String, _ japanese: String) -> ReportModel.SettingCheck {
        ReportModel.SettingCheck(standing: .consider, text: language == .english ? english : japanese)
    }
}
