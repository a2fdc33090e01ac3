import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes
import Synchronization

extension Judge {
    mutating func judgeRequest(_ head: consuming HTTPRequest, syntax: MessageSyntax, now: Int64) -> RequestRuling {
        let isHead = head.method == .head
        let acceptLanguage = head.headerFields.value(.acceptLanguage)
        do throws(ErrorReply) {
            if role == .proxy, ForwardedFields.hasPassed(service.viaPseudonym, head.headerFields) {
                service.counters.loops.add(1, ordering: .relaxed)
                throw .loopDetected
            }
            if head.method == .trace { throw .methodNotAllowed }
            if head.method == .connect { return try judgeTunnel(head, now: now) }
            let target = try RequestTarget(head, syntax: syntax, worker: worker)
            let reader = PageReader(language: worker.language(for: acceptLanguage), wantsPage: true, isHead: isHead)
            return try judgeMessage(head, syntax, target, reader, now: now)
        } catch {
            return .reply(refuse(error, acceptLanguage: acceptLanguage, now: now).withoutBody(if: isHead))
        }
    }

    private mutating func judgeMessage(
        _ head: consuming HTTPRequest, _ syntax: MessageSyntax, _ target: RequestTarget, _ reader: PageReader, now: Int64
    ) throws(ErrorReply) -> RequestRuling {
        let kind = RequestKind(head)
        var reader = reader
        reader.wantsPage = kind.wantsPage
        if let link = PageLink(target.url) { return try follow(link, head, target, reader, now: now) }
        var request = Request(url: target.url.description, profile: profile.id, at: moment(at: now))
        request.document = kind.document
        request.type = kind.type
        request.method = RequestMethods(name: head.method.rawValue)
        var verdict = judge(&request, embeddedIn: target.url, countsAsUse: kind.wantsPage, now: now)
        if let query = judgeNameQuery(head, target.url, verdict, now: now) { verdict = query }
        let isContinued = verdict.action == .warn && hasContinued(to: target.url.host, now: now)
        let searchService = SafeSearch.service(of: target.url.host)
        let substitute = safeHost(for: searchService)
        let judged = JudgedRequest(
            url: target.url, verdict: verdict, reader: reader, kind: kind, method: request.method, isContinued: isContinued,
            connectTo: substitute.flatMap { target.url.replacingHost(with: $0) })
        if let page = page(for: verdict, of: judged, now: now) { return .reply(page) }
        if head.method == .get, let page = timeWarning(for: request, judged, now: now) { return .reply(page) }
        if substitute != nil { service.counters.safeModeConnections.add(1, ordering: .relaxed) }
        var forwarded = forwardedHead(head, syntax, to: target, isScanned: verdict.wantsTextScan, kind: kind)
        SafeSearch.apply(to: &forwarded, url: target.url, searchService, safeModes)
        return .forward(judged, forwarded)
    }

    /// Asks about the URL and about a URL inside it (translators, archives): the stricter answer counts.
    private mutating func judge(_ request: inout Request, embeddedIn url: WebURL, countsAsUse: Bool, now: Int64) -> Verdict {
        request.grants = grants(at: now)
        if !profile.quotas.isEmpty {
            request.usedMinutes = service.usage.minutes(for: client.key, profile: profile.id, at: request.moment, counting: countsAsUse)
        }
        let verdict = decide(request, host: url.host, now: now)
        guard let inner = EmbeddedURL.find(in: url), verdict.action != .block else { return verdict }
        request.url = inner.description
        let innerVerdict = decide(request, host: inner.host, now: now)
        return innerVerdict.action.strictness > verdict.action.strictness ? innerVerdict : verdict
    }

    /// What policy says of DNS over HTTPS, where that is stricter; help, the guardian's own entries and grants stand above it.
    private mutating func judgeNameQuery(_ head: HTTPRequest, _ url: WebURL, _ verdict: Verdict, now: Int64) -> Verdict? {
        guard verdict.rank >= .category, verdict.action != .block, NameQuery.isOne(head, url), let bypass = CategoryID("bypass") else {
            return nil
        }
        let query = engine.decideLabel(category: bypass, profile: profile.id, at: moment(at: now))
        guard query.action.strictness > verdict.action.strictness else { return nil }
        note(query, host: url.host, now: now)
        return query
    }

    private func forwardedHead(
        _ head: consuming HTTPRequest, _ syntax: MessageSyntax, to target: RequestTarget, isScanned: Bool, kind: RequestKind
    ) -> HTTPRequest {
        ForwardedFields.clean(&head.headerFields, of: role, via: service.viaField(of: syntax))
        if target.url.scheme == "http" { ForwardedFields.dropSafePreference(&head.headerFields) }
        if isScanned { ForwardedFields.askForReadable(&head.headerFields, isPage: kind.wantsPage) }
        guard role == .proxy else { return head }
        let authority = target.url.authority
        // Most come as they go on; else made anew, as to change them would copy what is replaced.
        if head.scheme == target.url.scheme, head.authority == authority, head.path == target.path { return head }
        return HTTPRequest(
            method: head.method, scheme: target.url.scheme, authority: authority, path: target.path, headerFields: head.headerFields)
    }

    /// The page that a verdict asks for, if it asks for one.
    mutating func page(for verdict: Verdict, of request: JudgedRequest, now: Int64) -> BlockReply? {
        switch verdict.action {
        case .allow: return nil
        case .warn:
            if request.isContinued { return nil }
            let link = link(.continue, of: request, now: now)
            return pageMaker(now: now).warnPage(verdict, request: request, link: link)
        case .block: return pageMaker(now: now).blockPage(verdict, request: request, forms: forms(on: request, now: now))
        }
    }

    func link(_ purpose: PageLink.Purpose, of request: JudgedRequest, now: Int64) -> String {
        PageLink.make(
            purpose, host: request.url.host, returnTo: request.url.requestTarget, canonicalName: request.canonicalName, signer: signer,
            expiry: now + PageLink.lifetime)
    }

    func pageMaker(now: Int64) -> PageMaker {
        PageMaker(service: service, engine: engine, profile: profile, now: moment(at: now))
    }
}

extension WebURL {
    /// `host[:port]`, the scheme's own port dropped, for `Host`.
    package var authority: String {
        // By bytes: a canonical URL is ASCII, and every request asks for it.
        let bytes = description.utf8.span
        let start = scheme.utf8.count + 3
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "/") { end += 1 }
        return bytes.extracting(start..<end).text
    }

    /// The same on another host.
    func replacingHost(with host: Host) -> WebURL? { try? WebURL("\(scheme)://\(host):\(port)\(requestTarget)") }
}

extension AgeBand {
    /// Whether this band is `limit` or younger.
    func isWithin(_ limit: AgeBand) -> Bool {
        let bands = AgeBand.allCases
        guard let own = bands.firstIndex(of: self), let last = bands.firstIndex(of: limit) else { return false }
        return own <= last
    }
}
