import BreakwaterURL
import Foundation
import TestSupport
import Testing

/// The vectors that browsers are tested with. Every expectation is itself read by ``WebURL``, which takes away what we choose to drop:
/// user information, fragments, one trailing dot, the wrapping of IPv4 addresses, escapes of unreserved bytes.
@Suite(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"))
struct WebPlatformURLTests {
    struct Row: Decodable {
        var input: String
        var base: String?
        var href: String?
        var failure: Bool?
    }

    private static let schemes: Set<String> = ["http:", "https:", "ws:", "wss:", "ftp:"]

    /// Why the row asks what no proxy is asked: absolute URLs of schemes of ours stand alone.
    private func reasonToSkip(_ row: Row) -> String? {
        guard row.base == nil || row.base == "about:blank" else { return "relative to a base" }
        let start = row.input.drop { $0.isWhitespace || $0.asciiValue ?? 32 <= 32 }.lowercased()
        return Self.schemes.contains { start.hasPrefix($0) } ? nil : "another scheme"
    }

    private func score(_ file: String) throws -> VectorScore {
        var score = VectorScore(file)
        for row in try TestFiles.rows("conformance/url/wpt/\(file)", as: Row.self) {
            if let reason = reasonToSkip(row) {
                score.skip(reason)
                continue
            }
            let ours = (try? WebURL(row.input))?.description
            let expected = row.failure == true ? nil : row.href.flatMap { try? WebURL($0) }?.description
            score.add(ours == expected, "\(row.input.debugDescription): \(ours ?? "refused"), browsers \(row.href ?? "refuse")")
        }
        return score
    }

    @Test
    func `URLs are read as browsers read them`() throws {
        let isWritten = "a sign that browsers escape, or not, stays as it is written"
        let isSymbol = "IDNA2008 has no symbols"
        try score("urltestdata.json").expect(
            passed: 299,
            exceptions: [
                #""http://host/?\'": http://host/?', browsers http://host/?%27"#: isWritten,
                #""https://www.example.com/path{\u{7F}path.html?query\'\u{7F}=query#fragment<\u{7F}fragment": "#
                    + "https://www.example.com/path{%7Fpath.html?query'%7F=query, "
                    + "browsers https://www.example.com/path%7B%7Fpath.html?query%27%7F=query#fragment%3C%7Ffragment": isWritten,
                #""wss://host/ !\"$%&\'()*+,-./:;<=>@[\\]^_`{|}~": wss://host/%20!%22$%&'()*+,-./:;%3C=%3E@[/]^_%60{|}~, "#
                    + "browsers wss://host/%20!%22$%&'()*+,-./:;%3C=%3E@[/]%5E_%60%7B|%7D~": isWritten,
                #""wss://host/dir/? !\"$%&\'()*+,-./:;<=>?@[\\]^_`{|}~": wss://host/dir/?%20!%22$%&'()*+,-./:;%3C=%3E?@[\]^_%60{|}~, "#
                    + #"browsers wss://host/dir/?%20!%22$%&%27()*+,-./:;%3C=%3E?@[\]^_`{|}~"#: isWritten,
                #""ftp://%e2%98%83": refused, browsers ftp://xn--n3h/"#: isSymbol,
                #""https://%e2%98%83": refused, browsers https://xn--n3h/"#: isSymbol,
            ],
            inapplicable: ["another scheme": 252, "relative to a base": 334])
    }

    @Test
    func `more URLs are read as browsers read them`() throws {
        try score("ada_extra_urltestdata.json").expect(passed: 7, inapplicable: ["another scheme": 16, "relative to a base": 5])
        try score("ada_long_urltestdata.json").expect(passed: 1)
        try score("urltestdata-javascript-only.json").expect(passed: 1)
    }

    /// Names longer than DNS has: browsers take them and fail later, we refuse them at once.
    @Test
    func `names that DNS cannot hold are refused`() throws {
        struct Row: Decodable { var input: String, failure: Bool? }
        var score = VectorScore("verifydnslength_tests.json")
        for row in try TestFiles.rows("conformance/url/wpt/verifydnslength_tests.json", as: Row.self) {
            let isRefused = (try? WebURL(row.input)) == nil
            score.add(isRefused == (row.failure == true), "\(row.input): \(isRefused ? "refused" : "taken")")
        }
        score.expect(passed: 17)
    }

    @Test
    func `text beyond ASCII is escaped as UTF-8`() throws {
        struct Row: Decodable { var input: String, output: [String: String] }
        var score = VectorScore("percent-encoding.json")
        for row in try TestFiles.rows("conformance/url/wpt/percent-encoding.json", as: Row.self) {
            let expected = try row.output["utf-8"].map { try WebURL("http://a.test/?\($0)").description }
            let ours = try WebURL("http://a.test/?\(row.input)").description
            score.add(ours == expected, "\(row.input.debugDescription): \(ours)")
        }
        score.expect(passed: 7)
    }
}
