import Breakwater
import BreakwaterRules
import BreakwaterURL
import Testing

/// Where Adblock Plus, uBlock Origin, AdGuard and Brave differ, and shapes of rules that were once read wrongly.
@Suite struct AdblockDialectTests {
    @Test(arguments: [
        // A `*` goes on with a name: the dot before it is part of the pattern.
        ("://ads.*/run.js", "http://ads.site.test/run.js", nil, "script", true),
        ("://ads.*/run.js", "http://adserver.test/run.js", nil, "script", false),
        ("|https://ads.*/run.js", "https://adserver.test/run.js", nil, "script", false),
        ("|https://ads.*run.js|", "https://ads/run.js", nil, "script", false),
        // `||*` begins with the host: what the scheme holds does not count.
        ("||*/ads.$domain=page.test", "http://ads.test/", "http://page.test/", "image", false),
        ("||*/ads.$domain=page.test", "http://site.test/ads.js", "http://page.test/", "image", true),
        ("||*ads.*.host.test^", "http://myads.x.host.test/", nil, "image", true),
        // The URL of a whole site ends with a slash.
        ("|https://site.test|", "https://site.test", nil, "document", true),
        ("||site.test|", "https://www.site.test/", nil, "document", true),
        ("||site.test|", "https://www.site.test/page", nil, "document", false),
        ("||site.test^|", "https://www.site.test/page", nil, "document", false),
        // `~match-case` is what rules do anyway.
        ("/PaTh.$~match-case", "http://site.test/path.gif", nil, "image", true),
        // Hosts have no case, whatever `match-case` says.
        ("||Site.test/PaTh$match-case", "http://SITE.test/PaTh", nil, "image", true),
        ("||Site.test/PaTh$match-case", "http://site.test/path", nil, "image", false),
        // A typed page is its own document.
        ("page$domain=site.test", "https://site.test/page", nil, "document", true),
        ("page$domain=~site.test", "https://site.test/page", nil, "document", false),
        ("page$domain=site.test", "https://site.test/page", nil, "image", false),
        ("||site.test^$third-party", "https://site.test/", nil, "document", false),
        // Without a document nothing is a third party's; a document without a host is nobody's, so all is.
        ("||site.test^$third-party", "https://site.test/x", nil, "script", false),
        ("||site.test^$third-party", "https://site.test/x", "about:blank", "script", true),
        ("||site.test^$third-party", "https://site.test/x", "null", "script", true),
        ("||site.test^$~third-party", "https://site.test/x", "about:blank", "script", false),
        ("||site.test^$domain=site.test", "https://site.test/x", "about:blank", "script", false),
        ("||site.test^$domain=~site.test", "https://site.test/x", "about:blank", "script", true),
        // Addresses in `$domain`, `$to` and `$denyallow`.
        ("/x.js$domain=[::1]", "http://site.test/x.js", "http://[::1]/", "script", true),
        ("/x.js$domain=[0:0::1]", "http://site.test/x.js", "http://[::1]:8080/", "script", true),
        ("/x.js$domain=::1", "http://site.test/x.js", "http://[::1]/", "script", true),
        ("/x.js$domain=[::1]", "http://site.test/x.js", "http://[::2]/", "script", false),
        ("/x.js$domain=~[::1]", "http://site.test/x.js", "http://[::1]/", "script", false),
        ("/x.js$domain=127.0.0.1", "http://site.test/x.js", "http://[::ffff:127.0.0.1]/", "script", true),
        ("/x.js$domain=[::ffff:127.0.0.1]", "http://site.test/x.js", "http://127.0.0.1/", "script", true),
        ("/x.js$to=[2001:db8::1]", "http://[2001:DB8::1]/x.js", nil, "script", true),
        ("/x.js$denyallow=[2001:db8::1]", "http://[2001:DB8::1]/x.js", nil, "script", false),
    ] as [(String, String, String?, String, Bool)])
    func `a rule means what its syntax says`(rule: String, url: String, document: String?, type: String, expected: Bool) throws {
        let engine = try ConformanceEngine([rule], suffixes: ConformanceCases.suffixes)
        #expect(engine.diagnostics.isEmpty)
        let type = try #require(ResourceTypes(conformanceName: type))
        #expect(engine.blocks(ConformanceRequest(url: url, document: document, type: type)) == expected)
    }

    /// uBlock Origin and AdGuard publish rules of up to 17 KiB.
    @Test func `a rule with a thousand documents is one rule`() throws {
        let documents = (0..<1_200).map { "site-\($0).test" }
        let engine = try ConformanceEngine(["/x.js$domain=\(documents.joined(separator: "|"))"])
        #expect(engine.diagnostics.isEmpty)
        #expect(engine.blocks(ConformanceRequest(url: "http://a.test/x.js", document: "http://site-1199.test/", type: .script)) == true)
        #expect(engine.blocks(ConformanceRequest(url: "http://a.test/x.js", document: "http://site-1200.test/", type: .script)) == false)
    }
}
