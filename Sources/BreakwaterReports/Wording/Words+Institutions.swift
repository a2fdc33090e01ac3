import BreakwaterPolicy

extension Words {
    static let institutions: [String: LocalizedText] = [
        "teachersTitle": LocalizedText(en: "School report", ja: "学校向けレポート"),
        "publicTitle": LocalizedText(en: "Transparency report", ja: "透明性レポート"),
        "cohortTitle": LocalizedText(en: "What was stopped, by category", ja: "止めたもの（分類別）"),
        "cohortLead": LocalizedText(
            en: "Counts of requests for the whole group. Small numbers are hidden, so nobody can be singled out, and totals are sums of the rows shown.",
            ja: "全体のアクセス件数です。個人が特定されないよう少人数の数値は伏せ、合計は表示した行の合計です。"),
        "groupsTitle": LocalizedText(en: "Requests by group", ja: "グループ別のアクセス件数"),
        "groupColumn": LocalizedText(en: "Group", ja: "グループ"),
        "lessonsTitle": LocalizedText(en: "For lessons", ja: "授業のために"),
        "lessonsLead": LocalizedText(
            en: "One entry for each category that came up. Practice helps more than warnings; leave out anything that shows real harm.",
            ja: "出てきた分類ごとの案です。警告より練習が役に立ちます。実際の被害を見せるものは使わないでください。"),
        "activity": LocalizedText(en: "Activity", ja: "活動"),
        "curriculum": LocalizedText(en: "Fits into", ja: "対応する学習項目"),
        "escalationTitle": LocalizedText(en: "When you worry about a pupil", ja: "心配な児童・生徒がいるとき"),
        "activityTitle": LocalizedText(en: "Activity over time", ja: "時間の推移"),
        "nothingPublished": LocalizedText(en: "No row is large enough to be shown.", ja: "表示できる人数に達した行はありません。"),
        "listsTitle": LocalizedText(en: "Lists in use", ja: "使用しているリスト"),
        "listColumn": LocalizedText(en: "List", ja: "リスト"),
        "versionColumn": LocalizedText(en: "Version", ja: "版"),
        "licenceColumn": LocalizedText(en: "Licence", ja: "利用条件"),
        "sourceColumn": LocalizedText(en: "Source", ja: "入手先"),
        "sealedNote": LocalizedText(
            en: "Lists of illegal content are not named here: their publishers require it.",
            ja: "違法コンテンツのリストは、提供元の求めにより名称を示しません。"),
        "qualityTitle": LocalizedText(en: "Accuracy, appeals and limits", ja: "正確さ、申し立て、限界"),
        "measureColumn": LocalizedText(en: "Measure", ja: "項目"),
        "valueColumn": LocalizedText(en: "Value", ja: "値"),
        "suppressionTitle": LocalizedText(en: "How small numbers are hidden", ja: "少人数の数値の伏せ方"),
        "inventoryTitle": LocalizedText(en: "What is recorded", ja: "記録する項目"),
    ]
}
