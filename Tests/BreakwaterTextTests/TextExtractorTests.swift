import BreakwaterText
import Testing

@Suite struct TextExtractorTests {
    @Test(arguments: [
        ("<p>Hello <b>wor</b>ld</p>", " hello world "),
        ("one<br>two<div>three</div>four", " one two three four "),
        ("a<p>b</p>c<custom-element>d</custom-element>e", " a b cde "),
        ("s<span class='x y'>e</span><i>x</i>", " sex "),
        ("s<!-- hidden -->ex<!-->y<!--->z", " sexyz "),
        ("a<!-- <p> > -- >b --!>c", " ac "),
        ("s<script>var a = '<p>';</script>ex", " sex "),
        ("<style>p > a { }</style>text", " text "),
        ("<SCRIPT>x</SCRIPT >y", " y "),
        ("<script>a</scripty>b</script>c", " c "),
        ("<title>A &amp; <b> B</title>C", " a b b c "),
        ("<textarea><script></textarea>seen", " script seen "),
        ("<noscript><img src='x.gif' alt=\"</noscript>seen", " seen "),
        ("s<noscript>please <b>enable</b> scripts</noscript>ex<p>y", " sex please enable scripts y "),
        ("<iframe><script></iframe>seen", " seen "),
        ("<plaintext><script>seen</plaintext>", " script seen plaintext "),
        ("<svg><style><p></svg>seen", " seen "),
        ("<svg><title>a<b>b</b></title></svg>", " ab "),
        ("<svg><![CDATA[<!-- a]]>b</svg>", " a b "),
        ("x<![CDATA[hidden]]>y", " xy "),
        ("a < b > c", " a b c "),
        ("a<3", " a 3 "),
        ("x</>y</ >z", " xyz "),
        ("x<?php echo 1 ?>y", " xy "),
        ("<!DOCTYPE html><p>x", " x "),
        ("x<a href=\"a>b\">y", " xy "),
        ("x<a href='a\">y'>z", " xz "),
        ("x<a href=a/b>y", " xy "),
        ("x<a href = 'y' >z", " xz "),
        ("x<p", " x "),
        ("x<p title='y", " x "),
        ("x<", " x "),
        ("x&", " x "),
    ])
    func `markup is read as browsers show it`(page: String, expected: String) {
        #expect(Extraction(page).text == expected)
    }

    @Test(arguments: [
        ("<img alt='a cat' src=x>b", " a cat b "),
        ("a<img alt=cat>b", " a cat b "),
        ("se<span title='not this'>x</span> y<p>z", " sex y not this z "),
        ("<input placeholder=Name value=hidden>", " name "),
        ("<a TITLE=\"Tom &amp; J&eacute;r&#244;me\">x</a>", " x tom jérôme "),
        ("<a href='?a=1&copy=2' title='?a=1&copy=2&copy;'>x</a>", " x a 1 copy 2 "),
        ("<meta name=description content='All about cats'>", " all about cats "),
        ("<meta content='cats, dogs' name=Keywords>", " cats dogs "),
        ("<meta name=viewport content=width>", " "),
        ("<meta property=description content=no>", " "),
    ])
    func `attributes that people read are text`(page: String, expected: String) {
        #expect(Extraction(page).text == expected)
    }

    @Test(arguments: [
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>を<p>x", " 漢字を かんじ x "),
        ("<ruby>漢字<rt>かんじ</ruby>です", " 漢字です かんじ "),
        ("<rt>unclosed<p>seen", " unclosed seen "),
    ])
    func `ruby does not cut the words under it`(page: String, expected: String) {
        #expect(Extraction(page).text == expected)
    }

    @Test(arguments: [
        ("s&#101;x", " sex "),
        ("s&#x65x", " sex "),
        ("s&#X0000065;x", " sex "),
        ("s&shy;e&#8203;x", " sex "),
        ("&eacute;t&eacute &Eacute", " été é "),
        ("e&#x301;", " é "),
        ("&notit; &notin;", " it "),
        ("&sscr;&escr;&xopf;", " sex "),
        ("&#0;&#xD800;&#x110000;&#99999999999;a", " a "),
        ("&#140;", " œ "),
        ("&unknown; &", " unknown "),
        ("&#; &#x; &#xg;", " x xg "),
        ("AT&T", " at t "),
        ("&lt;script&gt;", " script "),
        ("&acirc;&#x82;", " â "),
        ("&abcdefghijklmnopqrstuvwxyzabcdefghijklmnop;", " abcdefghijklmnopqrstuvwxyzabcdefghijklmnop "),
    ])
    func `character references are decoded`(page: String, expected: String) {
        #expect(Extraction(page).text == expected)
    }

    @Test func `plain text is not markup`() {
        #expect(Extraction("a <b> c &amp; d", contentType: "text/plain").text == " a b c amp d ")
        #expect(Extraction("  <b>x</b>y", contentType: nil).text == " xy ")
        #expect(Extraction("x <b>y", contentType: nil).text == " x b y ")
    }

    @Test func `a feed's CDATA and self-closed scripts are XML`() {
        let feed = "<rss><title><![CDATA[Cats & dogs]]></title><script/><x>seen</x></rss>"
        #expect(Extraction(feed, contentType: "application/rss+xml").text == " cats dogs seen ")
    }

    @Test(arguments: [
        ("text/html; charset=utf-8", true), ("text/plain", true), ("application/xhtml+xml", true), ("application/rss+xml", true),
        ("application/json", true), ("text/css", false), ("text/javascript", false), ("image/png", false), ("", true),
    ])
    func `only what has text is read`(contentType: String, expected: Bool) {
        #expect(TextExtractor.reads(contentType: contentType) == expected)
    }

    @Test func `every way to cut a page in two yields the same text`() {
        for document in Documents.all {
            let whole = Extraction(document.bytes, contentType: document.contentType)
            #expect(whole.text.utf8.count > 10)
            for cut in 0...document.bytes.count {
                #expect(Extraction(document.bytes, contentType: document.contentType, cuts: [cut]) == whole, "\(document.name) at \(cut)")
            }
            let everywhere = Array(0...document.bytes.count)
            #expect(Extraction(document.bytes, contentType: document.contentType, cuts: everywhere) == whole, "\(document.name)")
        }
    }

    @Test func `hostile bytes never trap, and are cut alike`() {
        var generator = SplitMix64(state: 7)
        let types: [String?] = [
            nil, "text/html", "application/xml", "text/plain; charset=iso-2022-jp", "text/html; charset=shift_jis",
            "text/html; charset=euc-jp",
            "text/html; charset=utf-16le", "text/html; charset=gb18030", "text/html; charset=big5", "text/html; charset=euc-kr",
        ]
        let words = [
            "<script>", "</script", "<!--", "-->", "<svg>", "&eacute", "&#x", "<meta charset=", "title='", "]]>", "<![CDATA[", "<rt>",
            "<title>", "\u{1B}$B",
        ]
        for round in 0..<2_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...200, using: &generator) {
                if Int.random(in: 0..<8, using: &generator) == 0 {
                    bytes += Array((words.randomElement(using: &generator) ?? "").utf8)
                } else {
                    bytes.append(Folding.awkwardByte(&generator))
                }
            }
            // Long enough, some of them, to leave the pre-scan and the guess.
            if round % 8 == 0 { bytes += bytes + bytes + bytes + bytes + bytes + bytes + bytes + bytes + bytes + bytes + bytes + bytes }
            let type = types[round % types.count]
            let whole = Extraction(bytes, contentType: type)
            let cuts = (0..<5).map { _ in Int.random(in: 0...bytes.count, using: &generator) }
            #expect(Extraction(bytes, contentType: type, cuts: cuts) == whole, "round \(round) \(bytes)")
        }
    }

    @Test func `a page of attributes is read in bounded pieces`() {
        let long = String(repeating: "word ", count: 20_000)
        let page = "<img alt='\(long)'>end<!-- \(long) --><a \(long)=\(long)>z</a>&\(long)"
        let text = Extraction(page).text
        #expect(text.hasPrefix(" word word"))
        #expect(text.contains(" end"))
    }

    @Test func `the first byte that is not ASCII is found wherever it stands`() {
        for place in 0...70 {
            let start = String(repeating: "a ", count: 600) + String(repeating: "b", count: place)
            for mark in ["\u{E9}", "\u{1B}$B3X9;\u{1B}(B"] {
                let bytes = Array((start + mark + " end").utf8)
                let page = Extraction(bytes, contentType: "text/plain")
                #expect(page == Extraction(bytes, contentType: "text/plain", cuts: Array(1..<bytes.count)), "after \(place)")
                #expect(mark != "\u{E9}" || page.encoding == .utf8)
            }
        }
    }
}
