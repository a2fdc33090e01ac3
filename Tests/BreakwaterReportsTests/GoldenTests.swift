import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterReports
import Foundation
import Testing

@Suite struct GoldenTests {
    struct Page: Sendable, CustomTestStringConvertible {
        var audience: Audience
        var language: Language
        var isEmpty = false
        var name: String { "\(audience.rawValue)-\(language.rawValue)\(isEmpty ? "-empty" : "").html" }
        var testDescription: String { name }

        var model: ReportModel {
            guard !isEmpty else {
                return Sample.model(
                    audience, language, summary: .init(firstDay: Sample.monday, lastDay: Sample.monday + 6, cells: []), previous: nil)
            }
            switch audience {
            case .parents, .children: return Sample.model(audience, language)
            case .teachers, .public: return Sample.model(audience, language, summary: Sample.school())
            }
        }
    }

    static let pages: [Page] =
        Audience.allCases.flatMap { audience in Language.allCases.map { Page(audience: audience, language: $0) } }
        + Language.allCases.map { Page(audience: .parents, language: $0, isEmpty: true) }

    @Test(arguments: pages) func `a page is as it was reviewed`(page: Page) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(page.name)")
        let html = HTMLRenderer().render(page.model)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try Data(html.utf8).write(to: file)
            return
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(html == golden, "\(page.name) differs from its golden file; RECORD_GOLDEN=1 rewrites it, review the difference")
    }
}
