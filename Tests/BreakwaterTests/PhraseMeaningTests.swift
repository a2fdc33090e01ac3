import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterText
import Testing

/// What e2guardian's phrase lists mean, over text as pages have it.
@Suite struct PhraseMeaningTests {
    private static func engine(_ lines: [String], category: String? = "adult") throws -> Engine {
        try TestPolicy(
            profiles: [.test("child", ["adult": .block, "gambling": .block], scansText: true, textScoreLimit: 60)],
            lists: [.init("words", .phrases, category, lines)]
        ).engine()
    }

    private struct NoScanner: Error {}

    private static func scores(_ engine: Engine, _ page: String) throws -> TextScores {
        guard var scanner = engine.makeTextScanner() else { throw NoScanner() }
        // As the extractor gives it: folded, with a space at both ends.
        scanner.scan(Array(TextFolding.fold(" \(page) ").utf8).span)
        return scanner.finish()
    }

    @Test(arguments: [
        // A space is a word's end.
        ("< sex >", "sex", true), ("< sex >", "Sex!", true), ("< sex >", "(sex)", true), ("< sex >", "same-sex couples", true),
        ("< sex >", "Middlesex", false), ("< sex >", "sexual", false), ("<sex>", "Middlesex", true), ("<sex>", "Sussex", true),
        ("< test>", "testing", true), ("< test>", "contest", false), ("<test >", "contest", true), ("<test >", "testing", false),
            ("<sex magazine>", "a sex\n  magazine here", true), ("<sex magazine>", "sex, magazine", true),
            ("<sex magazine>", "sexmagazine", false),
        // Upper case, width, ligatures, letters that look plain.
        ("< SEX >", "sex", true), ("< sex >", "ＳＥＸ", true), ("< ｓｅｘ >", "SEX", true), ("< fine >", "ﬁne", true), ("< sex >", "𝓈𝑒𝔁", true),
        ("< sex >", "ⓢⓔⓧ", true), ("< café >", "cafe\u{301}", true), ("< café >", "cafe", false),
        // What nobody sees hides nothing.
        ("< sex >", "s\u{200B}e\u{200D}x", true), ("< sex >", "s\u{AD}ex", true), ("< sex >", "\u{202E}sex\u{202C}", true),
        ("< sex >", "s\u{FE0F}ex\u{2060}", true), ("< sex >", "s̶e̶x̶", true), ("<se\u{200B}x>", "sex", true),
        // Kana: width and voicing fold, hiragana and katakana stay apart.
        ("<セックス>", "ｾｯｸｽ", true), ("<ｷﾞｬﾝﾌﾞﾙ>", "ギャンブル", true), ("<バンク>", "ハ\u{3099}ンク", true), ("<セックス>", "せっくす", false),
        // Japanese has no spaces: a substring is found, a whole word is not one inside a sentence.
        ("<ギャンブル>", "オンラインギャンブルは楽しい", true), ("<無修正>", "この動画は無\n修正です", true), ("< カジノ >", "カジノへ行く", false),
        ("< カジノ >", "「カジノ」へ行く", true), ("<アダルト>", "アダルトチルドレン", true),
        // Letters of other scripts that look Latin: a whole word of them, and one among Latin ones.
            ("< sex >", "\u{455}\u{435}\u{445}", true), ("< sex >", "\u{405}\u{415}\u{425}", true),
            ("<casino>", "c\u{430}s\u{456}n\u{43E}", true),
        ("< c\u{430}sino >", "casino", true), ("< секс >", "секс", true), ("< секс >", "cekc", false),
        // Other scripts.
        ("< ПОРНО >", "порно", true), ("< порно >", "порнография", false), ("<色情>", "免费色情电影", true), ("<야동>", "무료야동사이트", true),
    ] as [(String, String, Bool)])
    func `a phrase is found where it means to be`(phrase: String, page: String, isFound: Bool) throws {
        let engine = try Self.engine(["\(phrase)<10>"])
        #expect(try Self.scores(engine, page).points(of: 0) == (isFound ? 10 : 0))
    }

    @Test(arguments: [
        (["<breast><20>", "<breast>,<medical><-30>"], "breast", 20), (["<breast><20>", "<breast>,<medical><-30>"], "medical breast", -10),
            (["<breast><20>", "<breast>,<medical><-30>"], "medical", 0), (["<a1>,<b2>,<c3><30>"], "c3 b2 a1", 30),
            (["<a1>,<b2>,<c3><30>"], "c3 b2", 0),
        // Once a page, however often; the same phrase twice in a list counts twice, as two lines.
        (["<casino><10>"], "casino casino casino", 10), (["<casino><10>", "<CASINO><5>"], "casino", 15),
        (["< bet ><10>", "<bet><1>"], "bet", 11), (["< bet ><10>", "<bet><1>"], "alphabet", 1),
        (["<casino><10>", "<museum><-10>"], "casino museum", 0),
    ] as [([String], String, Int)])
    func `combinations and weights add up`(lines: [String], page: String, points: Int) throws {
        #expect(try Self.scores(Self.engine(lines), page).points(of: 0) == points)
    }

    @Test(arguments: [(60, 30), (100, 50), (161, 80), (1, 0)])
    func `a weight in percent is a share of each profile's limit`(limit: Int, points: Int) throws {
        let scores = try Self.scores(Self.engine(["<casino><50%>"]), "casino")
        #expect(scores.points(of: 0, limit: limit) == points)
        #expect(!scores.isEmpty)
    }

    @Test func `percent and points decide together`() throws {
        let engine = try Self.engine(["<casino><50%>", "<jackpot><30>", "<museum><-10%>"])
        let action = { (page: String) in engine.decideText(try Self.scores(engine, page), profile: "child", at: .monday(12)).action }
        #expect(try action("casino") == .allow)
        #expect(try action("casino jackpot") == .block)
        #expect(try action("casino jackpot museum") == .allow)
        let general = try Self.engine(["#listcategory: \"Adult\"", "<casino><90%>", "#listcategory: \"\"", "<lurid><10%>"], category: nil)
        #expect(try Self.scores(general, "lurid").isEmpty)
        #expect(try Self.scores(general, "casino lurid").points(of: 0, limit: 60) == 60)
    }

    @Test func `a phrase that can do nothing is reported`() throws {
        let policy = try TestPolicy(
            profiles: [.test("child")],
            lists: [.init("words", .phrases, nil, [
                "<no weight>", "<weighted><10>", "#listcategory: \"Unheard Of\"", "<elsewhere><10>", "<again><10>", "<at once>",
                "#listcategory: \"Adult\"", "<banned>", "<!!!><10>",
            ])])
        #expect(try policy.diagnostics() == ["1 error phrase", "4 warning directive", "6 error phrase", "9 warning phrase"])
    }
}
