import Breakwater
import BreakwaterPolicy
import BreakwaterServer
import Foundation
import TestSupport
import Testing

struct RegressionGateTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try write(names(0..<100), to: "a.txt")
        try write("news.example\n", to: "b.txt")
    }

    private func names(_ range: Range<Int>) -> String { range.map { "n\($0).test\n" }.joined() }

    private func write(_ text: String, to name: String) throws { try folder.write(name, text) }

    private func compilation(block: String = "[games, adult]") throws -> PolicyCompilation {
        let path = try folder.write("policy.yaml", """
            categories:
              - { id: games, name: G, description: D, for-children: F, topic: content }
              - { id: adult, name: A, description: D, for-children: F, topic: content }
            lists:
              - { id: one, path: a.txt, format: domains, category: games }
              - { id: two, path: b.txt, format: adblock, category: adult }
            profiles:
              - { id: child, age-band: 6-9, block: \(block) }
              - { id: teen, age-band: 13-15, block: adult, warn: games }
            """)
        return try PolicyCompilation(PolicyReader().read(contentsOf: path), stateDirectory: folder.path)
    }

    private var bundle: String { folder.path + "/p.bwb" }

    private func refusal(allowsChange: Bool = false, block: String = "[games, adult]") throws -> [RegressionGate.Concern] {
        do {
            _ = try compilation(block: block).write(to: bundle, allowsChange: allowsChange)
            return []
        } catch let error as RegressionError {
            return error.concerns
        }
    }

    @Test(arguments: [(80, false), (79, true), (120, false), (121, true), (0, true), (1_000, true), (100, false)])
    func `a list that changed by more than a fifth is refused, and the bundle stays as it was`(_ count: Int, _ isRefused: Bool) throws {
        #expect(try refusal().isEmpty)
        let before = try Engine(contentsOf: bundle).identity
        try write(names(0..<count), to: "a.txt")
        let concerns = try refusal()
        #expect(concerns.isEmpty != isRefused)
        if isRefused {
            #expect(concerns.map(\.kind) == [count < 100 ? .listShrank : .listGrew])
            #expect(concerns[0].list == "one" && concerns[0].entriesBefore == 100 && concerns[0].entriesAfter == count)
            #expect(concerns[0].message.contains("from 100 to \(count) entries"))
            #expect(try Engine(contentsOf: bundle).identity == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("bwb") } == ["p.bwb"])
            #expect(try refusal(allowsChange: true).isEmpty)
        }
        #expect(try Engine(contentsOf: bundle).inventory[0].hosts == count)
    }

    @Test func `a handful of entries more or less is no concern`() throws {
        try write(names(0..<4), to: "a.txt")
        #expect(try refusal().isEmpty)
        try write(names(0..<8), to: "a.txt")
        #expect(try refusal().isEmpty)
    }

    @Test func `a place of help that is newly blocked is refused and named with list, file and line`() throws {
        #expect(try refusal().isEmpty)
        try write(names(0..<50) + "childline.org.uk\n" + names(50..<100), to: "a.txt")
        let concerns = try refusal()
        // Its name and its `www.`, blocked for one profile and warned of for the other; the corpus has it too.
        #expect(concerns.filter { $0.kind == .limitsHelp }.count == 4 && concerns.contains { $0.kind == .limitsHarmless })
        let first = try #require(concerns.first { $0.url == "https://childline.org.uk/" && $0.action == .block })
        #expect(first.list == "one" && first.rule == "childline.org.uk" && first.file == folder.path + "/a.txt" && first.line == 51)
        #expect(first.profiles == ["child"] && first.category?.rawValue == "games")
        #expect(first.message.contains("a.txt:51"))
        // The same list again is no news once it was allowed.
        #expect(try refusal(allowsChange: true).isEmpty)
        #expect(try refusal().isEmpty)
    }

    @Test func `a harmless page that is newly blocked is refused, a URL rule with its own line`() throws {
        #expect(try refusal().isEmpty)
        let corpus = try String(contentsOfFile: TestFiles.rootPath + "/Corpus/urls.tsv", encoding: .utf8)
        let rows = corpus.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        let harmless = try #require(rows.first { $0.count > 3 && $0[1] == "allow" && $0[3] == "*" && $0[0].hasPrefix("https://") })
        let host = harmless[0].dropFirst(8).prefix { $0 != "/" }
        try write("news.example\n! a comment\n||\(host)/$document\n||\(host)^\n", to: "b.txt")
        let concerns = try refusal()
        let harmful = concerns.filter { $0.kind == .limitsHarmless }
        let found = try #require(harmful.first { $0.url == harmless[0] })
        #expect(found.file == folder.path + "/b.txt" && (found.line == 3 || found.line == 4))
        #expect(found.profiles == ["child", "teen"])
    }

    @Test func `a profile that blocks more because its guardian said so is no concern`() throws {
        try write(names(0..<99) + "childline.org.uk\n", to: "a.txt")
        #expect(try refusal(block: "adult").isEmpty)
        let gated = try compilation().write(to: bundle, allowsChange: false)
        #expect(gated.hasPredecessor && gated.concerns.isEmpty)
    }

    @Test func `the first bundle is never refused, and what it limits is told`() throws {
        try write(names(0..<99) + "childline.org.uk\n", to: "a.txt")
        let gated = try compilation().write(to: bundle, allowsChange: false)
        #expect(!gated.hasPredecessor)
        #expect(gated.concerns.contains { $0.kind == .limitsHelp && $0.rule == "childline.org.uk" })
        // A file that is no bundle is nothing to compare with.
        try folder.write("p.bwb", "not a bundle")
        #expect(try !compilation().write(to: bundle, allowsChange: false).hasPredecessor)
    }
}
