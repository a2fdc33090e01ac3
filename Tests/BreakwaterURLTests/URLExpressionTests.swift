import BreakwaterURL
import Testing

/// The expressions of hashed lists (`sb4`), held to the examples that Safe Browsing's documents print.
///
/// - SeeAlso: https://developers.google.com/safe-browsing/v4/urls-hashing
struct URLExpressionTests {
    private func expressions(_ text: String) throws -> [String] {
        var url = CanonicalURL()
        try url.assign(text)
        var expressions = URLExpressions()
        var found: [String] = []
        expressions.start(url)
        while expressions.next(url) { found.append(expressions.text.span.text) }
        return found
    }

    @Test(arguments: [
        (
            "http://a.b.c/1/2.html?param=1",
            ["a.b.c/1/2.html?param=1", "a.b.c/1/2.html", "a.b.c/", "a.b.c/1/", "b.c/1/2.html?param=1", "b.c/1/2.html", "b.c/", "b.c/1/"]
        ),
        (
            "http://a.b.c.d.e.f.g/1.html",
            [
                "a.b.c.d.e.f.g/1.html", "a.b.c.d.e.f.g/", "c.d.e.f.g/1.html", "c.d.e.f.g/", "d.e.f.g/1.html", "d.e.f.g/", "e.f.g/1.html",
                "e.f.g/", "f.g/1.html", "f.g/",
            ]
        ),
        ("http://1.2.3.4/1/", ["1.2.3.4/1/", "1.2.3.4/"]),
        ("http://example.co.uk/1", ["example.co.uk/1", "example.co.uk/", "co.uk/1", "co.uk/"]),
        ("https://localhost:8443/", ["localhost/"]), ("http://[2001:db8::1]/x", ["[2001:db8::1]/x", "[2001:db8::1]/"]),
        ("http://a.b/1/2/3/4/5?q", ["a.b/1/2/3/4/5?q", "a.b/1/2/3/4/5", "a.b/", "a.b/1/", "a.b/1/2/", "a.b/1/2/3/"]),
    ])
    func `URL-01: the documented expressions are made`(url: String, expected: [String]) throws {
        let found = try expressions(url)
        #expect(Set(found) == Set(expected))
        #expect(found.count == expected.count)
        #expect(found.count <= 30)
    }

    @Test(arguments: [
        ("http://host/%25%32%35", "host/%25"), ("http://host/%25%32%35%25%32%35", "host/%25%25"),
        ("http://host/%2525252525252525", "host/%25"),
        ("http://host/asdf%25%32%35asd", "host/asdf%25asd"), ("http://host/%%%25%32%35asd%%", "host/%25%25%25asd%25%25"),
        ("http://www.google.com/", "www.google.com/"), ("http://www.google.com", "www.google.com/"),
        (
            "http://%31%36%38%2e%31%38%38%2e%39%39%2e%32%36/%2E%73%65%63%75%72%65/%77%77%77%2E%65%62%61%79%2E%63%6F%6D/",
            "168.188.99.26/.secure/www.ebay.com/"
        ),
        (
            "http://195.127.0.11/uploads/%20%20%20%20/.verify/.eBaysecure=updateuserdataxplimnbqmn-xplmvalidateinfoswqpcmlx=hgplmcx/",
            "195.127.0.11/uploads/%20%20%20%20/.verify/.eBaysecure=updateuserdataxplimnbqmn-xplmvalidateinfoswqpcmlx=hgplmcx/"
        ),
        (
            "http://host.com/%257Ea%2521b%2540c%2523d%2524e%25f%255E00%252611%252A22%252833%252944_55%252B",
            "host.com/~a!b@c%23d$e%25f^00&11*22(33)44_55+"
        ),
        ("http://3279880203/blah", "195.127.0.11/blah"), ("http://www.google.com/blah/..", "www.google.com/"),
        ("http://www.evil.com/blah#frag", "www.evil.com/blah"), ("http://www.GOOgle.com/", "www.google.com/"),
        ("http://www.google.com/foo\tbar\rbaz\n2", "www.google.com/foobarbaz2"), ("http://www.google.com/q?", "www.google.com/q?"),
        ("http://www.google.com/q?r?", "www.google.com/q?r?"), ("http://www.google.com/q?r?s", "www.google.com/q?r?s"),
        ("http://evil.com/foo#bar#baz", "evil.com/foo"), ("http://evil.com/foo;", "evil.com/foo;"),
        ("http://evil.com/foo?bar;", "evil.com/foo?bar;"),
        ("http://notrailingslash.com", "notrailingslash.com/"), ("http://www.gotaport.com:1234/", "www.gotaport.com/"),
        ("  http://www.google.com/  ", "www.google.com/"), ("https://www.securesite.com/", "www.securesite.com/"),
        ("http://host.com/ab%23cd", "host.com/ab%23cd"), ("http://host.com//twoslashes?more//slashes", "host.com/twoslashes?more//slashes"),
        ("http://host.com/a/%252e%252e/b", "host.com/b"), ("http://host.com/a/%252e/b/", "host.com/a/b/"),
        ("http://host.com/a/%25252e%2525%32e", "host.com/"),
        ("http://HOST.com/CaSe", "host.com/CaSe"), ("http://host.com/日", "host.com/%E6%97%A5"),
    ])
    func `URL-01: an exact expression is canonical as documented`(url: String, expected: String) throws {
        #expect(try expressions(url).first == expected)
    }

    /// The documents make a host of these; we refuse them, because no browser and no connection of ours takes them.
    @Test(arguments: [
        "http://\u{1}\u{80}.com/", "http:// leadingspace.com/", "http://%20leadingspace.com/", "http://host%23.com/",
        "http://www.google.com.../", "www.google.com/",
    ])
    func `URL-01: hosts that no browser takes are refused instead`(url: String) {
        #expect(throws: URLSyntaxError.self) { try expressions(url) }
    }

    /// Hosts as numbers: bases, fewer than four parts, the last one filling up. Safe Browsing lets parts overflow; browsers, and so we, refuse.
    @Test(arguments: [
        ("203.0.113.7", "203.0.113.7/"), ("0xCB.0.0x71.7", "203.0.113.7/"), ("0313.00.0161.07", "203.0.113.7/"), ("203.0.28935", "203.0.113.7/"),
        ("203.28935", "203.0.113.7/"), ("3405803783", "203.0.113.7/"), ("0xcb007107", "203.0.113.7/"), ("031300070407", "203.0.113.7/"),
        ("203.0.113.7.", "203.0.113.7/"), ("%32%30%33.0.113.7", "203.0.113.7/"), ("4294967295", "255.255.255.255/"),
        ("4294967296", nil), ("256.1.1.1", nil), ("1.2.3.256", nil), ("1.2.65536", nil), ("1.2.3.4.5", nil), ("1.2.3.08", nil),
        ("a.b.1.2.3.4", nil), ("1.2.3.4 x", nil),
    ] as [(String, String?)])
    func `URL-01: an address is its number, or no host`(host: String, expected: String?) throws {
        if let expected {
            #expect(try expressions("http://\(host)/") == [expected])
        } else {
            #expect(throws: URLSyntaxError.self) { try expressions("http://\(host)/") }
        }
    }

    @Test(arguments: ["", ":", "/x", "#x", "?x", "/x?y#z", "/x;y", "http://", "http://#x", "http://?x", "http:///", "//", "mailto:a@b.test", "x:y", ":8080/x"])
    func `URL-01: where there is no host there is no expression, and nothing passes for want of one`(text: String) {
        #expect(throws: URLSyntaxError.self) { try expressions(text) }
    }
}
