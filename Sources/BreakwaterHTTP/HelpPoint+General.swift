import BreakwaterPolicy

extension HelpPoint {
    /// Help in the United Kingdom, the United States, the European Union and Japan; an operator names its own country's.
    ///
    /// Not compared with the publishers' own pages yet: every entry must be before a release.
    public static let general: [HelpPoint] = anyone + aboutPictures + aboutMoney

    private static let anyone: [HelpPoint] = [
        HelpPoint(
            name: LocalizedText(en: "Childline (UK), free, day and night", ja: "チャイルドライン（イギリス）"), contact: "0800 1111",
            link: "https://www.childline.org.uk/", languages: [.english]),
        HelpPoint(
            name: LocalizedText(en: "988 Lifeline (US), call or text, day and night", ja: "988（アメリカ）"), contact: "988",
            link: "https://988lifeline.org/", languages: [.english]),
        HelpPoint(
            name: LocalizedText(en: "Child helplines (most of Europe), free", ja: "子ども電話相談（ヨーロッパ）"), contact: "116 111",
            languages: [.english]),
        HelpPoint(
            name: LocalizedText(en: "Childline Japan", ja: "チャイルドライン（18さいまで・毎日16時～21時・無料）"), contact: "0120-99-7777",
            link: "https://childline.or.jp/", languages: [.japanese]),
        HelpPoint(
            name: LocalizedText(en: "24-hour SOS line for children (Japan)", ja: "24時間子供SOSダイヤル（無料）"), contact: "0120-0-78310",
            languages: [.japanese]),
    ]

    private static let aboutPictures: [HelpPoint] = [
        HelpPoint(
            name: LocalizedText(en: "Take It Down: removes pictures of you under 18", ja: "Take It Down"), contact: "takeitdown.ncmec.org",
            link: "https://takeitdown.ncmec.org/", languages: [.english], categories: named("sexting", "grooming", "illegal")),
        HelpPoint(
            name: LocalizedText(en: "Internet Hotline Center Japan", ja: "インターネット・ホットラインセンター（違法な画像の通報）"),
            contact: "internethotline.jp", link: "https://www.internethotline.jp/", languages: [.japanese],
            categories: named("sexting", "grooming", "illegal")),
        HelpPoint(
            name: LocalizedText(en: "Children's rights line (Japan)", ja: "こどもの人権110番（平日8:30～17:15・無料）"), contact: "0120-007-110",
            languages: [.japanese], categories: named("bullying", "sexting", "grooming", "hate")),
    ]

    private static let aboutMoney: [HelpPoint] = [
        HelpPoint(
            name: LocalizedText(en: "Consumer hotline (Japan)", ja: "消費者ホットライン"), contact: "188", languages: [.japanese],
            categories: named("scams", "phishing", "gambling"))
    ]

    private static func named(_ names: String...) -> Set<CategoryID> { Set(names.compactMap { CategoryID($0) }) }
}
