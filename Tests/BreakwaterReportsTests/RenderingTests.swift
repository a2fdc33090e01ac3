import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterReports
import Foundation
import Testing

@Suite struct RenderingTests {
    static let hostile = "<script>alert(1)</script>\" onload='x' &amp; {{w.glance}} \u{202E}evil\u{2066}\u{0}"

    static var hostilePolicy: Policy {
        var policy = Sample.policy
        let text = LocalizedText(en: hostile, ja: hostile)
        policy.name = text
        for index in policy.categories.indices {
            policy.categories[index].name = text
            policy.categories[index].description = text
        }
        for index in policy.profiles.indices {
            policy.profiles[index].name = text
            policy.profiles[index].schedules = policy.profiles[index].schedules.map { schedule in
                var schedule = schedule
                schedule.name = text
                return schedule
            }
        }
        for index in policy.lists.indices {
            policy.lists[index].id = hostile
            policy.lists[index].licence = hostile
            policy.lists[index].url = "javascript:alert(1)//" + hostile
        }
        return policy
    }

    @Test(arguments: Audience.allCases, Language.allCases) func `hostile names are text`(audience: Audience, language: Language) throws {
        let model = Sample.model(audience, language, summary: Sample.school(), policy: Self.hostilePolicy)
        let html = HTMLRenderer().render(model)
        #expect(!html.contains("<script") && !html.contains(" onload='x'") && !html.contains("href=\"javascript:"))
        #expect(!html.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x2066 || $0.value == 0 })
        #expect(html.contains("&lt;script&gt;"))
        let json = String(decoding: try JSONRenderer().render(model), as: UTF8.self)
        #expect(!json.contains("202E") && !json.unicodeScalars.contains { $0.value == 0x202E })
    }

    @Test(arguments: GoldenTests.pages) func `a page loads nothing and runs nothing`(page: GoldenTests.Page) {
        let html = HTMLRenderer().render(page.model)
        #expect(html.contains("<html lang=\"\(page.language.rawValue)\">") && html.contains("default-src 'none'"))
        for forbidden in ["<script", "src=", "<link", "@import", "url(http", "<iframe", "<img", "{{", "}}"] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
        #expect(html.matches(of: /<h1/).count == 1)
        var level = 1
        for match in html.matches(of: /<h([1-6])/) {
            let next = Int(match.output.1) ?? 9
            #expect(next <= level + 1, "a heading level is skipped")
            level = next
        }
        let ids = html.matches(of: #/ id="([^"]+)"/#).map { String($0.output.1) }
        #expect(Set(ids).count == ids.count, "an id is used twice")
        for match in html.matches(of: /(?:labelledby="|url\(#)([^")]+)/) {
            for id in match.output.1.split(separator: " ") { #expect(ids.contains(String(id)), "\(id)") }
        }
    }

    @Test(arguments: GoldenTests.pages.filter { $0.language == .japanese }) func `no sentence of a Japanese page is in English`(
        page: GoldenTests.Page
    ) {
        for text in Self.visibleTexts(page) {
            let words = text.split(separator: " ").filter { word in word.allSatisfy { $0.isASCII } && word.contains(where: \.isLetter) }
            let isCurriculum = text.hasPrefix("UKCIS") || text.hasPrefix("Common Sense")
            #expect(words.count < 3 || isCurriculum, "\(text)")
        }
    }

    @Test(arguments: GoldenTests.pages.filter { $0.language == .english }) func `no text of an English page is in Japanese`(
        page: GoldenTests.Page
    ) {
        for text in Self.visibleTexts(page) {
            #expect(
                !text.unicodeScalars.contains { (0x3000...0x9FFF).contains($0.value) || (0xFF00...0xFFEF).contains($0.value) }, "\(text)")
        }
    }

    static func visibleTexts(_ page: GoldenTests.Page) -> [String] {
        let html = HTMLRenderer().render(page.model)
        let body = html[(html.range(of: "<body>")?.upperBound ?? html.startIndex)...]
        return body.replacing(/<[^>]*>/, with: "\n").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    @Test(arguments: [
        ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""), ("@SUM(A1)", "\"'@SUM(A1)\""),
        (" =1", "\"' =1\""), ("＝1", "\"'＝1\""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("plain", "plain"), ("", ""),
    ]) func `a spreadsheet never takes a name for a formula`(text: String, written: String) {
        #expect(CSVRenderer.Field.text(text).written == written)
    }

    @Test func `a number stays a number`() { #expect(CSVRenderer.Field.number(-3).written == "-3") }

    @Test func `CSV holds the numbers of the model`() {
        let model = Sample.model(.parents, .english)
        let lines = CSVRenderer().render(model).split(separator: "\r\n").map(String.init)
        #expect(lines.first == "\u{FEFF}section,id,name,measure,value")
        for row in model.categories {
            #expect(lines.contains { $0.hasPrefix("category,\(row.id),") && $0.hasSuffix(",stopped,\(row.stopped)") })
        }
    }

    @Test func `ruby is made of escaped text`() {
        #expect(RubyText.html("言葉《ことば》<b>") == "<ruby>言葉<rp>（</rp><rt>ことば</rt><rp>）</rp></ruby>&lt;b&gt;")
        #expect(RubyText.plain("お金《かね》と人《ひと》") == "お金と人")
        #expect(RubyText.plain("《《あ》 終") == "終" || !RubyText.plain("《《あ》 終").isEmpty)
    }

    @Test func `without a tool, printing says what to install`() throws {
        let error = #expect(throws: ReportError.self) { try PDFPrinter.installed(searchPath: "/nonexistent-a:/nonexistent-b") }
        #expect(error?.code == .noPrinter && error?.message.contains("install") == true)
    }

    @Test(.enabled(if: (try? PDFPrinter.installed(searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")) != nil))
    func `a report becomes a PDF`() async throws {
        let printer = try PDFPrinter.installed(searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        let data = try await printer.print(Sample.model(.parents, .japanese))
        #expect(data.starts(with: Data("%PDF-".utf8)) && data.count > 20_000)
    }

    @Test func `a tool that fails is reported with its words`() async {
        let printer = PDFPrinter(tool: .weasyPrint, executable: "/bin/false")
        await #expect(throws: ReportError.self) { try await printer.print(html: "<p>x</p>") }
    }
}
