import BreakwaterURL
import TestSupport
import Testing

struct DomainNameTests {
    @Test(arguments: [
        ("Example.ORG", "example.org"), ("example.org.", "example.org"), ("ｅｘａｍｐｌｅ．org", "example.org"),
        ("_dmarc.example.org", "_dmarc.example.org"),
        ("bücher.example", "xn--bcher-kva.example"), ("XN--BCHER-KVA.example", "xn--bcher-kva.example"), ("日本.jp", "xn--wgv71a.jp"),
        ("localhost", "localhost"),
        ("a-.test", "a-.test"), ("r3---sn-x.test", "r3---sn-x.test"),
    ])
    func `any spelling is one name`(text: String, canonical: String) throws {
        let name = try DomainName(text)
        #expect(name.description == canonical)
        #expect(try DomainName(canonical) == name)
    }

    @Test(arguments: ["", ".", "..", "a..b", ".a", "a b", "a/b", "1.2.3.4", "[::1]", "0x7f.1", "a:80", "a@b", "a*"])
    func `what is no name is refused`(text: String) {
        #expect(throws: URLSyntaxError.self) { try DomainName(text) }
    }

    @Test(arguments: [
        ("example.org", "example.org", true), ("www.example.org", "example.org", true), ("a.b.example.org", "example.org", true),
        ("badexample.org", "example.org", false), ("example.org", "www.example.org", false), ("example.org", "example.net", false),
        ("org", "example.org", false), ("example.org.evil.test", "example.org", false), ("xn--wgv71a.jp", "jp", true),
    ])
    func `a name is within itself and its parents`(name: String, parent: String, expected: Bool) throws {
        #expect(try DomainName(name).isWithin(try DomainName(parent)) == expected)
    }

    @Test
    func `labels are counted and names have an order`() throws {
        #expect(try DomainName("a").labelCount == 1)
        #expect(try DomainName("a.b.c.").labelCount == 3)
        #expect(try DomainName("a.test") < DomainName("b.test"))
    }

    @Test
    func `within agrees with the labels`() throws {
        var random = SeededGenerator(seed: 3)
        func name() -> String {
            (0..<Int.random(in: 1...4, using: &random)).map { _ in ["a", "b", "ab"].randomElement(using: &random) ?? "a" }.joined(
                separator: ".")
        }
        for _ in 0..<5_000 {
            let (first, second) = (name(), name())
            let expected = first.split(separator: ".").reversed().starts(with: second.split(separator: ".").reversed())
            #expect(try DomainName(first).isWithin(try DomainName(second)) == expected, "\(first) in \(second)")
        }
    }
}

struct HostTests {
    @Test(arguments: [
        ("Example.org.", "example.org"), ("127.1", "127.0.0.1"), ("[::1]", "[::1]"), ("[::ffff:7f00:1]", "127.0.0.1"),
        ("%65xample.org", "example.org"),
        ("[64:ff9b::1.2.3.4]", "1.2.3.4"), ("ＬＯＣＡＬhost", "localhost"),
    ])
    func `a CONNECT target's host is read as a URL's`(text: String, canonical: String) throws {
        #expect(try Host(text).description == canonical)
    }

    @Test(arguments: ["", "::1", "[::1", "a:80", "a/b", "256.256.256.256", "a..b", "[fe80::1%25eth0]"])
    func `what is no host is refused`(text: String) {
        #expect(throws: URLSyntaxError.self) { try Host(text) }
    }
}
