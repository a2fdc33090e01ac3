import BreakwaterPolicy
import BreakwaterServer
import BreakwaterURL
import TestSupport
import Testing

struct PolicyReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let category = """
        categories:
          - { id: games, name: Games, description: D, for-children: F, topic: content }
          - { id: gambling, name: Gambling, description: D, for-children: F, topic: contract, minimum-age: 18 }

        """

    private func read(_ text: String) throws -> PolicyDocument {
        try PolicyReader(localTimeZone: "Asia/Tokyo").read(contentsOf: folder.write("policy.yaml", text))
    }

    /// The problems of a text, one a line, the folder left out.
    private func problems(_ text: String) throws -> [String] {
        do {
            _ = try read(text)
            return []
        } catch let error as PolicyDocumentError {
            return error.problems.map { $0.description.replacing(folder.path + "/", with: "") }
        }
    }

    @Test func `a small policy needs little`() throws {
        let policy = try read(Self.category + "profiles: [{ id: child, age-band: 6-9, block: gambling }]").policy
        #expect(policy.name.en == "policy")
        #expect(policy.timeZone == "Asia/Tokyo")
        #expect(policy.defaultProfile == "child")
        #expect(policy.profiles[0].categories == [CategoryID("gambling")!: .block])
        #expect(policy.profiles[0].textScoreLimit == 60)
        #expect(policy.profiles[0].scansText)
        #expect(!policy.profiles[0].keepsHostNames)
        #expect(policy.categories[1].suggestedMinimumAge == 18)
    }

    @Test func `every key of a profile reaches the policy`() throws {
        try folder.write("list.txt", "example.com\n")
        let policy = try read(Self.category + """
            name: { en: House, ja: 家 }
            time-zone: Europe/London
            default-profile: teen
            holidays: [2026-12-25, 1970-01-01, 2026-12-25]
            clients:
              - { prefix: "2001:db8::/64", profile: child }
              - { user: sora, listener: library, profile: teen }
            lists:
              - { id: l, path: list.txt, format: domains, category: games, kind: exception, subdomains: included, licence: CC0-1.0, version: 7 }
            profiles:
              - id: child
                name: { en: Child, ja: 子ども }
                age-band: 10-12
                default: block
                warn: [games]
                entries: { allow: [example.org, "*.example.net/a"], deny: "192.0.2.0/24" }
                schedules:
                  - { name: Bedtime, days: [sun, weekdays], ranges: ["21:00-07:00", "12:00-24:00"], block: all }
                  - { name: Homework, days: weekdays, ranges: "16:00-00:00", categories: { games: block } }
                quotas: [{ days: everyday, minutes: 90 }]
                scan-text: false
                text-score-limit: 77
                keep-host-names: true
              - { id: teen, based-on: child, age-band: 13-15, block: games, quotas: [] }
            """).policy
        let child = try #require(policy.profiles.first)
        #expect(child.name == LocalizedText(en: "Child", ja: "子ども"))
        #expect(child.ageBand == .from10to12)
        #expect(child.defaultAction == .block)
        #expect(child.allow == ["example.org", "*.example.net/a"])
        #expect(child.deny == ["192.0.2.0/24"])
        #expect(child.schedules[0].days == [.sunday, .monday, .tuesday, .wednesday, .thursday, .friday])
        #expect(child.schedules[0].ranges == [MinuteRange(start: 1260, end: 420), MinuteRange(start: 720, end: 1440)])
        #expect(child.schedules[0].effect == .blockAll)
        #expect(child.schedules[1].ranges == [MinuteRange(start: 960, end: 1440)])
        #expect(child.schedules[1].effect == .categories([CategoryID("games")!: .block]))
        #expect(child.quotas == [Quota(days: .everyDay, minutes: 90)])
        #expect((child.scansText, child.textScoreLimit, child.keepsHostNames) == (false, 77, true))
        let teen = policy.profiles[1]
        #expect(teen.name.en == "teen")
        #expect(teen.categories == [CategoryID("games")!: .block])
        #expect(teen.schedules == child.schedules)
        #expect(teen.quotas.isEmpty)
        #expect(teen.defaultAction == .block)
        #expect(policy.holidays == [0, 20_812])
        #expect(policy.defaultProfile == "teen")
        #expect(policy.assignments[0].prefix?.prefixLength == 64)
        #expect(policy.assignments[1].user == "sora")
        #expect(policy.lists[0].kind == .exception)
        #expect(policy.lists[0].subdomains == .included)
        #expect(policy.lists[0].version == "7")
    }

    @Test func `all problems are reported at once, each with its line and what to do`() throws {
        let found = try problems("""
            nmae: House
            time-zone: Asia/Tokio
            default-profile: kid
            categories:
              - { id: games, name: Games, description: D, for-children: F, topic: content }
              - { id: games, name: Games, description: D, for-children: F, topic: contents }
              - { id: Not-A-Name, name: { en: N }, description: D, for-children: F, topic: health }
            profiles:
              - id: child
                age-band: 6-10
                block: [gamse, games]
                warn: games
                entries: { allow: ["https://example.org/", "a b"], deny: ["*.192.0.2.1"] }
                schedules:
                  - { name: Bedtime, days: [monday, fryday], ranges: ["25:00-07:00"], block: all }
                  - { name: Both, days: mon, ranges: ["10:00-11:00"], block: all, categories: { games: block } }
                quotas: [{ days: weekdays, minutes: 2000 }]
                scan-text: maybe
              - { id: child, age-band: adult, shedules: [] }
            clients: [{ profile: child }, { prefix: 192.0.2.0/33, profile: child }, { user: a, profile: chidl }]
            lists:
              - { id: a, path: missing.txt, category: games }
              - { id: b, url: "http://lists.example/", category: gambling, format: domain }
              - { id: c, category: games }
            holidays: [2026-02-30]
            """)
        #expect(found == [
            "policy.yaml:1: unknown key `nmae` in a policy; did you mean `name`?",
            "policy.yaml:2: `Asia/Tokio` is no time zone: write `Asia/Tokyo`, `UTC` or `local`; did you mean `Asia/Tokyo`?",
            "policy.yaml:3: no profile `kid` is defined",
        ] + found.dropFirst(3))
        let text = found.joined(separator: "\n")
        for expected in [
            "6: `topic` is `contents`; it must be `content`, `contact`, `conduct`, `contract`, `health`, `security` or `bypass`; did "
                + "you mean `content`?",
            "7: `Not-A-Name` is no category name: use 1 to 40 of a-z, 0-9, - and _",
            "7: `name` of a category needs `ja`",
            "10: `age-band` is `6-10`; it must be `6-9`, `10-12`, `13-15`, `16-17` or `adult`",
            "11: no category `gamse` is defined; did you mean `games`?",
            "12: `games` is named twice in this profile, as `block` and as `warn`",
            "13: `https://example.org/` is no entry: write the host and the path without `https://`",
            "13: `a b` is no entry: it has a space in it; write one entry an item",
            "13: `*.192.0.2.1` is no entry: `*.` goes before a name, not before an address",
            "15: `fryday` is no day",
            "15: `25:00-07:00` is no range: write it as `\"21:00-07:00\"`",
            "16: a schedule needs `block: all` or `categories`, one of the two",
            "17: `minutes` must be a whole number from 0 to 1440",
            "18: `scan-text` must be `true` or `false`",
            "19: unknown key `shedules` in a profile; did you mean `schedules`?",
            "19: the profile `child` is defined twice, first at",
            "20: a client needs `prefix`, `user` or `listener`",
            "20: `192.0.2.0/33` is no address and no prefix",
            "20: no profile `chidl` is defined; did you mean `child`?",
            "22: there is no file or folder `",
            "23: a list is fetched over `https:` only",
            "23: `format` is `domain`; it must be",
            "23: no category `gambling` is defined",
            "24: a list needs `path` or `url`, one of the two",
            "25: `2026-02-30` is no day: write it as `2026-12-25`",
        ] {
            #expect(text.contains("policy.yaml:" + expected), "\(expected)")
        }
    }

    @Test(arguments: [
        ("", "is empty"),
        ("profiles: [", "is not YAML"),
        ("name: a\nname: b\nprofiles: []", "the key `name` is given twice"),
        ("- a", "a policy must be a map of `key: value`, not a list"),
        ("name: x", "needs at least one profile in `profiles`"),
        (String(repeating: "[", count: 100_000), "is nested more than 200 deep"),
        (String(repeating: "- ", count: 100_000), "is nested more than 200 deep"),
        ("taxonomy: nowhere.yaml\nprofiles: [{ id: a, age-band: adult }]", "there is no file `"),
        ("profiles:\n- { id: a, based-on: b }\n- { id: b, based-on: a }", "is based on itself"),
        ("include: policy.yaml\nprofiles: [{ id: a, age-band: adult }]", "is read already"),
    ])
    func `a document that cannot be used says why`(_ text: String, _ message: String) throws {
        let found = try problems(text)
        #expect(found.contains { $0.contains(message) }, "\(found)")
    }

    @Test func `a file that is not there, or not text, is a problem and no crash`() throws {
        #expect(throws: PolicyDocumentError.self) { try PolicyReader().read(contentsOf: folder.path + "/none.yaml") }
        let binary = try folder.write("binary.yaml", bytes: [0xFF, 0xFE, 0x00, 0x80])
        #expect(throws: PolicyDocumentError.self) { try PolicyReader().read(contentsOf: binary) }
        #expect(throws: PolicyDocumentError.self) { try PolicyReader().read(contentsOf: folder.path) }
    }

    @Test func `included documents keep their own paths, and a catalogue gives what is subscribed`() throws {
        try folder.write("shared/lists/games.txt", "example.com\n")
        try folder.write("shared/tree/adult/domains", "example.net\n")
        try folder.write("shared/more.yaml", """
            lists:
              - { id: games, path: lists/games.txt, category: games }
              - { id: ut1, path: tree, folders: { adult: gambling } }
            """)
        try folder.write("catalogue.yaml", """
            lists:
              - { id: one, url: "https://lists.example/one", category: games }
              - { id: two, url: "https://lists.example/two", category: games }
            """)
        let document = try read(Self.category + """
            include: shared/more.yaml
            catalogue: catalogue.yaml
            subscribe: [two]
            profiles: [{ id: a, age-band: adult }]
            """)
        #expect(document.policy.lists.map(\.id) == ["games", "ut1/adult", "two"])
        #expect(document.policy.lists.map(\.path) == ["shared/lists/games.txt", "shared/tree/adult", nil])
        #expect(document.policy.lists[1].category == CategoryID("gambling"))
        #expect(document.baseDirectory == folder.path)
        #expect(document.files.count == 3)
        #expect(document.listPositions["ut1/adult"]?.line == 3)
    }

    @Test(arguments: ["household", "school", "isp-opt-in", "allow-list-only"])
    func `every preset is read without a problem`(_ name: String) throws {
        let document = try PolicyReader().read(contentsOf: "\(TestFiles.rootPath)/Policies/\(name).yaml")
        #expect(!document.policy.profiles.isEmpty)
        #expect(!document.policy.categories.isEmpty)
        for category in document.policy.categories {
            #expect(!category.name.ja.isEmpty && !category.forChildren.en.isEmpty)
        }
    }
}
