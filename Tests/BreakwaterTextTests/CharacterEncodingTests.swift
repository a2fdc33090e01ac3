import BreakwaterText
import Testing

@Suite struct CharacterEncodingTests {
    @Test(arguments: [
        ("UTF-8", "utf-8"), (" utf8\n", "utf-8"), ("Shift_JIS", "shift_jis"), ("x-sjis", "shift_jis"), ("windows-31j", "shift_jis"),
        ("EUC-JP", "euc-jp"), ("ISO-8859-1", "windows-1252"), ("latin1", "windows-1252"), ("iso-8859-9", "windows-1254"),
        ("gb2312", "gbk"), ("ks_c_5601-1987", "euc-kr"), ("utf-16", "utf-16le"), ("csISO2022JP", "iso-2022-jp"),
    ])
    func `labels are those of the web`(label: String, name: String) {
        #expect(CharacterEncoding(label: label)?.name == name)
    }

    @Test(arguments: ["", "utf 8", "utf-7", "hz-gb-2312", "nonsense"])
    func `an unknown label is none`(label: String) {
        #expect(CharacterEncoding(label: label) == nil)
    }

    @Test(arguments: [
        ("text/html; charset=EUC-JP", "euc-jp"), ("text/html;charset=\"Shift_JIS\"", "shift_jis"),
        ("text/html; Charset = utf-8 ; x=y", "utf-8"),
    ])
    func `a Content-Type names the encoding`(value: String, name: String) {
        #expect(CharacterEncoding(contentType: value)?.name == name)
    }

    @Test func `a Japanese page reads the same in every encoding, declared or guessed`() {
        let pages: [(String, [UInt8])] = [
            ("utf-8", JapanesePage.utf8), ("shift_jis", JapanesePage.shiftJIS), ("euc-jp", JapanesePage.eucJP),
            ("iso-2022-jp", JapanesePage.iso2022JP),
        ]
        for (name, bytes) in pages {
            let declared = Extraction(bytes, contentType: "text/html; charset=\(name)")
            #expect(declared.text == JapanesePage.text, "\(name)")
            let guessed = Extraction(bytes, contentType: "text/html")
            #expect(guessed.text == JapanesePage.text, "\(name) guessed")
            #expect(guessed.encoding?.name == name)
            let meta = Array("<meta charset='\(name)'>".utf8) + bytes
            #expect(Extraction(meta, contentType: nil).text == JapanesePage.text, "\(name) in meta")
        }
    }

    @Test func `the mark wins over the header, and the header over the page`() {
        let page = Array("<meta charset=euc-jp><p>é text</p>".utf8)
        #expect(Extraction([0xEF, 0xBB, 0xBF] + page, contentType: "text/html; charset=shift_jis").encoding == .utf8)
        #expect(Extraction(page, contentType: "text/html; charset=utf-8").encoding == .utf8)
        #expect(Extraction(page, contentType: "text/html").encoding == .eucJP)
    }

    @Test func `western text without a declaration is windows-1252`() {
        let page: [UInt8] = Array("<p>caf".utf8) + [0xE9, 0x20, 0x96, 0x20] + Array("na".utf8) + [0xEF] + Array("ve</p>".utf8)
        let found = Extraction(page, contentType: "text/html")
        #expect(found.encoding == .windows1252)
        #expect(found.text == " café naïve ")
    }

    @Test func `ill-formed bytes in a declared encoding cost themselves alone`() {
        let page: [UInt8] = Array("ab ".utf8) + [0x82, 0xA0, 0xFF, 0x82, 0xA2] + Array(" cd ".utf8) + [0x82]
        #expect(Extraction(page, contentType: "text/plain; charset=shift_jis").text == " ab あ い cd ")
        #expect(Extraction([0xFF, 0xFE, 0x41, 0x00, 0x00, 0xD8, 0x42, 0x00, 0x43], contentType: "text/plain").text == " a b ")
    }

    @Test func `a declaration past 1,024 bytes is no opening, but counts where only ASCII came before`() {
        let page = "<!--" + String(repeating: "x", count: 1024) + "--><meta content='text/html; charset=euc-jp' http-equiv=Content-Type>"
        #expect(CharacterEncoding.declared(in: Array(page.utf8).span) == nil)
        #expect(Extraction(Array(page.utf8) + [0xA4, 0xA2], contentType: "text/html").text == " あ ")
    }
}
