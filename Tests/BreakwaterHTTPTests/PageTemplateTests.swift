import BreakwaterHTTP
import Foundation
import HTTPTypes
import Testing

/// Layouts of an operator's own.
@Suite struct PageTemplateTests {
    private static let page = """
        <!DOCTYPE html><html lang="{{language}}"><title>{{title}}</title><style>{{{styleHTML}}}</style>
        <h1>{{{headingHTML}}}</h1>{{#lead}}<p>{{{html}}}</p>{{/lead}}{{! nothing }}
        {{#shown}}<p>{{label}} {{text}}</p>{{/shown}}{{#ask}}<a>{{{headingHTML}}}</a>{{/ask}}
        {{#proceed}}<a href="{{link}}">{{{buttonHTML}}}</a>{{/proceed}}{{^advice}}no advice{{/advice}}
        """

    private func service(_ kinds: [PageKind]) -> FilterService {
        var configuration = FilterConfiguration()
        for kind in kinds { #expect(configuration.templates.set("<!-- \(kind) -->\n" + Self.page, for: kind).isEmpty) }
        return TestBundle.service(configuration)
    }

    private func body(_ url: String, _ service: FilterService) throws -> String {
        let page = PageTests.Page(name: "", url: url, language: "en")
        return String(decoding: try #require(PageTests.reply(page, FilterWorker(service: service))).body, as: UTF8.self)
    }

    @Test func `each page has its own layout, and what it holds`() throws {
        let service = service([.block, .warn, .error])
        let block = try body("http://blocked.test/%3Cb%3E", service)
        #expect(block.hasPrefix("<!-- block -->"))
        #expect(block.contains("<h1>") && !block.contains("<h1></h1>"))
        #expect(block.contains("http://blocked.test/"))
        #expect(!block.contains("<b>"))
        #expect(block.contains(":root{color-scheme"))
        let warn = try body("http://social.test/home", service)
        #expect(warn.hasPrefix("<!-- warn -->"))
        #expect(warn.contains("<a href=\"/.well-known/breakwater/continue"))
        let error = service.errorReply(.nameNotFound, acceptLanguage: "ja")
        let text = String(decoding: error.body, as: UTF8.self)
        #expect(text.hasPrefix("<!-- error -->"))
        #expect(text.contains("<html lang=\"ja\">"))
        #expect(!text.contains("no advice"))
        #expect(error.status == .badGateway)
        #expect(error.fields[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        #expect(error.fields[.contentLength] == String(error.body.count))
    }

    @Test func `a page without a template keeps the built-in layout`() throws {
        let service = service([.error])
        let page = try body("http://blocked.test/", service)
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(page.contains("<body class=\"policy\">") && page.contains("</footer>"))
    }

    @Test(arguments: [
        ("<h1>{{{headngHTML}}}</h1>", [1]), ("a\n{{{title}}}", [2]), ("a\n\n{{& text }}", [3]), ("{{headingHTML}}", [1]),
        ("{{> other}}", [1]), ("{{=<% %>=}}", [1]), ("{{}}", [1]), ("a\nb {{title", [2]), ("{{#lead}}\n{{{html}}}", [2]),
        ("{{#lead}}\n{{/help}}", [2]), ("{{! a\n comment }}\n{{wrong}} {{title}}\n{{{text}}}", [3, 4]),
    ]) func `what is wrong is told with its line`(text: String, lines: [Int]) {
        var templates = PageTemplates()
        let problems = templates.set(text, for: .block)
        #expect(problems.map(\.line) == lines, "\(problems)")
        #expect(problems.allSatisfy { !$0.message.isEmpty })
        #expect(templates == PageTemplates())
    }

    @Test func `a template of a megabyte is refused`() {
        var templates = PageTemplates()
        #expect(templates.set(String(repeating: "x", count: 1 << 20), for: .warn).map(\.line) == [0])
    }

    /// The names that a template may use are those of the built-in one, and the style sheet.
    @Test func `the built-in layout would pass the check`() throws {
        var templates = PageTemplates()
        #expect(templates.set(PageTemplates.builtInText, for: .block).isEmpty)
        let names = PageTemplates.builtInText.matches(of: /\{\{\{?[#^\/]?([A-Za-z]+)/).map { String($0.1) }
        #expect(Set(names).union(["styleHTML"]) == PageTemplates.names)
    }
}
