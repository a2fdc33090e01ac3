import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes
import Synchronization

extension Judge {
    mutating func judgeRequest(_ head: HTTPRequest, syntax: MessageSyntax, now: Int64) -> RequestRuling {
        do throws(ErrorReply) {
            if role == .proxy, ForwardedFields.hasPassed(service.viaPseudonym, head.headerFields) {
                service.counters.loops.add(1, ordering: .relaxed)
                throw .loopDetected
            }
            if head.method == .trace { throw .methodNotAllowed }
            if head.method == .connect { return try judgeTunnel(head, now: now) }
            return try judgeMessage(head, syntax, RequestTarget(head, syntax: syntax, worker: worker), now: now)
        } catch {
            return .reply(refuse(error, fields: head.headerFields, now: now).withoutBody(if: head.method == .head))
        }
    }

    private mutating func judgeMessage(
        _ head: HTTPRequest, _ syntax: MessageSyntax, _ target: RequestTarget, now: Int64
    ) throws(ErrorReply) -> RequestRuling {
        let kind = RequestKind(head)
        let reader = PageReader(
            language: worker.language(for: head.headerFields.value(.acceptLanguage)), wantsPage: kind.wantsPage,
            isHead: head.method == .head)
        if let link = PageLink(target.url) { return try follow(link, head, target, reader, now: now) }
        var request = Request(url: target.url.description, profile: profile.id, at: moment(at: now))
        request.document = kind.document
        request.type = kind.type
        request.method = RequestMethods(name: head.method.rawValue)
        var verdict = judge(&request, embeddedIn: target.url, countsAsUse: kind.wantsPage, now: now)
        if let query = judgeNameQuery(head, target.url, verdict, now: now) { verdict = query }
        let isContinued = verdict.action == .warn && hasContinued(to: target.url.host, now: now)
        var judged = JudgedRequest(url: target.url, verdict: verdict, reader: reader, isContinued: isContinued)
        if let page = page(for: verdict, of: judged, now: now) { return .reply(page) }
        if head.method == .get, let page = timeWarning(for: request, judged, now: now) { return .reply(page) }
        if let safe = safeHost(for: target.url.host) {
            service.counters.safeModeConnections.add(1, ordering: .relaxed)
            judged.connectTo = target.url.replacingHost(with: safe)
        }
        return .forward(judged, forwardedHead(head, syntax, to: target, verdict: verdict, kind: kind))
    }

    /// Asks about the URL and about a URL inside it (translators, archives): the stricter answer counts.
    private mutating func judge(_ request: inout Request, embeddedIn url: WebURL, countsAsUse: Bool, now: Int64) -> Verdict {
        request.grants = grants(at: now)
        if !profile.quotas.isEmpty {
            request.usedMinutes = service.usage.minutes(for: client.key, profile: profile.id, at: request.moment, counting: countsAsUse)
        }
        let verdict = decide(request, host: url.host.description, now: now)
        guard let inner = EmbeddedURL.find(in: url), verdict.action != .block else { return verdict }
        request.url = inner.description
        let innerVerdict = decide(request, host: inner.host.description, now: now)
        return innerVerdict.action.strictness > verdict.action.strictness ? innerVerdict : verdict
    }

    /// What policy says of DNS over HTTPS, where that is stricter; help, the guardian's own entries and grants stand above it.
    private mutating func judgeNameQuery(_ head: HTTPRequest, _ url: WebURL, _ verdict: Verdict, now: Int64) -> Verdict? {
        guard verdict.rank >= .category, verdict.action != .block, NameQuery.isOne(head, url), let bypass = CategoryID("bypass") else {
            return nil
        }
        let query = engine.decideLabel(category: bypass, profile: profile.id, at: moment(at: now))
        guard query.action.strictness > verdict.action.strictness else { return nil }
        note(query, host: url.host.description, now: now)
        return query
    }

    private func forwardedHead(
        _ head: HTTPRequest, _ syntax: MessageSyntax, to target: RequestTarget, verdict: Verdict, kind: RequestKind
    ) -> HTTPRequest {
        var fields = head.headerFields
        ForwardedFields.clean(&fields, of: role, via: service.viaField(of: syntax))
        if target.url.scheme == "http" { ForwardedFields.dropSafePreference(&fields) }
        if verdict.wantsTextScan { ForwardedFields.askForReadable(&fields, isPage: kind.wantsPage) }
        var forwarded = head
        if role == .proxy {
            // Made anew: to change a copy would copy what is replaced.
            forwarded = HTTPRequest(
                method: head.method, scheme: target.url.scheme, authority: target.url.authority, path: target.path, headerFields: fields)
        } else {
            forwarded.headerFields = fields
        }
        SafeSearch.apply(to: &forwarded, url: target.url, safeModes)
        return forwarded
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
