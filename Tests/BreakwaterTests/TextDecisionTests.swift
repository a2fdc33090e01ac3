import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import Testing

@Suite struct TextDecisionTests {
    private static let phrases = [
        "<casino><40>", "<jackpot><40>", "<free>,<spins><40>", "< bet ><20>", "<museum><-60>", "<forbidden word>", "<poker><30>",
    ]

    private static func engine(_ lists: [TestPolicy.List], _ extra: [Schedule] = []) throws -> Engine {
        try TestPolicy(
            profiles: [
                .test("child", ["adult": .block, "gambling": .block], schedules: extra, scansText: true, textScoreLimit: 60),
                .test("teen", ["adult": .block, "gambling": .warn], scansText: true, textScoreLimit: 120),
                .test("adult", ["gambling": .allow], scansText: true, textScoreLimit: 1),
                .test("unscanned", ["gambling": .block]),
            ], lists: lists
        ).engine()
    }

    private static func gambling(_ extra: [TestPolicy.List] = []) throws -> Engine {
        try engine([.init("words", .phrases, "gambling", phrases)] + extra)
    }

    private struct NoScanner: Error {}

    private static func scores(_ engine: Engine, _ text: String, piece: Int = .max) throws -> TextScores {
        guard var scanner = engine.makeTextScanner() else { throw NoScanner() }
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let end = piece < bytes.count - start ? start + piece : bytes.count
            scanner.scan(Array(bytes[start..<end]).span)
            start = end
        }
        return scanner.finish()
    }

    @Test(arguments: [
        (" a quiet page ", 0), (" casino ", 40), (" casino casino ", 40), (" casino jackpot ", 80), (" free spins ", 40), (" free ", 0),
        (" alphabet ", 0), (" a bet ", 20), (" casino museum ", -20), (" museum ", -60),
    ])
    func `points add up once a phrase`(text: String, points: Int) throws {
        let engine = try Self.gambling()
        let scores = try Self.scores(engine, text)
        #expect(scores.points(of: 1) == points)
        #expect(scores.points(of: 0) == 0)
        #expect(scores.isEmpty == (points <= 0))
        for piece in [1, 2, 3, 7] { #expect(try Self.scores(engine, text, piece: piece) == scores) }
    }

    @Test func `each profile has its own limit and action`() throws {
        let engine = try Self.gambling()
        let verdict = { (text: String, profile: ProfileID) in
            engine.decideText(try Self.scores(engine, text), profile: profile, at: .monday(12))
        }
        #expect(try verdict(" casino bet ", "child").action == .block)
        #expect(try verdict(" casino bet ", "teen").action == .allow)
        #expect(try verdict(" casino jackpot free spins ", "teen").action == .warn)
        #expect(try verdict(" casino jackpot free spins ", "adult").action == .allow)
        #expect(try verdict(" casino ", "child").action == .allow)
        let found = try verdict(" casino bet ", "child")
        #expect(found.rank == .category)
        #expect(found.layer == .body)
        #expect(found.categoryIndex == 1)
        #expect(!found.wantsTextScan)
    }

    @Test func `a phrase without weight decides at once`() throws {
        let engine = try Self.gambling()
        let scores = try Self.scores(engine, " a forbidden word here museum ")
        #expect(!scores.isEmpty)
        #expect(engine.decideText(scores, profile: "child", at: .monday(12)).action == .block)
        #expect(engine.decideText(scores, profile: "teen", at: .monday(12)).action == .warn)
        #expect(engine.decideText(scores, profile: "adult", at: .monday(12)).action == .allow)
    }

    @Test func `phrases without a category speak for or against every category that has points`() throws {
        let engine = try Self.gambling([
            .init("good", .phrases, nil, ["<encyclopaedia><-30>", "<lurid><25>"]), .init("adult-words", .phrases, "adult", ["<nude><50>"]),
        ])
        let points = { (text: String) in
            let scores = try Self.scores(engine, text)
            return [scores.points(of: 0), scores.points(of: 1)]
        }
        #expect(try points(" nude casino ") == [50, 40])
        #expect(try points(" nude casino encyclopaedia ") == [20, 10])
        #expect(try points(" nude lurid ") == [75, 0])
        #expect(try points(" encyclopaedia lurid ") == [0, 0])
    }

    @Test func `the category with the most points is named, and block comes before warn`() throws {
        let engine = try Self.gambling([.init("adult-words", .phrases, "adult", ["<nude><200>", "<naked><70>"])])
        let scores = try Self.scores(engine, " nude casino jackpot free spins bet ")
        #expect(engine.decideText(scores, profile: "child", at: .monday(12)).categoryIndex == 0)
        #expect(engine.decideText(scores, profile: "teen", at: .monday(12)).categoryIndex == 0)
        let other = try Self.scores(engine, " naked casino jackpot free spins bet ")
        #expect(engine.decideText(other, profile: "child", at: .monday(12)).categoryIndex == 1)
    }

    @Test func `a schedule's action for a category counts for text and labels too`() throws {
        let gambling = try #require(CategoryID("gambling"))
        let engine = try Self.engine(
            [.init("words", .phrases, "gambling", Self.phrases)], [.test("Evening", [(18 * 60, 19 * 60)], .categories([gambling: .warn]))])
        let scores = try Self.scores(engine, " casino jackpot ")
        #expect(engine.decideText(scores, profile: "child", at: .monday(12)).action == .block)
        #expect(engine.decideText(scores, profile: "child", at: .monday(18)).action == .warn)
        #expect(engine.decideLabel(category: gambling, profile: "child", at: .monday(18)).action == .warn)
    }

    @Test func `text is wanted where a category or the default allows, and by profiles that scan`() throws {
        let engine = try Self.gambling([
            .init("names", .domains, "gambling", ["casino.test"]), .init("help", .domains, nil, kind: .help, ["help.test"]),
        ])
        #expect(engine.verdict("https://example.org/").wantsTextScan)
        #expect(!engine.verdict("https://casino.test/").wantsTextScan)
        #expect(engine.verdict("https://casino.test/", "adult").wantsTextScan)
        #expect(!engine.verdict("https://help.test/").wantsTextScan)
        #expect(!engine.verdict("https://example.org/", "unscanned").wantsTextScan)
    }

    @Test func `a bundle without phrases scans nothing`() throws {
        let engine = try Self.engine([.init("names", .domains, "gambling", ["casino.test"])])
        let hasScanner = engine.makeTextScanner() != nil
        #expect(!hasScanner)
        #expect(!engine.verdict("https://example.org/").wantsTextScan)
    }

    @Test func `a label blocks or warns as its category does`() throws {
        let engine = try Self.gambling()
        let adult = try #require(CategoryID("adult"))
        let verdict = engine.decideLabel(category: adult, profile: "child", at: .monday(12))
        #expect(verdict.action == .block)
        #expect(verdict.layer == .header)
        #expect(verdict.categoryIndex == 0)
        #expect(engine.decideLabel(category: adult, profile: "adult", at: .monday(12)).action == .allow)
        let unknown = try #require(CategoryID("unknown"))
        #expect(engine.decideLabel(category: unknown, profile: "child", at: .monday(12)).rank == .profileDefault)
    }
}
