import BreakwaterPolicy
import BreakwaterURL
import Foundation
import Testing

@Suite struct PolicyCodingTests {
    private static func policy() throws -> Policy {
        let adult = try #require(CategoryID("adult"))
        let games = try #require(CategoryID("games_2-x"))
        let text = LocalizedText(en: "Word", ja: "ことば")
        func category(_ id: CategoryID, _ age: Int?) -> BreakwaterPolicy.Category {
            BreakwaterPolicy.Category(
                id: id, name: text, description: text, forChildren: text, suggestedMinimumAge: age, topic: "content")
        }
        return Policy(
            name: text, timeZone: "Asia/Tokyo", categories: [category(adult, 18), category(games, nil)],
            profiles: [
                Profile(
                    id: "child", name: text, ageBand: .from6to9, categories: [adult: .block, games: .warn], defaultAction: .block,
                    allow: ["example.org"], deny: ["*.example.net"],
                    schedules: [
                        Schedule(name: text, days: .weekdays, ranges: [MinuteRange(start: 1_260, end: 420)], effect: .blockAll),
                        Schedule(name: text, days: [.saturday, .holiday], ranges: [], effect: .categories([games: .allow])),
                    ], quotas: [Quota(days: .everyDay, minutes: 90)], scansText: false, textScoreLimit: 60, keepsHostNames: true),
                Profile(id: "adult", name: text, ageBand: .adult),
            ],
            defaultProfile: "child",
            assignments: [
                ClientAssignment(prefix: CIDRBlock("2001:db8::/64"), profile: "child"),
                ClientAssignment(user: "sora", listener: "l", profile: "adult"),
            ],
            lists: [
                ListSource(
                    id: "l", path: "lists/l.txt", url: "https://lists.example/l.txt", format: "domains", category: adult, kind: .sealed,
                    subdomains: .excluded, licence: "CC0-1.0", version: "1"), ListSource(id: "m"),
            ],
            holidays: [-1, 20_514])
    }

    @Test func `a policy is the same after it was written and read`() throws {
        let policy = try Self.policy()
        let data = try JSONEncoder().encode(policy)
        #expect(try JSONDecoder().decode(Policy.self, from: data) == policy)
    }

    @Test func `categories of a profile are written as an object by name`() throws {
        let data = try JSONEncoder().encode(Self.policy().profiles[0].categories)
        #expect(try JSONDecoder().decode([String: String].self, from: data) == ["adult": "block", "games_2-x": "warn"])
    }

    @Test func `a prefix is written as text and read strictly`() throws {
        let block = try #require(CIDRBlock("2001:db8::1:2/48"))
        #expect(String(decoding: try JSONEncoder().encode([block]), as: UTF8.self) == #"["2001:db8::\/48"]"#)
        #expect(try JSONDecoder().decode([CIDRBlock].self, from: Data(#"["192.0.2.7"]"#.utf8)).first?.prefixLength == 32)
        for bad in ["192.0.2.0/33", "::/129", "x", "", "192.0.2", "192.0.2.0/", "192.0.2.0/+8", "010.0.0.1"] {
            #expect(throws: DecodingError.self, "\(bad)") { try JSONDecoder().decode([CIDRBlock].self, from: Data("[\"\(bad)\"]".utf8)) }
        }
    }

    @Test(arguments: ["adult", "a", "self-harm", "0", "_", "-", String(repeating: "a", count: 40)])
    func `names of categories and profiles are of one form`(name: String) {
        #expect(CategoryID(name)?.rawValue == name)
        #expect(ProfileID(name)?.description == name)
    }

    @Test(arguments: ["", "Adult", "a b", "a.b", "a/b", "ä", "a\n", "<b>", String(repeating: "a", count: 41)])
    func `other names are refused, in documents too`(name: String) throws {
        #expect(CategoryID(name) == nil)
        #expect(ProfileID(name) == nil)
        let data = try JSONEncoder().encode([name])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([CategoryID].self, from: data) }
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([ProfileID].self, from: data) }
    }

    @Test func `names sort as text`() throws {
        let names = ["b", "a", "a-1"].compactMap { CategoryID($0) }
        #expect(names.sorted().map(\.description) == ["a", "a-1", "b"])
        #expect(["b", "a"].compactMap { ProfileID($0) }.sorted().map(\.description) == ["a", "b"])
    }

    @Test func `both languages of a text can be asked for`() {
        let text = LocalizedText(en: "Bedtime", ja: "就寝時間")
        #expect(Language.allCases.map { text[$0] } == ["Bedtime", "就寝時間"])
        #expect(Language.allCases.map(\.rawValue) == ["en", "ja"])
    }
}
