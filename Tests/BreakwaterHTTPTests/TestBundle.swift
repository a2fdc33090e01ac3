import Breakwater
import BreakwaterCompiler
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterRules
import Foundation

/// A small policy with lists of reserved names, compiled once for all tests.
enum TestBundle {
    /// 2026-03-02, a Monday, 20:30 UTC.
    static let now: Int64 = 1_772_483_400

    static let engine: Engine = {
        do {
            let folder = FileManager.default.temporaryDirectory.appending(path: "breakwater-http-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = folder.appending(path: "test.bwb").path
            var compiler = try BundleCompiler(policy: policy, createdAt: 1_700_000_000, hashKey: (1, 2))
            for (id, format, text) in lists {
                _ = try compiler.add(id, file: "\(id).txt", format: format, bytes: Array(text.utf8).span)
            }
            _ = try compiler.write(to: path)
            return try Engine(contentsOf: path)
        } catch {
            fatalError("the test policy does not compile: \(error)")
        }
    }()

    static func service(_ configuration: FilterConfiguration = FilterConfiguration()) -> FilterService {
        FilterService(
            slot: EngineSlot(engine), recorder: EventRecorder(capacity: 16), privacy: PrivacyRules(), configuration: configuration)
    }

    private static let lists: [(String, ListFormat, String)] = [
        ("adult-names", .domains, "blocked.test\nadult.example\n"),
        ("gambling-names", .domains, "casino.test\n"),
        ("crisis-names", .domains, "harm.test\n"),
        ("social-names", .domains, "social.test\n"),
        ("advert-rules", .adblock, "||ads.test^$third-party\n||media.test/banner.png$image\n"),
        ("help-names", .domains, "help.test\n"),
        ("bank-names", .domains, "bank.test\n"),
        ("sealed-names", .domains, "sealed.test\n"),
        ("adult-words", .phrases, "<forbiddenfruit><200>\n<museum><-200>\n"),
    ]

    private static func category(_ id: String, _ en: String, _ ja: String, _ childEn: String, _ childJa: String)
        -> BreakwaterPolicy.Category
    {
        guard let id = CategoryID(id) else { fatalError("`\(id)` is no category") }
        return BreakwaterPolicy.Category(
            id: id, name: LocalizedText(en: en, ja: ja), description: LocalizedText(en: en, ja: ja),
            forChildren: LocalizedText(en: childEn, ja: childJa), topic: "content")
    }

    private static let categories = [
        category(
            "adult", "Adult content", "アダルト",
            "This page was made for grown-ups only. If it came up by accident, that happens to lots of people.",
            "このページはおとなだけのために作られたものです。ぐうぜん出てきてしまうことは、だれにでもあります。"),
        category(
            "gambling", "Gambling", "ギャンブル", "This page is about playing for money. Most people lose.", "お金をかけるゲームのページです。ほとんどの人は、お金をなくします。"),
        category(
            "self-harm", "Self-harm", "自傷・自殺", "This page can make hard feelings harder. You matter.",
            "つらい気もちが、もっとつらくなることがあるページです。あなたは大切な人です。"),
        category("social", "Social media", "SNS", "Here people share things with strangers.", "知らない人ともやりとりするところです。"),
        category("advertising", "Advertising", "広告", "This is an advert.", "これは広告です。"),
        category("banking", "Banking", "銀行", "This is a bank.", "銀行のページです。"),
        category(
            "illegal", "Illegal content", "違法なコンテンツ", "This page cannot be opened. You have done nothing wrong.",
            "このページは開けません。あなたはわるくありません。"),
    ]

    private static func id(_ text: String) -> CategoryID {
        guard let id = CategoryID(text) else { fatalError("`\(text)` is no category") }
        return id
    }

    private static let actions: [CategoryID: Action] = [
        id("adult"): .block, id("gambling"): .block, id("self-harm"): .block, id("social"): .warn, id("advertising"): .block,
    ]

    private static let policy = Policy(
        name: LocalizedText(en: "Test", ja: "テスト"), categories: categories,
        profiles: [
            Profile(
                id: "child", name: LocalizedText(en: "Child", ja: "子ども"), ageBand: .from6to9, categories: actions, deny: ["own.test"],
                textScoreLimit: 60),
            Profile(
                id: "teen", name: LocalizedText(en: "Teen", ja: "中学生"), ageBand: .from13to15, categories: actions, textScoreLimit: 100,
                keepsHostNames: true),
            Profile(
                id: "adult", name: LocalizedText(en: "Adult", ja: "大人"), ageBand: .adult, categories: [id("adult"): .block],
                scansText: false),
            Profile(
                id: "listed", name: LocalizedText(en: "Listed", ja: "リストのみ"), ageBand: .from6to9, defaultAction: .block,
                allow: ["school.test"]),
            Profile(
                id: "night", name: LocalizedText(en: "Night", ja: "夜"), ageBand: .from6to9,
                schedules: [
                    Schedule(
                        name: LocalizedText(en: "Bedtime", ja: "おやすみ"), days: .everyDay, ranges: [MinuteRange(start: 20 * 60, end: 7 * 60)],
                        effect: .blockAll)
                ]),
            Profile(
                id: "counted", name: LocalizedText(en: "Counted", ja: "回数"), ageBand: .from6to9,
                quotas: [Quota(days: .everyDay, minutes: 2)], timeWarning: 0),
            Profile(
                id: "warned", name: LocalizedText(en: "Warned", ja: "予告"), ageBand: .from6to9,
                quotas: [Quota(days: .everyDay, minutes: 8)], timeWarning: 3),
            Profile(
                id: "plain", name: LocalizedText(en: "Plain", ja: "そのまま"), ageBand: .from6to9,
                safeModes: SafeModes(search: false, youTube: .moderate),
                tunnels: TunnelRules(missingServerName: .close, encryptedHello: .close)),
            Profile(
                id: "inspected", name: LocalizedText(en: "Inspected", ja: "検査"), ageBand: .adult, categories: actions, deny: ["own.test"],
                safeModes: SafeModes(search: true, youTube: .strict),
                inspection: Inspection(exemptHosts: ["private.test", "=alone.test"], passesPinnedHosts: true)),
            Profile(
                id: "files", name: LocalizedText(en: "Files", ja: "ファイル"), ageBand: .from13to15, allow: ["own.example"], scansText: false,
                downloads: DownloadRules(
                    blockedTypes: ["video/*", "application/x-msdownload"], blockedExtensions: ["exe", "apk"], maximumBytes: 20)),
            Profile(
                id: "partly", name: LocalizedText(en: "Partly", ja: "一部"), ageBand: .from6to9,
                inspection: Inspection(reach: .categories([id("social"), id("banking")]), passesPinnedHosts: false)),
        ],
        defaultProfile: "child",
        assignments: ["teen", "adult", "listed", "night", "counted", "warned", "plain", "inspected", "partly", "files"].map {
            ClientAssignment(user: $0, profile: ProfileID(stringLiteral: $0))
        },
        lists: [
            ListSource(id: "adult-names", category: id("adult")),
            ListSource(id: "gambling-names", category: id("gambling")),
            ListSource(id: "crisis-names", category: id("self-harm")),
            ListSource(id: "social-names", category: id("social")),
            ListSource(id: "advert-rules", category: id("advertising")),
            ListSource(id: "help-names", kind: .help),
            ListSource(id: "bank-names", category: id("banking")),
            ListSource(id: "sealed-names", category: id("illegal"), kind: .sealed),
            ListSource(id: "adult-words", category: id("adult")),
        ])
}
