/// Pages that meet every state of the reader, in several encodings.
enum Documents {
    struct Document {
        var name: String
        var contentType: String?
        var bytes: [UInt8]
    }

    static let markup = """
        <!DOCTYPE html><html><head><meta charset=utf-8><title>A &amp; B</title><style>p > b {}</style>
        <meta name="description" content="Caf&eacute; &#x1F595; d'&Eacute;t&eacute"><meta content=adult name=rating></head>
        <body class='x "y"' data-a=b/c><!-- <p>no</p> -- > --><p title="Tom &copy Co">s<b>e</b>x &#101;&#x301; e\u{301} \u{FF7E}\u{FF9E}\u{FF6F}</p>
        <script>if (a < b) { "</p>" }</script><img alt='ねこ&amp;いぬ' src=x><ruby>漢<rp>(</rp><rt>かん</rt>字<rt>じ</rt></ruby>です。
        学
        校 &notit; &unknown; a < b <![CDATA[x]]> <svg><title>t</title><![CDATA[ y > z ]]></svg><noscript><i>on</i></noscript>
        <textarea><b>&lt;</textarea>\u{1F595}\u{1F3FD} \u{D55C}\u{AE00} s\u{AD}e\u{200B}x</body></html>
        """

    static let all: [Document] = [
        Document(name: "markup", contentType: "text/html", bytes: Array(markup.utf8)),
        Document(
            name: "undeclared", contentType: nil,
            bytes: Array(("<p>" + String(repeating: "ascii ", count: 180) + "後で日本語 é &eacute;</p>").utf8)),
        Document(
            name: "feed", contentType: "application/rss+xml",
            bytes: Array("<?xml version='1.0' encoding='UTF-8'?><rss><title><![CDATA[Cats ]] & <b>dogs</b>]]></title></rss>".utf8)),
        Document(name: "plain", contentType: "text/plain", bytes: Array("Plain <b> text & more\n日本\n語 ﾊﾞ".utf8)),
        Document(name: "shift_jis", contentType: "text/html; charset=Shift_JIS", bytes: JapanesePage.shiftJIS),
        Document(name: "iso-2022-jp", contentType: "text/html; charset=iso-2022-jp", bytes: JapanesePage.iso2022JP),
        Document(
            name: "utf-16", contentType: "text/html",
            bytes: [0xFF, 0xFE]
                + "<p>Ａ日本語 🖕 text in sixteen bits</p>".utf16.flatMap {
                    [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
                }),
        Document(
            name: "windows-1252", contentType: nil,
            bytes: Array("<p>caf".utf8) + [0xE9, 0x20, 0x93] + Array("quoted and long enough".utf8) + [0x94]),
    ]
}
