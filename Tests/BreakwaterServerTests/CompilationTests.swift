import Breakwater
import BreakwaterPolicy
import BreakwaterServer
import Foundation
import TestSupport
import Testing

struct CompilationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func answers(_ lists: [String], _ urls: [String]) throws -> [String] {
        let bundle = folder.path + "/b.bwb"
        let arguments = try lists.map { try ListArgument($0) }
        _ = try PolicyCompilation(lists: arguments).write(to: bundle)
        let engine = try Engine(contentsOf: bundle)
        var checker = try Checker(engine: engine, profile: nil, at: engine.moment())
        return urls.map { checker.check(CheckLine(url: $0)).row }
    }

    @Test func `a gzip file, a squidGuard folder and a tree are lists`() throws {
        // `printf 'bad.test\n' | gzip -n`
        let packed: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x4B, 0x4A, 0x4C, 0xD1, 0x2B, 0x49, 0x2D, 0x2E, 0xE1, 0x02, 0x00,
            0xC2,
            0xD3, 0x19, 0x37, 0x09, 0x00, 0x00, 0x00,
        ]
        try folder.write("tree/adult/domains", "adult.test\n")
        try folder.write("tree/adult/urls", "mixed.test/adult\n")
        try folder.write("tree/child/domains", "kids.test\n")
        try folder.write("tree/child/usage", "white\n")
        try folder.write("tree/mixed_Ads/domains", "ads.test\n")
        let tree = try answers(
            ["ut1=\(folder.path)/tree"],
            ["http://www.adult.test/", "http://mixed.test/adult/x", "http://mixed.test/", "http://kids.test/", "http://ads.test/"])
        #expect(tree.map { $0.split(separator: "\t").prefix(2).joined(separator: " ") } == [
            "block adult", "block adult", "allow -", "allow child", "block mixed_ads",
        ])
        let single = try answers(["games=\(folder.path)/tree/adult"], ["http://adult.test/", "http://mixed.test/adult"])
        #expect(single.allSatisfy { $0.hasPrefix("block\tgames\tadult\t") })
        let file = try folder.write("bad.gz", bytes: packed)
        #expect(try answers(["gambling=\(file):domains"], ["http://bad.test/"]) == ["block\tgambling\tbad\tbad.test\thttp://bad.test/"])
    }

    @Test(arguments: ["nothing", "=x", "UPPER=x", "a=", "games=/nonexistent:domians"])
    func `a list argument that is none says what is wrong`(_ text: String) {
        #expect(throws: ServerError.self) { try ListArgument(text) }
    }

    @Test func `a damaged gzip file is an error, not a short list`() throws {
        let path = try folder.write("cut.gz", bytes: [0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x4B, 0x4A])
        #expect(throws: ServerError.self) { try answers(["games=\(path):domains"], []) }
    }

    @Test func `lists that were never fetched are left out and named`() throws {
        let path = try folder.write("policy.yaml", """
            categories: [{ id: games, name: G, description: D, for-children: F, topic: content }]
            lists: [{ id: far, url: "https://lists.example/far", category: games }]
            profiles: [{ id: child, age-band: 6-9, block: games }]
            """)
        let compilation = try PolicyCompilation(PolicyReader().read(contentsOf: path), stateDirectory: folder.path)
        #expect(compilation.missingLists == ["far"])
        #expect(compilation.policy.lists.isEmpty)
    }

    @Test func `a corpus is judged, over- and under-blocking apart`() throws {
        let list = try folder.write("games.txt", "bad.test\n")
        let bundle = folder.path + "/c.bwb"
        _ = try PolicyCompilation(lists: [ListArgument("games=\(list):domains")]).write(to: bundle)
        let corpus = try folder.write("urls.tsv", """
            # a comment
            http://bad.test/\tblock\tgames\t*\ten\tlisted
            http://missed.test/\tblock\tgames\tdefault\ten\tnot listed
            http://fine.test/\tallow\tgames\tdefault\tja\tharmless
            http://sub.bad.test/\tallow\tgames\tdefault\tja\twrongly below it

            """)
        let engine = try Engine(contentsOf: bundle)
        let evaluation = try Evaluator(engine: engine, at: engine.moment()).evaluate(corpus)
        #expect(evaluation.entries == 4)
        #expect(evaluation.overall.underBlocking == CountedShare(count: 1, of: 2))
        #expect(evaluation.overall.overBlocking == CountedShare(count: 1, of: 2))
        #expect(evaluation.failures.map(\.name) == ["http://missed.test/", "http://sub.bad.test/"])
        let bad = try folder.write("wrong.tsv", "http://a.test/\tmaybe\tgames\t*\ten\tx\n")
        #expect(throws: ServerError.self) { try Evaluator(engine: engine, at: engine.moment()).evaluate(bad) }
    }

    @Test(arguments: [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)])
    func `Wilson's interval`(_ count: Int, _ total: Int, _ lower: Double, _ upper: Double) throws {
        let share = CountedShare(count: count, of: total)
        #expect(abs(try #require(share.lower) - lower) < 0.0001)
        #expect(abs(try #require(share.upper) - upper) < 0.0001)
        #expect(CountedShare(count: 0, of: 0).share == nil)
    }

    @Test(arguments: [
        ("2026-11-23T20:30", 1230), ("2026-11-23", 0), ("2026-11-23T20:30:00+09:00", 1230), ("2026-11-23T11:30:00Z", 1230),
        ("1795433400", 1230),
    ])
    func `a time is read in the policy's zone`(_ text: String, _ minute: Int16) throws {
        var policy = Policy(name: LocalizedText(en: "", ja: ""), categories: [], profiles: [], defaultProfile: "a")
        policy.timeZone = "Asia/Tokyo"
        #expect(try TimeText.moment(text, in: policy).localMinute == minute)
        #expect(throws: ServerError.self) { try TimeText.moment("soon", in: policy) }
    }
}
