import BreakwaterURL
import Foundation
import TestSupport
import Testing

/// DuckDuckGo's canonicalisation vectors, on the expressions by which hashed lists are looked up.
///
/// Theirs follow an older draft in three ways, each an exception below; ours follow Safe Browsing, version 4.
@Suite(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"))
struct CanonicalisationVectorTests {
    private struct Groups: Decodable {
        struct Group: Decodable { var tests: [Row] }
        struct Row: Decodable { var name: String, siteURL: String, expectURL: String?, expectDomain: String? }
        var urlTests: Group
        var domainTests: Group
    }

    private func expressions(_ text: String) -> Set<String> {
        var url = CanonicalURL()
        var expressions = URLExpressions()
        var found: Set<String> = []
        guard (try? url.assign(text)) != nil else { return [] }
        expressions.start(url)
        while expressions.next(url) { found.insert(expressions.text.span.text) }
        return found
    }

    @Test
    func `the vectors hold`() throws {
        let text = try TestFiles.text("conformance/canonicalisation/canonicalization_tests.json")
        let groups = try JSONDecoder().decode(Groups.self, from: Data(text.utf8))
        var score = VectorScore("canonicalization_tests.json")
        for row in groups.urlTests.tests {
            let wanted = row.expectURL?.replacing("https://", with: "") ?? ""
            score.add(expressions(row.siteURL).contains(wanted), "\(row.siteURL) -> \(wanted)")
        }
        for row in groups.domainTests.tests {
            let wanted = row.expectDomain ?? ""
            score.add(expressions(row.siteURL).contains(wanted + "/"), "\(row.siteURL) -> \(wanted)")
        }
        let isFolder = "Safe Browsing keeps the slash of a folder"
        let isEmptyLabel = "no browser connects to a name with an empty label: refused"
        let isFive = "Safe Browsing looks up the whole name and its last five labels"
        score.expect(
            passed: 15,
            exceptions: [
                "https://broken.third-party.site/path/to/%2F%2F%2F%2F%2F%2F%2F%2F%2F -> broken.third-party.site/path/to": isFolder,
                "https://www.broken.third-party.site/path/to/%2F%2F%2F%2F%2F%2F%2F%2F%2F -> broken.third-party.site/path/to": isFolder,
                "http://.www.somesite.com. -> somesite.com": isEmptyLabel, "http://www..example...com -> example.com": isEmptyLabel,
                "http://a.b.c.d.e.f.g.h.i.j.example.com -> g.h.i.j.example.com": isFive,
                "http://www.a.b.c.d.e.f.g.h.i.j.example.com -> g.h.i.j.example.com": isFive,
            ])
    }
}
