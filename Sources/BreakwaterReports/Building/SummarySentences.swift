import BreakwaterPolicy

/// The plain sentences at the top: shares with their denominators, no frightening totals, no guesses.
struct SummarySentences: Sendable {
    private let model: ReportModel
    private let numbers: NumberStyle

    init(_ model: ReportModel) {
        self.model = model
        numbers = NumberStyle(model.language)
    }

    func sentences() -> [String] {
        guard model.totals.checked > 0 else { return [quiet()] + [lost()].compactMap(\.self) }
        return [checked(), stopped(), meaning(), attention(), lost()].compactMap(\.self)
    }

    private var isEnglish: Bool { model.language == .english }

    private func quiet() -> String {
        if model.suppression.map({ $0.hiddenRows > 0 }) ?? false {
            return isEnglish
                ? "So few people were online that every number of this period is hidden."
                : "この期間は利用者が少なかったため、すべての数値を伏せています。"
        }
        return isEnglish
            ? "Nothing was counted in this period: perhaps everyone was away, or the devices used another connection. That is fine, and there is nothing to do."
            : "この期間に数えたアクセスはありませんでした。お出かけだったか、別の回線を使っていたのかもしれません。何もする必要はありません。"
    }

    private func checked() -> String {
        let (checked, allowed) = (numbers.spoken(model.totals.checked), numbers.spoken(model.totals.allowed))
        let share = numbers.share(model.totals.allowed, of: model.totals.checked)
        return isEnglish
            ? "Breakwater checked \(checked) requests, and \(allowed) of them (\(share)) went straight through."
            : "Breakwaterは\(checked)件のアクセスを確認し、そのうち\(allowed)件（\(share)）をそのまま通しました。"
    }

    private func stopped() -> String {
        let counts = model.totals
        guard counts.stopped > 0 else {
            return isEnglish ? "Nothing was stopped." : "止めたものはありませんでした。"
        }
        let (count, share) = (numbers.spoken(counts.stopped), numbers.share(counts.stopped, of: counts.checked))
        let top = model.categories.filter { !$0.isLoadedByPages }.prefix(2)
        let names = top.map { isEnglish ? "\($0.name) (\(numbers.exact($0.stopped)))" : "「\($0.name)」（\(numbers.exact($0.stopped))件）" }
        if isEnglish {
            let mostly = names.isEmpty ? "" : ", most often for \(names.joined(separator: " and "))"
            return "It stopped \(count) (\(share))\(mostly)\(before())."
        }
        let mostly = names.isEmpty ? "" : "多かったのは\(names.joined(separator: "と"))です。"
        return "止めたのは\(count)件（\(share)）です\(before())。\(mostly)"
    }

    private func before() -> String {
        guard let old = model.previousTotals, let days = model.previousPeriod, old.checked > 0 else { return "" }
        let (count, share) = (numbers.spoken(old.stopped), numbers.share(old.stopped, of: old.checked))
        if isEnglish {
            let name = switch days.kind { case .day: "day"; case .week: "week"; case .month: "month"; case .days: "period" }
            return "; in the \(name) before it was \(count) of \(numbers.spoken(old.checked)) (\(share))"
        }
        let name = switch days.kind { case .day: "前日"; case .week: "前の週"; case .month: "前の月"; case .days: "前の期間" }
        return "（\(name)は\(numbers.spoken(old.checked))件のうち\(count)件、\(share)）"
    }

    private func meaning() -> String? {
        guard model.totals.stopped > 0 else {
            return isEnglish
                ? "That says only what passed through the filter; a talk about what was fun online tells more."
                : "これはフィルターを通ったアクセスだけの結果です。ネットで楽しかったことを話すほうが、多くのことがわかります。"
        }
        let loaded = model.categories.filter(\.isLoadedByPages).reduce(Int64(0)) { $0.clampedAdding($1.stopped) }
        guard loaded > 0 else {
            return isEnglish
                ? "A stopped request is often an accident or a page loading by itself, so please read it as a reason to talk, not as proof."
                : "止めたアクセスの多くは、偶然や自動の読み込みです。証拠ではなく、話すきっかけとしてお読みください。"
        }
        let (count, share) = (numbers.spoken(loaded), numbers.share(loaded, of: model.totals.stopped))
        return isEnglish
            ? "Of what was stopped, \(count) (\(share)) were advertisements and trackers that pages load by themselves, which say nothing about anyone's behaviour."
            : "止めたもののうち\(count)件（\(share)）は、ページが自動で読み込む広告や追跡で、誰かの行動を示すものではありません。"
    }

    /// Names what deserves a calm word soon, so that it isn't missed behind larger numbers.
    private func attention() -> String? {
        guard model.audience == .parents else { return nil }
        let names = model.categories.filter { row in
            CategoryID(row.id).map { CategoryGuidance.forCategory($0).urgency == 0 } ?? false
        }.map(\.name)
        guard !names.isEmpty else { return nil }
        return isEnglish
            ? "Please find a calm moment soon to talk about: \(names.joined(separator: ", ")). The notes below say how to begin."
            : "近いうちに、\(names.map { "「\($0)」" }.joined())について落ち着いて話す時間をとってみてください。始め方は下にあります。"
    }

    private func lost() -> String? {
        guard model.droppedEvents > 0 else { return nil }
        let count = numbers.spoken(model.droppedEvents)
        return isEnglish
            ? "\(count) events could not be counted because the machine was busy, so the true numbers are a little higher."
            : "処理が混み合ったため\(count)件を数えられませんでした。実際の数は少し多くなります。"
    }
}
