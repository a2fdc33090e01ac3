import BreakwaterURL
import Testing

/// What a URL is read as, written out: the spellings by which people try to slip past a filter (ATTACKS F and NET-04).
struct WebURLTests {
    @Test(arguments: [
        // Percent-encoding (URL-02): unreserved bytes are decoded, the rest is in upper case, nothing is decoded twice.
        ("http://%62locked.test/", "http://blocked.test/"),
        ("http://a.test/%62locked", "http://a.test/blocked"),
        ("http://a.test/%2562", "http://a.test/%2562"),
        ("http://a.test/%2f%3a", "http://a.test/%2F%3A"),
        ("http://a.test/%25%32%35", "http://a.test/%2525"),
        ("http://a.test/%00", "http://a.test/%00"),
        ("http://a.test/%u0062", "http://a.test/%u0062"),
        ("http://a.test/%zz%", "http://a.test/%zz%"),
        ("http://a.test/a b", "http://a.test/a%20b"),
        ("http://a.test/日本", "http://a.test/%E6%97%A5%E6%9C%AC"),
        ("http://a.test/%e6%97%a5", "http://a.test/%E6%97%A5"),
        // A stray `%` and decoded digits must not grow together into an escape of their own.
        ("http://a.test/%%34%31", "http://a.test/%%341"),
        ("http://a.test/%4%31", "http://a.test/%4%31"),
        // Dots and case (URL-03).
        ("http://BLOCKED.test", "http://blocked.test/"),
        ("http://blocked.test.", "http://blocked.test/"),
        ("http://blocked.test./x", "http://blocked.test/x"),
        // User information and ports (URL-04): the last `@` counts, leading zeros of a port do not.
        ("http://good.test@blocked.test/", "http://blocked.test/"),
        ("http://good.test:80@blocked.test:443/", "http://blocked.test:443/"),
        ("http://a@good.test@blocked.test/", "http://blocked.test/"),
        ("http://a:b@c:d@blocked.test/", "http://blocked.test/"),
        ("http://blocked.test:00080/", "http://blocked.test/"),
        ("http://blocked.test:/", "http://blocked.test/"),
        ("http://blocked.test:443/", "http://blocked.test:443/"),
        ("https://blocked.test:443/", "https://blocked.test/"),
        ("wss://blocked.test:443/", "wss://blocked.test/"),
        ("ftp://blocked.test:21/", "ftp://blocked.test/"),
        ("http://blocked.test:0/", "http://blocked.test:0/"),
        ("http://blocked.test:65535/", "http://blocked.test:65535/"),
        // Backslashes, slashes, tabs, line ends (URL-05).
        ("http:\\\\blocked.test\\x", "http://blocked.test/x"),
        ("http://blo\tck\red.te\nst/", "http://blocked.test/"),
        ("ht\ttp://blocked.test/", "http://blocked.test/"),
        ("http:///blocked.test/", "http://blocked.test/"),
        ("http:/blocked.test/", "http://blocked.test/"),
        ("http:blocked.test/", "http://blocked.test/"),
        ("  http://blocked.test/  ", "http://blocked.test/"),
        ("\u{1}http://blocked.test/\u{1f}", "http://blocked.test/"),
        ("http://blocked.test/a;b=c", "http://blocked.test/a;b=c"),
        ("http://blocked.test/a?b\\c", "http://blocked.test/a?b\\c"),
        // Two parsers, two hosts (URL-06): there is one parser, and this is its answer.
        ("http://good.test\\@blocked.test/", "http://good.test/@blocked.test/"),
        ("http://a.test#@blocked.test/", "http://a.test/"),
        ("http://a.test?@blocked.test", "http://a.test/?@blocked.test"),
        ("http://a.test/@blocked.test", "http://a.test/@blocked.test"),
        // Internationalised names (URL-07): UTS #46, non-transitional.
        ("http://ｂｌｏｃｋｅｄ.test/", "http://blocked.test/"),
        ("http://blocked。test/", "http://blocked.test/"),
        ("http://blo\u{AD}cked.test/", "http://blocked.test/"),
        ("http://faß.test/", "http://xn--fa-hia.test/"),
        ("http://XN--FA-HIA.test/", "http://xn--fa-hia.test/"),
        ("http://fa%C3%9F.test/", "http://xn--fa-hia.test/"),
        ("http://bücher.test/", "http://xn--bcher-kva.test/"),
        ("http://BÜCHER.test/", "http://xn--bcher-kva.test/"),
        ("http://日本語.test/", "http://xn--wgv71a119e.test/"),
        // Paths (URL-10): case is kept, slashes are kept, dots are resolved.
        ("http://a.test/Adult", "http://a.test/Adult"),
        ("http://a.test//adult", "http://a.test//adult"),
        ("http://a.test/./adult", "http://a.test/adult"),
        ("http://a.test/x/../adult", "http://a.test/adult"),
        ("http://a.test/../../adult", "http://a.test/adult"),
        ("http://a.test/x/%2e%2E/adult", "http://a.test/adult"),
        ("http://a.test/x/.%2e", "http://a.test/"),
        ("http://a.test/x/.", "http://a.test/x/"),
        ("http://a.test/x/..", "http://a.test/"),
        ("http://a.test/x/y/..?q", "http://a.test/x/?q"),
        ("http://a.test/x//../y", "http://a.test/x/y"),
        ("http://a.test/...", "http://a.test/..."),
        ("http://a.test/a\\..\\b", "http://a.test/b"),
        // Queries (URL-12): nothing is reordered and dots are no segments.
        ("http://a.test/?b=2&a=1+1", "http://a.test/?b=2&a=1+1"),
        ("http://a.test/?x=%20y", "http://a.test/?x=%20y"),
        ("http://a.test?", "http://a.test/?"),
        ("http://a.test/?x/../y", "http://a.test/?x/../y"),
        ("http://a.test/x#frag?no", "http://a.test/x"),
        // IPv4 spellings (NET-04).
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f000001/", "http://127.0.0.1/"),
        ("http://0177.0.0.1/", "http://127.0.0.1/"),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://012.0.0.1/", "http://10.0.0.1/"),
        ("http://127.0.0.1./", "http://127.0.0.1/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://%31%32%37.0.0.1/", "http://127.0.0.1/"),
        ("http://0x7F.0X0.0x.1/", "http://127.0.0.1/"),
        ("http://3279880203/blah", "http://195.127.0.11/blah"),
        ("http://276.2.3/", "error"),
        ("http://012.034.01.055/", "http://10.28.1.45/"),
        // IPv4 inside IPv6 (NET-03): what only wraps an address is that address.
        ("http://[::ffff:169.254.169.254]/", "http://169.254.169.254/"),
        ("http://[::ffff:a9fe:a9fe]/", "http://169.254.169.254/"),
        ("http://[0:0:0:0:0:FFFF:A9FE:A9FE]:8080/", "http://169.254.169.254:8080/"),
        ("http://[64:ff9b::a9fe:a9fe]/", "http://169.254.169.254/"),
        ("http://[2002:a9fe:a9fe::]/", "http://[2002:a9fe:a9fe::]/"),
        ("http://[::169.254.169.254]/", "http://[::a9fe:a9fe]/"),
        ("http://[2001:DB8:0:0:1:0:0:1]/", "http://[2001:db8::1:0:0:1]/"),
        ("http://[::1]:80/", "http://[::1]/"),
    ])
    func `a URL is read in one way`(text: String, canonical: String) {
        #expect((try? WebURL(text))?.description ?? "error" == canonical)
    }

    @Test(arguments: [
        ("", URLSyntaxError.Code.empty), ("   ", .empty), ("blocked.test", .noScheme), ("//blocked.test/", .noScheme), (":", .noScheme),
        ("/path", .noScheme), ("1http://a.test", .noScheme), ("javascript:alert(1)", .unsupportedScheme),
        ("data:text/html,x", .unsupportedScheme), ("file:///etc/passwd", .unsupportedScheme), ("blocked.test:80/x", .unsupportedScheme),
        ("a+b-c.d:x", .unsupportedScheme), ("httpss://a.test/", .unsupportedScheme),
        ("http:", .emptyHost), ("http://", .emptyHost), ("http:///", .emptyHost), ("http://?x", .emptyHost), ("http://#", .emptyHost),
        ("http://@/", .emptyHost), ("http://good.test@", .emptyHost), ("http://:80/", .emptyHost), ("http://./", .emptyHost),
        ("http://\u{AD}/", .emptyHost), ("http://blocked..test/", .emptyLabel), ("http://.blocked.test/", .emptyLabel),
        ("http://blocked.test../", .emptyLabel), ("http://a b.test/", .forbiddenHostByte), ("http://a%00.test/", .forbiddenHostByte),
        ("http://a%2fb.test/", .forbiddenHostByte), ("http://%2562locked.test/", .forbiddenHostByte),
        ("http://a<b.test/", .forbiddenHostByte),
        ("http://a*b.test/", .forbiddenHostByte), ("http://good.test%40blocked.test/", .forbiddenHostByte),
        ("http://good.test%3a80/", .forbiddenHostByte), ("http://％41.test/", .forbiddenHostByte),
        ("http://a%zz.test/", .badPercentEncoding),
        ("http://a%4/", .badPercentEncoding), ("http://a%/", .badPercentEncoding), ("http://\u{FFFD}.test/", .badIDN),
        ("http://%ff.test/", .badIDN),
        ("http://256.1.1.1/", .badIPv4), ("http://1.2.3.4.5/", .badIPv4), ("http://0x100000000/", .badIPv4),
        ("http://4294967296/", .badIPv4),
        ("http://7777777777777777777777/", .badIPv4), ("http://09.1.1.1/", .badIPv4), ("http://foo.0x4/", .badIPv4),
        ("http://a.1/", .badIPv4),
        ("http://1.2.3.08/", .badIPv4), ("http://127.0.0.1../", .emptyLabel), ("http://[::1/", .badIPv6), ("http://[]/", .badIPv6),
        ("http://[::1]x/", .badIPv6), ("http://[:::1]/", .badIPv6), ("http://[1::2::3]/", .badIPv6), ("http://[::1%25eth0]/", .badIPv6),
        ("http://[fe80::1%eth0]/", .badIPv6), ("http://[::127.0.0.01]/", .badIPv6), ("http://[::256.0.0.1]/", .badIPv6),
        ("http://[1:2:3:4:5:6:7]/", .badIPv6), ("http://[1:2:3:4:5:6:7:8:9]/", .badIPv6), ("http://[12345::]/", .badIPv6),
        ("http://[www.blocked.test]/", .badIPv6), ("http://[v1.x]/", .badIPv6), ("http://a.test:65536/", .badPort),
        ("http://a.test:-1/", .badPort),
        ("http://a.test:80x/", .badPort), ("http://a.test:99999999999999999999/", .badPort), ("http://a.test:80:80/", .badPort),
        ("http://a.test:８０/", .badPort),
    ])
    func `what is no URL has a named reason`(text: String, code: URLSyntaxError.Code) {
        #expect(self.code(text) == code)
    }

    @Test
    func `labels, names and URLs of too great a length are refused`() {
        let label = String(repeating: "a", count: 63)
        let name = Array(repeating: label, count: 3).joined(separator: ".") + "." + String(repeating: "b", count: 61)
        #expect(name.utf8.count == 253)
        #expect(throws: Never.self) { try WebURL("http://\(label).test/") }
        #expect(throws: Never.self) { try WebURL("http://\(name)./") }
        #expect(code("http://\(label)a.test/") == .labelTooLong)
        #expect(code("http://\(name)b/") == .hostTooLong)
        #expect(code("http://" + String(repeating: "a.", count: 127) + "a/") == .hostTooLong)
        #expect(throws: Never.self) { try WebURL("http://" + String(repeating: "a.", count: 126) + "a/") }
        #expect(code("http://" + String(repeating: "ü", count: 5_000) + "/") == .hostTooLong)
        #expect(code("http://a.test/" + String(repeating: "x", count: 65_536)) == .tooLong)
        #expect(throws: Never.self) { try WebURL("http://a.test/" + String(repeating: "x", count: 65_000)) }
    }

    private func code(_ text: String) -> URLSyntaxError.Code? {
        do throws(URLSyntaxError) {
            _ = try WebURL(text)
            return nil
        } catch { return error.code }
    }

    @Test
    func `the parts are those of the canonical text`() throws {
        let url = try WebURL("HTTPS://User@Example.ORG:8443/A/./b?c=%64#e")
        #expect(url.scheme == "https")
        #expect(url.host.description == "example.org")
        #expect(url.port == 8443)
        #expect(url.path == "/A/b")
        #expect(url.query == "c=d")
        #expect(url.requestTarget == "/A/b?c=d")
        let plain = try WebURL("http://[::1]")
        #expect(plain.host == .address(IPAddress(v6: 1)))
        #expect(plain.port == 80)
        #expect(plain.query == nil)
        #expect(plain.requestTarget == "/")
    }

    @Test
    func `a message says what is wrong and never holds the text`() throws {
        #expect(throws: URLSyntaxError.self) { try WebURL("http://secret..test/") }
        do throws(URLSyntaxError) {
            _ = try WebURL("http://secret..test/")
        } catch {
            #expect(!error.message.contains("secret"))
            #expect(error.description == error.message)
        }
    }

    @Test
    func `a path that hides behind too many encodings is refused, and a lesser one is bared`() throws {
        func decoded(_ text: String) throws -> String {
            var url = CanonicalURL()
            try url.assign(text)
            var output = ByteScratch()
            try url.appendDecodedForm(to: &output)
            return output.span.text
        }
        #expect(try decoded("http://a.test/%2562Locked") == "http://a.test/blocked")
        #expect(try decoded("http://a.test/%25%32%35%36%32") == "http://a.test/b")
        #expect(try decoded("http://a.test/x%") == "http://a.test/x%")
        // A delimiter that is escaped in a query is data; what it hides is not.
        #expect(try decoded("http://a.test/p%2Fq%3f?u=http%3A%2F%2Fb.test%2F&x=%2562%25%32%35%36%33%E3%81%82")
            == "http://a.test/p/q??u=http%3a%2f%2fb.test%2f&x=bc\u{3042}")
        let deep = "http://a.test/%" + String(repeating: "25", count: 14) + "62"
        #expect(try decoded(deep) == "http://a.test/b")
        let deeper = "http://a.test/%" + String(repeating: "25", count: 40) + "62"
        #expect(throws: URLSyntaxError.self) { try decoded(deeper) }
    }
}
