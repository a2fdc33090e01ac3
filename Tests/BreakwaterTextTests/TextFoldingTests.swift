import BreakwaterText
import Testing

@Suite struct TextFoldingTests {
    @Test(arguments: [
        ("Hello,  WORLD", "hello world"),
        (" sex ", " sex "),
        ("sex!", "sex "),
        ("...sex", " sex"),
        ("don't", "don t"),
        ("anti-christ_x", "anti christ x"),
        ("", ""),
        (" \t\r\n", " "),
        ("ＳＥＸ１２３", "sex123"),
        ("ｾｯｸｽ", "セックス"),
        ("ﾊﾞｶﾞﾎﾟ", "バガポ"),
        ("か\u{3099}", "が"),
        ("せっくす", "せっくす"),
        ("アダルト・ビデオ", "アダルト ビデオ"),
        ("サーバー", "サーバー"),
        ("佐々木", "佐々木"),
        ("株式会社㈱", "株式会社 株 "),
        ("ﬁne ﬄ", "fine ffl"),
        ("①②", "12"),
        ("𝓈𝑒𝔁", "sex"),
        ("s\u{AD}e\u{200B}x\u{FEFF}", "sex"),
        ("s\0ex", "sex"),
        ("e\u{301}", "é"),
        ("É", "é"),
        ("E\u{AD}\u{301}", "é"),
        ("s̶e̶x̶", "sex"),
        ("İstanbul", "istanbul"),
        ("ΣΊΣΥΦΟΣ σίσυφος", "σίσυφoσ σίσυφoσ"),
        ("STRASSE straße", "strasse straße"),
        ("ПОРНО", "пopнo"),
        ("\u{455}\u{435}\u{445} \u{405}\u{415}\u{425}", "sex sex"),
        ("c\u{430}s\u{456}n\u{43E}", "casino"),
        ("ёлка й", "ёлкa й"),
        ("★sex★", " sex "),
        ("🖕", " 🖕 "),
        ("🖕🏽🖕\u{FE0F}x", " 🖕 🖕 x"),
        ("1\u{FE0F}\u{20E3}", "1"),
        ("a\u{A0}b\u{3000}c", "a b c"),
        ("ᄒ\u{1161}\u{11AB}", "한"),
        ("ᄀ\u{1161}", "가"),
        ("ﾡￂ", "가"),
        ("제ㅏ", "제\u{1161}"),
        ("เด็ก", "เด็ก"),
        ("हिन्दी", "हिन्दी"),
        ("مَرْحَبًا", "مَرْحَبًا"),
    ])
    func `text folds to one spelling`(text: String, expected: String) {
        #expect(Array(TextFolding.fold(text).utf8) == Array(expected.utf8))
    }

    @Test(arguments: [
        ("学\n校", "学校"),
        ("学\r\n  校", "学校"),
        ("学 校", "学 校"),
        ("学、\n校", "学 校"),
        ("school\n学校", "school 学校"),
        ("a\nb", "a b"),
        ("カ\nﾅ", "カナ"),
    ])
    func `a line break is no gap between ideographs and kana`(text: String, expected: String) {
        #expect(TextFolding.fold(text) == expected)
    }

    @Test func `folding what is folded changes nothing`() {
        var failures: [String] = []
        for value in UInt32(0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let once = TextFolding.fold(String(scalar))
            let twice = TextFolding.fold(once)
            if Array(once.utf8) != Array(twice.utf8) { failures.append(String(value, radix: 16) + ":" + once + "/" + twice) }
        }
        #expect(failures == [])
    }

    @Test func `the fast loop and the plain road agree on every scalar beside every kind of neighbour`() {
        // Fed whole, the fast loop runs; fed byte by byte, the plain road does.
        for value in stride(from: UInt32(0), through: 0x2FFFF, by: 7) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for frame in ["\(scalar)", "a\(scalar)\u{301}b", "学\(scalar)\u{3099}\n校\(scalar)", "は\(scalar)\(scalar)\u{94D}"] {
                let whole = Folding.whole(Array(frame.utf8))
                let bytewise = Folding.cut(Array(frame.utf8), every: 1)
                #expect(whole == bytewise, "U+\(String(value, radix: 16)) in \(frame)")
            }
        }
    }

    @Test func `words folded eight bytes at once are those folded byte by byte`() {
        var generator = SplitMix64(state: 2)
        let pieces = [
            "Lorem", "ipsum", "x", "THE", "2026", " ", " ", " ", " ", "  ", "\n", "\t", ". ", "-", "<", "&", "é", "学", "e\u{301}", "\0",
        ]
        var long = 0
        for _ in 0..<4_000 {
            let text = (0..<Int.random(in: 0...40, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let bytes = Array(text.utf8)
            let whole = Folding.whole(bytes)
            if whole != Folding.cut(bytes, every: 1) { Issue.record("\(text.debugDescription)") }
            if whole != Folding.cut(bytes, every: 19) { Issue.record("cut at 19: \(text.debugDescription)") }
            long += bytes.count > 34 ? 1 : 0
        }
        #expect(long > 1_000)
        #expect(TextFolding.fold("The Quick Brown Fox Jumps Over 13 Lazy Dogs") == "the quick brown fox jumps over 13 lazy dogs")
    }

    @Test func `a long row of marks is bounded and cut alike`() {
        let text = "e" + String(repeating: "\u{301}\u{323}", count: 200) + " x"
        let bytes = Array(text.utf8)
        let whole = Folding.whole(bytes)
        for step in 1...9 { #expect(Folding.cut(bytes, every: step) == whole) }
    }

    @Test func `ill-formed bytes are separators and never trap`() {
        var generator = SplitMix64(state: 1)
        for _ in 0..<3_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in Folding.awkwardByte(&generator) }
            let whole = Folding.whole(bytes)
            #expect(whole == Folding.cut(bytes, every: 1))
            #expect(whole == Folding.cut(bytes, every: 3))
            #expect(String(validating: whole, as: UTF8.self) != nil)
        }
    }
}
