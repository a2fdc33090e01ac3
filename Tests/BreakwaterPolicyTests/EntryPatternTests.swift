import BreakwaterPolicy
import BreakwaterURL
import Testing

@Suite struct EntryPatternTests {
    @Test(arguments: [
        ("example.org", "example.org", EntryPattern.Reach.nameAndSubdomains, nil),
        ("*.example.org", "example.org", .subdomainsOnly, nil),
        ("=example.org", "example.org", .nameAlone, nil),
        ("Example.ORG.", "example.org", .nameAndSubdomains, nil),
        (" example.org ", "example.org", .nameAndSubdomains, nil),
        ("https://example.org", "example.org", .nameAndSubdomains, nil),
        ("HTTP://example.org/", "example.org", .nameAndSubdomains, nil),
        ("https://*.example.org", "example.org", .subdomainsOnly, nil),
        ("https://=example.org/x", "example.org", .nameAlone, "/x"),
        ("example.org:8443", "example.org", .nameAndSubdomains, nil),
        ("example.org:8443/Path", "example.org", .nameAndSubdomains, "/path"),
        ("example.org/", "example.org", .nameAndSubdomains, nil),
        ("example.org/a/../b", "example.org", .nameAndSubdomains, "/b"),
        ("example.org/%41", "example.org", .nameAndSubdomains, "/a"),
        ("example.org/a/", "example.org", .nameAndSubdomains, "/a/"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah", .nameAndSubdomains, nil),
        ("ｅｘａｍｐｌｅ．org", "example.org", .nameAndSubdomains, nil),
    ] as [(String, String, EntryPattern.Reach, String?)])
    func `a name is read in every spelling`(text: String, name: String, reach: EntryPattern.Reach, path: String?) throws {
        let pattern = try EntryPattern(text)
        #expect(pattern.target == .name(try DomainName(name), reach))
        #expect(pattern.path == path)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", nil), ("192.0.2.0/24", "192.0.2.0/24", nil), ("192.0.2.9/24", "192.0.2.0/24", nil),
        ("http://192.0.2.1/x", "192.0.2.1", "/x"), ("192.0.2.1:8080", "192.0.2.1", nil), ("0xc0000201", "192.0.2.1", nil),
        ("2001:db8::/32", "2001:db8::/32", nil), ("2001:DB8::1", "2001:db8::1", nil), ("[2001:db8::1]", "2001:db8::1", nil),
        ("[2001:db8::1]:443/x", "2001:db8::1", "/x"), ("[::ffff:192.0.2.1]", "192.0.2.1", nil),
    ] as [(String, String, String?)])
    func `an address or a prefix is read`(text: String, block: String, path: String?) throws {
        let pattern = try EntryPattern(text)
        #expect(pattern.target == .address(try #require(CIDRBlock(block))))
        #expect(pattern.path == path)
    }

    @Test(arguments: [
        "", " ", "/path", "https://", "*.", "=", "*", "*.*.example.org", "exam*ple.org", "a..b", ".example.org", "example.org:99999",
        "example.org:x", "[2001:db8::1", "2001:db8:::1", "256.1.1.1", "[2001:db8::1%25eth0]", "exa<mple.org",
        "\(String(repeating: "a", count: 64)).org", "ftp://example.org", "javascript:alert(1)", "example.org?x", "example.org/a?b",
        "example.org/a#b", "192.0.2.0/33", "[2001:db8::]/32",
    ])
    func `what is no pattern is an error`(text: String) {
        #expect(throws: URLSyntaxError.self) { try EntryPattern(text) }
    }
}
