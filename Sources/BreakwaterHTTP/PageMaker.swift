import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes

/// Makes the pages of one exchange: what was closed, why, by whose decision, what would change it, and how to ask.
struct PageMaker {
    let service: FilterService
    let engine: Engine
    let profile: Profile
    let now: Moment

    private var configuration: FilterConfiguration { service.configuration }

    func blockPage(_ verdict: Verdict, request: JudgedRequest, forms: PageForms) -> BlockReply {
        guard request.reader.wantsPage else { return small(request.reader) }
        let reason = reason(for: verdict, of: request)
        var page = draft(reason, request: request)
        guard reason.mayBeAsked else { return reply(.block, page, for: request.reader) }
        page["ask"] = ask(reason, request: request, form: forms.ask)
        if let link = forms.override { page["override"] = override(link, request: request) }
        return reply(.block, page, for: request.reader, hasForm: forms.ask != nil || forms.override != nil)
    }

    /// - Parameter link: the continue link, as a path on the same host.
    func warnPage(_ verdict: Verdict, request: JudgedRequest, link: String) -> BlockReply {
        guard request.reader.wantsPage else { return small(request.reader) }
        let reason = reason(for: verdict, of: request)
        var page = draft(reason, request: request)
        let words = Words(request.reader.language, profile.ageBand)
        page["title"] = words.plain(PageText.warned)
        page["headingHTML"] = words.html(PageText.warned)
        page["proceed"] = [
            "headingHTML": words.html(PageText.proceed), "textHTML": words.html(PageText.proceedText), "link": link,
            "buttonHTML": words.html(PageText.proceedButton, with: HTMLText.shownURL(request.url.host.description, limit: 60)),
        ]
        var reply = reply(.warn, page, for: request.reader)
        // A frame could lead a click onto the link.
        reply.fields[.contentSecurityPolicy] = Self.contentSecurityPolicy + Self.unframed
        return reply
    }

    static func error(_ kind: ErrorReply, language: Language, _ templates: PageTemplates) -> BlockReply {
        let words = Words(language, .adult)
        let text = ErrorText.text(for: kind)
        let page: [String: Any] = [
            "language": language.rawValue, "tone": "plain", "title": words.plain(text.title), "headingHTML": words.html(text.title),
            "lead": [["html": words.html(text.lead)]], "hasFacts": false,
            "advice": ["headingHTML": words.html(PageText.advice), "textHTML": words.html(text.advice)],
            "footerHTML": words.html(PageText.general),
        ]
        return reply(templates.render(.error, page), status: kind.status, language: language)
    }

    private func reason(for verdict: Verdict, of request: JudgedRequest) -> Reason {
        var reason = engine.reason(for: verdict, profile: profile.id)
        if verdict.rank != .sealed { reason.canonicalName = request.canonicalName?.description }
        return reason
    }

    private func draft(_ reason: Reason, request: JudgedRequest) -> [String: Any] {
        let words = Words(request.reader.language, profile.ageBand)
        let story = ReasonStory(reason, words: words, now: now, engine: engine, decisionMaker: configuration.decisionMaker)
        var page: [String: Any] = [
            "language": request.reader.language.rawValue, "tone": "policy", "title": words.plain(story.heading),
            "headingHTML": words.html(story.heading), "lead": [["html": words.html(story.lead)]], "hasFacts": !story.facts.isEmpty,
            "facts": story.facts.map { ["labelHTML": $0.label, "valueHTML": $0.value] },
            "footerHTML": words.html(profile.keepsHostNames ? PageText.hostsKept : PageText.countsKept),
        ]
        if profile.ageBand != .adult, reason.rank != .time { page["comfort"] = ["html": words.html(PageText.comfort)] }
        // The reason of a sealed list names no URL.
        if reason.rank != .sealed {
            page["shown"] = [
                "label": words.plain(PageText.address), "text": HTMLText.shownURL(request.url.description),
            ]
        }
        if let help = help(for: reason, words: words) { page["help"] = help }
        return page
    }

    private func ask(_ reason: Reason, request: JudgedRequest, form: String?) -> [String: Any] {
        let words = Words(request.reader.language, profile.ageBand)
        let isAdult = profile.ageBand == .adult
        let contact = configuration.askContact
        var ask: [String: Any] = ["headingHTML": words.html(isAdult ? PageText.askAdult : PageText.ask)]
        if let form {
            ask["textHTML"] = words.html(isAdult ? PageText.askAdultFormText : PageText.askFormText)
            ask["form"] = askForm(form, reason, request: request)
            if contact == nil { return ask }
        } else {
            ask["textHTML"] = words.html(isAdult ? PageText.askAdultText : PageText.askText)
        }
        let code = service.asks.code(
            host: request.url.host.description, category: reason.category?.id, profile: profile.id, now: now.secondsSinceEpoch)
        ask["code"] = ["labelHTML": words.html(PageText.code), "text": code]
        if let link = contact?.link(code: code, subject: words.plain(PageText.mailSubject)) {
            ask["contact"] = ["link": link, "buttonHTML": words.html(PageText.askButton)]
        }
        return ask
    }

    private func help(for reason: Reason, words: Words) -> [String: Any]? {
        let category = reason.category?.id
        let isCrisis = reason.rank == .sealed || category.map(configuration.crisisCategories.contains) ?? false
        let points = configuration.helpPoints.filter { point in
            guard point.languages.contains(words.language) else { return false }
            return point.categories.isEmpty ? isCrisis : category.map(point.categories.contains) ?? isCrisis
        }
        guard !points.isEmpty else { return nil }
        return [
            "headingHTML": words.html(PageText.help), "textHTML": words.html(PageText.helpText),
            "points": points.map { point in
                let name = words.html(point.name)
                var entry: [String: Any] = ["nameHTML": name, "contact": point.contact]
                if let link = point.link, link.hasPrefix("https://") { entry["link"] = ["link": link, "nameHTML": name] }
                if let number = point.telephone { entry["telephone"] = ["telephone": number, "contact": point.contact] }
                return entry
            },
        ]
    }

    // MARK: Replies

    /// Nothing remote, no script, nowhere to send a form.
    private static let contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    /// The same for a page with forms of ours, which go back to the page's own host.
    private static let formSecurityPolicy = contentSecurityPolicy.replacing("form-action 'none'", with: "form-action 'self'")
    private static let unframed = "; frame-ancestors 'none'"

    func reply(
        _ kind: PageKind, _ page: [String: Any], for reader: PageReader, status: HTTPResponse.Status = .forbidden, hasForm: Bool = false
    ) -> BlockReply {
        let body = configuration.templates.render(kind, page)
        var reply = Self.reply(body, status: status, language: reader.language).withoutBody(if: reader.isHead)
        if hasForm { reply.fields[.contentSecurityPolicy] = Self.formSecurityPolicy + Self.unframed }
        return reply
    }

    private static func reply(_ body: [UInt8], status: HTTPResponse.Status, language: Language) -> BlockReply {
        var fields = commonFields(type: "text/html; charset=utf-8", length: body.count, language: language)
        fields[.contentSecurityPolicy] = contentSecurityPolicy
        if status == .proxyAuthenticationRequired { fields[.proxyAuthenticate] = "Basic realm=\"Breakwater\", charset=\"UTF-8\"" }
        if status == .methodNotAllowed { fields[.allow] = "GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, PATCH" }
        return BlockReply(status: status, fields: fields, body: body)
    }

    private func small(_ reader: PageReader) -> BlockReply {
        let body = Array(PageText.small[reader.language].utf8)
        let fields = Self.commonFields(type: "text/plain; charset=utf-8", length: body.count, language: reader.language)
        return BlockReply(status: .forbidden, fields: fields, body: body).withoutBody(if: reader.isHead)
    }

    private static func commonFields(type: String, length: Int, language: Language) -> HTTPFields {
        [
            .contentType: type, .contentLanguage: language.rawValue, .contentLength: String(length), .cacheControl: "no-store",
            .referrerPolicy: "no-referrer", .xContentTypeOptions: "nosniff",
        ]
    }
}

extension BlockReply {
    /// The same as an answer to HEAD, which has fields alone.
    func withoutBody(if isHead: Bool) -> BlockReply {
        isHead ? BlockReply(status: status, fields: fields, body: []) : self
    }
}

/// Puts our sentences into one language and age band.
struct Words {
    let language: Language
    let showsReadings: Bool

    init(_ language: Language, _ ageBand: AgeBand) {
        self.language = language
        showsReadings = language == .japanese && ageBand == .from6to9
    }

    func html(_ text: LocalizedText) -> String { Ruby.html(text[language], showsReadings: showsReadings) }

    /// - Parameter value: takes the place of `%`.
    func html(_ text: LocalizedText, with value: String) -> String {
        let parts = text[language].split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.map { Ruby.html(String($0), showsReadings: showsReadings) }.joined(separator: HTMLText.escaped(value))
    }

    /// - Parameter value: takes the place of `%`; without one the other sentence is said.
    func html(_ value: String?, _ text: LocalizedText, else other: LocalizedText) -> String {
        value.map { html(text, with: $0) } ?? html(other)
    }

    func plain(_ text: LocalizedText) -> String { Ruby.plain(text[language]) }
}
