import BreakwaterURL
import Foundation
import Testing

/// The vectors that browsers are tested with. Every expectation is itself read by ``WebURL``, which takes away what we choose to drop:
/// user information, fragments, one trailing dot, the wrapping of IPv4 addresses, escapes of unreserved bytes.
@Suite(.enabled(if: TestFiles.isDataPresent, TestFiles.dataHint))
struct WebPlatformURLTests {
    struct Row: Decodable {
        var input: String
        var base: String?
        var href: String?
        var failure: Bool?
        var `protocol`: String?
    }

    private static let schemes: Set<String> = ["http:", "https:", "ws:", "wss:", "ftp:"]

    /// Whether the row is an absolute URL of a scheme of ours; the rest needs a base, which a proxy never has.
    private func applies(_ row: Row) -> Bool {
        guard row.base == nil || row.base == "about:blank" else { return false }
        let start = row.input.drop { $0.isWhitespace || $0.asciiValue ?? 32 <= 32 }.lowercased()
        return Self.schemes.contains { start.hasPrefix($0) }
    }

    @Test
    func `URLs are read as browsers read them`() throws {
        let rows = try TestFiles.rows("conformance/url/wpt/urltestdata.json", as: Row.self)
            + TestFiles.rows("conformance/url/wpt/ada_extra_urltestdata.json", as: Row.self)
        var passed = 0
        var differing: [String] = []
        for row in rows where applies(row) {
            let ours = (try? WebURL(row.input))?.description
            let expected = row.failure == true ? nil : row.href.flatMap { try? WebURL($0) }?.description
            if ours == expected { passed += 1 } else { differing.append("\(row.input.debugDescription): \(ours ?? "refused"), browsers \(row.href ?? "refuse")") }
        }
        print("WHATWG URL vectors: \(passed) as browsers, \(differing.count) otherwise")
        for line in differing { print("  \(line)") }
        // `'`, `^`, `{` and `}` stay as they are written where browsers escape them; `☃` is no name in IDNA2008.
        #expect(passed >= 306)
        #expect(differing.count <= 6)
    }
}
