import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterServer
import Foundation
import TestSupport
import Testing

struct ComparisonTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func engine(_ name: String, _ lists: [(String, String)]) throws -> Engine {
        var arguments: [String] = []
        for (category, text) in lists { arguments.append("\(category)=\(try folder.write("\(name)/\(category).txt", text)):adblock") }
        let path = folder.path + "/\(name).bwb"
        _ = try PolicyCompilation(lists: arguments.map { try ListArgument($0) }).write(to: path)
        return try Engine(contentsOf: path)
    }

    @Test func `each kind of change is told with list and rule on both sides`() throws {
        let old = try engine("old", [("games", "||gone.test^\n||same.test^\n||moved.test^\n"), ("adult", "! nothing\n||kept.test/x\n")])
        let new = try engine(
            "new", [("games", "! a line more\n||same.test^\n||new.test/path\n"), ("adult", "||moved.test^\n||kept.test/x\n")])
        let urls = [
            "http://gone.test/", "http://same.test/", "http://moved.test/", "http://new.test/path", "http://kept.test/x",
            "http://free.test/",
        ]
        let report = BundleComparison(old: old, new: new).report(on: urls, secondsSinceEpoch: 1_700_000_000, limit: 10)
        #expect(report.urls == 6)
        #expect(report.counts == ["default": [.newlyAllowed: 1, .newlyBlocked: 1, .reasonChanged: 1]])
        let byURL = Dictionary(uniqueKeysWithValues: report.sample.map { ($0.url, $0) })
        let gone = try #require(byURL["http://gone.test/"])
        #expect(
            gone.change == .newlyAllowed && gone.before.rule == "gone.test" && gone.before.list == "games.txt" && gone.after.list == nil)
        let added = try #require(byURL["http://new.test/path"])
        #expect(added.change == .newlyBlocked && added.after.rule == "||new.test/path" && added.after.line == 3)
    }

    @Test func `a sample is limited, the counts are not`() throws {
        let old = try engine("old", [("games", "||x.test^\n")])
        let new = try engine("new", [("games", "||x.test^\n||y.test^\n")])
        let report = BundleComparison(old: old, new: new).report(on: (0..<9).map { "http://y.test/\($0)" }, secondsSinceEpoch: 0, limit: 2)
        #expect(report.sample.count == 2 && report.counts["default"]?[.newlyBlocked] == 9)
    }

    @Test func `two versions of a list are told by what came and went`() throws {
        let old = try folder.write("1.txt", "a.test\nb.test\nc.test\nd.test\n||e.test/x\n")
        let new = try folder.write("2.txt", "d.test\na.test\n||f.test/y$script\n||e.test/x\n@@||b.test^\n")
        let report = try ListComparison(old: old, new: new, format: .adblock, limit: 10).report()
        #expect(report.entriesBefore == 5 && report.entriesAfter == 5)
        #expect(report.removed.map(\.rule) == ["b.test", "c.test"] && report.removed.map(\.line) == [2, 3])
        #expect(report.added.map(\.rule) == ["||f.test/y$script", "@@b.test"] && report.added.map(\.line) == [3, 5])
        #expect(report.concern == nil)
        let short = try folder.write("3.txt", (0..<100).map { "n\($0).test\n" }.joined())
        let long = try folder.write("4.txt", (0..<150).map { "n\($0).test\n" }.joined())
        let grown = try ListComparison(old: short, new: long, limit: 3).report()
        #expect(grown.addedCount == 50 && grown.added.count == 3 && grown.removedCount == 0)
        #expect(grown.concern?.contains("from 100 to 150") == true)
    }

    @Test func `URLs to compare by come with the project`() throws {
        let urls = try BuiltInURLs.read()
        #expect(urls.count > 1_500)
        #expect(urls.contains("https://childline.org.uk/") && urls.contains("https://wikipedia.org/"))
    }

    @Test func `an entry's file and line are found again`() throws {
        let list = try folder.write("l.txt", "! comment\n||named.test^\n||ruled.test/x^$script\n192.0.2.7\n")
        let bundle = folder.path + "/l.bwb"
        let compilation = try PolicyCompilation(lists: [ListArgument("games=\(list):adblock")])
        _ = try compilation.write(to: bundle)
        let engine = try Engine(contentsOf: bundle)
        var checker = try Checker(engine: engine, profile: nil, at: engine.moment())
        for locator in [try RuleLocator(compilation), RuleLocator(engine.policy, directory: "")] {
            let matches = locator.located(checker.explain(CheckLine("http://www.named.test/")).matches)
            #expect(matches.map(\.file) == [list] && matches.map(\.line) == [2] && matches.map(\.role) == [.decides])
            let rule = locator.located(checker.explain(CheckLine("http://ruled.test/x/\t-\tscript")).matches)
            #expect(rule.map(\.file) == [list] && rule.map(\.line) == [3])
        }
    }

    @Test func `every profile answers in one table`() throws {
        let compilation = try PolicyCompilation(
            PolicyReader().read(contentsOf: TestFiles.rootPath + "/Policies/household.yaml"), stateDirectory: folder.path)
        let bundle = folder.path + "/h.bwb"
        _ = try compilation.write(to: bundle)
        let engine = try Engine(contentsOf: bundle)
        var checker = try Checker(engine: engine, profile: "child-6-9", at: TimeText.moment("2026-11-21T15:00", in: engine.policy))
        let answers = checker.answers(CheckLine("https://www.weapons.blocked.test/"))
        #expect(answers.map(\.profile) == [ "child-6-9"] + engine.policy.profiles.map(\.id).filter { $0 != "child-6-9" })
        #expect(Set(answers.map(\.action)) == [.block, .warn, .allow])
        let table = ProfileAnswer.table(answers)
        #expect(table.count == answers.count + 1 && table[0].hasPrefix("profile") && table[1].contains("weapons.blocked.test"))
    }
}
