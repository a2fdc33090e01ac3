import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterReports

/// A realistic household and a school, made by arithmetic so that every run sees the same.
enum Sample {
    static let monday: Int32 = CalendarDay(iso: "2026-11-16")?.number ?? 0

    static func category(_ id: String, _ en: String, _ ja: String, _ about: LocalizedText, topic: String = "content")
        -> BreakwaterPolicy.Category
    {
        Category(
            id: CategoryID(id)!, name: LocalizedText(en: en, ja: ja), description: about,
            forChildren: LocalizedText(en: "For later.", ja: "もう少し大きくなってから。"), suggestedMinimumAge: nil, topic: topic)
    }

    static let categories: [BreakwaterPolicy.Category] = [
        category("adult", "Adult content", "アダルト", LocalizedText(
            en: "Pornography and other sexual content made for adults. Sex education, health and art are separate and stay open.",
            ja: "ポルノなど、成人向けの性的なコンテンツです。性教育、健康、美術は別の分類で、閲覧できます。")),
        category("violence", "Graphic violence", "残虐な暴力", LocalizedText(
            en: "Pictures or films of real injury, cruelty or death, shown for their own sake.",
            ja: "実際のけが、残虐な行為、死を見せること自体が目的の画像や映像です。")),
        category("gambling", "Gambling", "ギャンブル", LocalizedText(
            en: "Betting, casinos and games in which money is staked on chance.", ja: "賭け事、カジノ、お金を賭けて運を競うゲームです。"), topic: "contract"),
        category("scams", "Scams", "詐欺", LocalizedText(
            en: "Fake shops, false prizes and other tricks to get money.", ja: "偽の通販、うその当選など、お金をだまし取る仕掛けです。"), topic: "contract"),
        category("self-harm", "Self-harm", "自傷・自殺", LocalizedText(
            en: "Pages that encourage or teach self-harm or suicide. Help pages are separate and always open.",
            ja: "自傷や自殺を勧めたり、方法を教えたりするページです。相談窓口は別の分類で、いつでも開けます。"), topic: "health"),
        category("phishing", "Phishing", "フィッシング", LocalizedText(
            en: "Copies of real sites that steal passwords and cards.", ja: "本物そっくりの画面で、パスワードやカード情報を盗むページです。"), topic: "security"),
        category("malware", "Malware", "マルウェア", LocalizedText(
            en: "Pages that spread harmful programs.", ja: "有害なプログラムを広めるページです。"), topic: "security"),
        category("tracking", "Tracking", "追跡", LocalizedText(
            en: "Services that follow people from page to page.", ja: "ページをまたいで利用者を追いかける仕組みです。"), topic: "security"),
        category("advertising", "Advertising", "広告", LocalizedText(
            en: "Servers that deliver advertisements.", ja: "広告を配信するサーバーです。"), topic: "contract"),
        category("social", "Social networks", "SNS", LocalizedText(
            en: "Services for sharing with many people.", ja: "多くの人と共有するサービスです。"), topic: "contact"),
        category("shopping", "Shopping", "ショッピング", LocalizedText(
            en: "Shops and market places.", ja: "通販やフリーマーケットです。"), topic: "contract"),
        category("bypass", "Filter bypass", "フィルター回避", LocalizedText(
            en: "Proxies and other ways round a filter.", ja: "プロキシなど、フィルターを避ける手段です。"), topic: "bypass"),
        category("help", "Help and support", "相談・支援", LocalizedText(
            en: "Crisis lines, health and advice. Always open.", ja: "緊急の相談、健康、助言の窓口です。いつでも開けます。"), topic: "health"),
        category("school-rules", "School rules", "学校の決まり", LocalizedText(
            en: "Sites that the school asks families to leave for later.", ja: "学校が家庭に控えるよう求めているサイトです。")),
    ]

    static func actions(_ blocked: [String], _ warned: [String] = []) -> [CategoryID: Action] {
        var result: [CategoryID: Action] = [:]
        for id in blocked { result[CategoryID(id)!] = .block }
        for id in warned { result[CategoryID(id)!] = .warn }
        return result
    }

    static let policy = Policy(
        name: LocalizedText(en: "Household", ja: "家庭"), timeZone: "UTC", categories: categories,
        profiles: [
            Profile(
                id: "child-6-9", name: LocalizedText(en: "Child (6–9)", ja: "子ども（6〜9歳）"), ageBand: .from6to9,
                categories: actions(
                    [
                        "adult", "violence", "gambling", "scams", "self-harm", "phishing", "malware", "tracking", "advertising", "social",
                        "bypass",
                    ],
                    ["shopping"]),
                schedules: [
                    Schedule(
                        name: LocalizedText(en: "Bedtime", ja: "おやすみの時間"), days: .everyDay,
                        ranges: [MinuteRange(start: 1200, end: 390)], effect: .blockAll)
                ]),
            Profile(
                id: "teen-13-15", name: LocalizedText(en: "Teenager (13–15)", ja: "中学生（13〜15歳）"), ageBand: .from13to15,
                categories: actions(
                    ["adult", "violence", "gambling", "scams", "self-harm", "phishing", "malware", "tracking", "bypass"],
                    ["social", "shopping"]),
                keepsHostNames: true),
            Profile(
                id: "older-16-17", name: LocalizedText(en: "Young adult (16–17)", ja: "高校生（16〜17歳）"), ageBand: .from16to17,
                categories: actions(["adult", "phishing", "malware"])),
            Profile(
                id: "adult", name: LocalizedText(en: "Adults", ja: "大人"), ageBand: .adult, categories: actions(["phishing"]),
                scansText: false),
        ],
        defaultProfile: "teen-13-15",
        lists: [
            ListSource(
                id: "starter-help", path: "lists/help.txt", category: CategoryID("help"), kind: .help, licence: "CC0-1.0", version: "1"),
            ListSource(
                id: "starter-gambling", path: "lists/gambling.txt", category: CategoryID("gambling"), licence: "CC0-1.0", version: "1"),
            ListSource(id: "secret-sealed", path: "lists/sealed.txt", category: CategoryID("illegal"), kind: .sealed),
        ])

    /// Seven days; `scale` makes the week before a little different.
    static func week(from first: Int32 = monday, scale: Int64 = 10, people: Int = 1) -> ActivitySummary {
        var cells: [ActivitySummary.Cell] = []
        func add(
            _ day: Int32, _ hour: Int, _ profile: ProfileID, _ action: Action, _ rank: DecisionRank, _ category: String?, _ count: Int64
        ) {
            let count = count * scale / 10
            guard count > 0 else { return }
            cells.append(.init(
                day: first + day, hour: hour, profile: profile, action: action, rank: rank, category: category.flatMap { CategoryID($0) },
                count: count, people: people))
        }
        for day in Int32(0)..<7 {
            let weekend: Int64 = day >= 5 ? 2 : 1
            for hour in 7..<20 where hour < 9 || hour > 14 || weekend == 2 {
                add(day, hour, "child-6-9", .allow, .profileDefault, nil, (20 + Int64(hour) * 3 % 17) * weekend)
                add(day, hour, "child-6-9", .block, .category, "advertising", 2 + Int64(hour) % 3)
            }
            for hour in 6..<24 where hour < 8 || hour > 15 || weekend == 2 {
                add(day, hour, "teen-13-15", .allow, .profileDefault, nil, (34 + Int64(hour) * 7 % 29) * weekend)
                add(day, hour, "teen-13-15", .block, .category, "tracking", 1 + Int64(hour + Int(day)) % 4)
            }
            add(day, 20, "child-6-9", .block, .time, nil, 6)
            add(day, 19, "older-16-17", .allow, .profileDefault, nil, 210)
            add(day, 21, "adult", .allow, .profileDefault, nil, 160)
            add(day, 17, "teen-13-15", .warn, .category, "social", 2 + Int64(day) % 3)
        }
        add(2, 17, "child-6-9", .block, .category, "gambling", 9)
        add(3, 16, "child-6-9", .warn, .category, "shopping", 4)
        add(4, 22, "teen-13-15", .block, .category, "bypass", 3)
        add(4, 23, "teen-13-15", .block, .category, "self-harm", 1)
        add(5, 11, "teen-13-15", .block, .category, "adult", 2)
        add(5, 11, "teen-13-15", .block, .category, "school-rules", 1)
        add(5, 15, "teen-13-15", .block, .category, "scams", 5)
        add(6, 10, "child-6-9", .block, .profileEntry, nil, 2)
        add(6, 20, "older-16-17", .block, .category, "adult", 7)
        add(6, 12, "teen-13-15", .allow, .help, "help", 3)
        return ActivitySummary(firstDay: first, lastDay: first + 6, cells: cells, appeals: scale == 10 ? 1 : 0)
    }

    static func model(
        _ audience: Audience = .parents, _ language: Language, summary: ActivitySummary = week(),
        previous: ActivitySummary? = week(from: monday - 7, scale: 9), policy: Policy = Sample.policy
    ) -> ReportModel {
        var builder = ReportBuilder(
            summary: summary, previous: previous, policy: policy, audience: audience, language: language,
            createdOn: CalendarDay(iso: "2026-11-23"))
        if audience == .children { builder.profile = "child-6-9" }
        return builder.build()
    }

    /// A school: the same week, with enough people behind most numbers and too few behind some.
    static func school() -> ActivitySummary {
        var summary = week(scale: 400, people: 40)
        for index in summary.cells.indices {
            switch summary.cells[index].category?.rawValue {
            case "self-harm": summary.cells[index].people = 1
            case "adult": summary.cells[index].people = 12
            default: break
            }
        }
        return summary
    }
}
