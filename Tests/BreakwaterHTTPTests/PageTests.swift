import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterURL
import Foundation
import HTTPTypes
import Testing

/// The pages as people see them; RECORD_GOLDEN=1 rewrites the files, the difference is reviewed.
@Suite struct PageTests {
    struct Page: Sendable, CustomTestStringConvertible {
        var name: String
        var url: String
        var user: String?
        /// What the host is an alias of.
        var canonicalName: DomainName?
        var language: String
        var testDescription: String { "\(name)-\(language)" }
    }

    static let pages: [Page] = ["en", "ja"].flatMap { language in
        [
            Page(name: "block-child", url: "http://blocked.test/pictures?id=1", language: language),
            Page(name: "block-teen", url: "http://casino.test/", user: "teen", language: language),
            Page(name: "block-adult", url: "http://blocked.test/", user: "adult", language: language),
            Page(name: "block-own-list", url: "http://own.test/", language: language),
            Page(
                name: "block-alias", url: "http://shop.test/", canonicalName: DomainName(canonical: "casino.test"), language: language),
            Page(name: "block-crisis", url: "http://harm.test/", language: language),
            Page(name: "block-sealed", url: "http://sealed.test/", language: language),
            Page(name: "block-listed", url: "http://other.test/", user: "listed", language: language),
            Page(name: "block-bedtime", url: "http://good.test/", user: "night", language: language),
            Page(name: "warn", url: "http://social.test/home", language: language),
        ]
    }

    /// What is different in every process.
    private static func stable(_ page: [UInt8]) -> String {
        var text = String(decoding: page, as: UTF8.self)
        let replacements = [
            (#"<strong>[B-Z2-9]{6}</strong>"#, "<strong>CODE</strong>"), (#"%20[B-Z2-9]{6}""#, "%20CODE\""),
            (#"&amp;s=[0-9a-f]+"#, "&amp;s=SIGNATURE"), (#"&amp;e=[0-9]+"#, "&amp;e=EXPIRY"),
        ]
        for (pattern, replacement) in replacements {
            text = text.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
        }
        return text
    }

    /// Heading, lead and advice.
    private static func sentences(_ page: [UInt8]) -> [String] {
        let main = String(decoding: page, as: UTF8.self).components(separatedBy: "<h1>").last?.components(separatedBy: "<footer>").first ?? ""
        return main.replacingOccurrences(of: "<[^>]*>", with: "\n", options: .regularExpression).split(separator: "\n").map(String.init)
            .filter { !$0.allSatisfy(\.isWhitespace) }
    }

    private static func compare(_ page: [UInt8], _ name: String, _ ending: String = "html") throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name).\(ending)")
        let text = stable(page)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: file)
            return
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(text == golden, "\(name) differs from its golden file; RECORD_GOLDEN=1 rewrites it, review the difference")
    }

    @Test(arguments: pages) func `a page is as it was reviewed`(page: Page) throws {
        var configuration = FilterConfiguration()
        configuration.askContact = .mail("parent@example.org")
        let worker = FilterWorker(service: TestBundle.service(configuration))
        let reply = try #require(Self.reply(page, worker))
        try Self.compare(reply.body, page.testDescription)
    }

    @Test(arguments: ["en", "ja"]) func `pages with forms, and the answers to them, are as they were reviewed`(language: String) throws {
        let worker = FilterWorker(service: try FormTests.service())
        let page = Page(name: "block-forms", url: "http://blocked.test/pictures", language: language)
        let reply = try #require(Self.reply(page, worker))
        #expect(reply.fields[.contentSecurityPolicy]?.contains("form-action 'self'; frame-ancestors 'none'") == true)
        try Self.compare(reply.body, page.testDescription)
        let late = Page(name: "time-left", url: "http://good.test/a", user: "warned", language: language)
        let counted = FilterWorker(service: TestBundle.service())
        var warning: BlockReply?
        for minute: Int64 in 0..<6 { warning = Self.reply(late, counted, now: TestBundle.now + minute * 60) }
        try Self.compare(try #require(warning).body, late.testDescription)
    }

    @Test(arguments: ["en", "ja"]) func `every error page is as it was reviewed`(language: String) throws {
        let service = TestBundle.service()
        var sentences = ""
        for kind in ErrorReply.allCases {
            let reply = service.errorReply(kind, acceptLanguage: language)
            #expect(reply.status == kind.status)
            #expect(reply.fields[.contentLength] == String(reply.body.count))
            let name = [ErrorReply.badRequest, .originNotTrusted].contains(kind) ? kind.rawValue : nil
            if let name { try Self.compare(reply.body, "error-\(name)-\(language)") }
            sentences += "\(kind.rawValue) \(kind.status.code)\n" + Self.sentences(reply.body).map { "  \($0)\n" }.joined()
        }
        // All pages look alike: of the others the sentences are kept.
        try Self.compare(Array(sentences.utf8), "error-sentences-\(language)", "txt")
    }

    @Test(arguments: pages) func `a page asks for nothing from elsewhere and runs nothing`(page: Page) throws {
        let reply = try #require(Self.reply(page, FilterWorker(service: TestBundle.service())))
        let text = String(decoding: reply.body, as: UTF8.self)
        for forbidden in ["<script", "src=", "@import", "url(", "<link", "<iframe", "<form", "onclick", "javascript:"] {
            #expect(!text.contains(forbidden))
        }
        #expect(text.contains("<html lang=\"\(page.language)\">"))
        #expect(reply.fields[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        #expect(reply.fields[.xContentTypeOptions] == "nosniff")
        #expect(reply.fields[.contentLanguage] == page.language)
    }

    @Test(arguments: [
        ("", "en"), ("ja", "ja"), ("ja-JP,ja;q=0.9,en;q=0.8", "ja"), ("en-GB,ja;q=0.9", "en"), ("fr,ja;q=0.1", "ja"),
        ("ja;q=0,en;q=0.1", "en"),
        ("ja;q=0", "en"), ("*", "en"), ("JA", "ja"), (";;;,,", "en"), ("ja;q=x", "ja"), ("en;q=0.8;x=1, ja;q=0.85", "ja"),
    ]) func `the language follows Accept-Language`(accept: String, expected: String) {
        let reply = TestBundle.service().errorReply(.badRequest, acceptLanguage: accept)
        #expect(reply.fields[.contentLanguage] == expected)
    }

    @Test func `only e-mail and web addresses become links`() throws {
        let page = Page(name: "", url: "http://blocked.test/", language: "en")
        for (contact, part) in [
            (AskContact.mail("parent@example.org"), "href=\"mailto:parent@example.org?subject=May%20I"),
            (.page("https://school.example/ask"), "href=\"https://school.example/ask?ref="), (.page("javascript:alert(1)"), nil),
            (.mail("x@y?bcc=z"), nil),
        ] {
            var configuration = FilterConfiguration()
            configuration.askContact = contact
            let reply = try #require(Self.reply(page, FilterWorker(service: TestBundle.service(configuration))))
            let text = String(decoding: reply.body, as: UTF8.self)
            if let part { #expect(text.contains(part)) } else { #expect(!text.contains("Send the question")) }
        }
    }

    @Test func `a reference code leads back to what was asked for`() throws {
        let service = TestBundle.service()
        let worker = FilterWorker(service: service)
        let page = Page(name: "", url: "http://blocked.test/pictures", language: "en")
        let bodies = try (0..<2).map { _ in String(decoding: try #require(Self.reply(page, worker)).body, as: UTF8.self) }
        let codes = bodies.compactMap { $0.firstMatch(of: /<strong>([B-Z2-9]{6})<\/strong>/).map { String($0.1) } }
        #expect(codes.count == 2 && codes[0] == codes[1])
        let entry = try #require(service.ask(code: codes[0].lowercased(), now: TestBundle.now))
        #expect(entry.host == "blocked.test")
        #expect(entry.category?.rawValue == "adult")
        #expect(service.ask(code: codes[0], now: TestBundle.now + 86_401) == nil)
        #expect(service.ask(code: "NONE", now: TestBundle.now) == nil)
    }

    static func reply(_ page: Page, _ worker: FilterWorker, now: Int64 = TestBundle.now) -> BlockReply? {
        var exchange = FilterExchange(worker: worker, client: ClientIdentity(user: page.user), now: now)
        let rest = page.url.dropFirst("http://".count)
        let host = String(rest.prefix { $0 != "/" })
        var head = HTTPRequest(method: .get, scheme: "http", authority: host, path: String(rest.dropFirst(host.count)))
        head.headerFields[.acceptLanguage] = page.language
        let action = exchange.receiveRequestHead(head, syntax: .http1_0, now: now)
        if let name = page.canonicalName { return exchange.receiveCanonicalNames([name], now: now) }
        guard case .reply(let reply) = action else { return nil }
        return reply
    }
}
