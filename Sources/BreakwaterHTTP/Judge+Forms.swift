import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes
import Synchronization

extension Judge {
    /// The grants that hold for this client.
    func grants(at now: Int64) -> GrantTable? { service.grants(for: client.key, at: now) }

    /// What becomes of a request for a link of ours.
    mutating func follow(
        _ link: PageLink, _ head: HTTPRequest, _ target: RequestTarget, _ reader: PageReader, now: Int64
    ) throws(ErrorReply) -> RequestRuling {
        if link.purpose == .continue { return .reply(try answer(link, to: target, reader, now: now)) }
        guard role == .proxy, link.isGenuine(for: target.url.host, signer: signer, now: now),
            let page = try? WebURL(target.url.scheme + "://" + target.url.authority + link.returnTo), page.host == target.url.host
        else { throw .badRequest }
        // Somebody reloads an answer, or comes back to it: the page itself is what they want.
        guard head.method == .post else { return .reply(.redirect(to: page.description)) }
        return .collect(PageForm(purpose: link.purpose, page: page, reader: reader, canonicalName: link.canonicalName))
    }

    /// The forms that a block page has.
    func forms(on request: JudgedRequest, now: Int64) -> PageForms {
        guard role == .proxy else { return PageForms() }
        var forms = PageForms()
        if configuration.takesRequests { forms.ask = link(.ask, of: request, now: now) }
        if settings.overrideCode != nil { forms.override = link(.override, of: request, now: now) }
        return forms
    }

    /// Takes what was posted. The page is judged again, so that nobody asks for what is open, or cannot be opened.
    mutating func judgeForm(_ form: PageForm, body: [UInt8], now: Int64) -> FormRuling {
        let verdict = verdict(on: form, now: now)
        let reason = engine.reason(for: verdict, profile: profile.id)
        guard verdict.action != .allow, reason.mayBeAsked else { return .reply(.redirect(to: form.page.description)) }
        let fields = PostedFields(body)
        switch form.purpose {
        case .override: return judgeCode(form, fields, verdict, now: now)
        case .ask, .continue: return .reply(takeQuestion(form, fields, reason, now: now))
        }
    }

    private func verdict(on form: PageForm, now: Int64) -> Verdict {
        var request = Request(url: form.page.description, profile: profile.id, at: moment(at: now))
        request.grants = grants(at: now)
        if !profile.quotas.isEmpty {
            request.usedMinutes = service.usage.minutes(for: client.key, profile: profile.id, at: request.moment, counting: false)
        }
        let verdict = worker.decide(request, with: engine)
        guard let name = form.canonicalName else { return verdict }
        return strictest([name], of: form.page, besides: verdict, request)?.verdict ?? verdict
    }

    private func takeQuestion(_ form: PageForm, _ fields: PostedFields, _ reason: Reason, now: Int64) -> BlockReply {
        let maker = pageMaker(now: now)
        guard service.askLimit.mayTry(client.key, now: now) else { return maker.notice(.askedTooOften, form) }
        let note = fields["note"].isEmpty ? nil : fields["note"]
        let host = form.page.host.description
        let submission: PageSubmission
        let isAppeal = fields["kind"] == "appeal" && reason.rank == .category
        if isAppeal {
            submission = .appeal(profile: profile.id, category: reason.category?.id, list: reason.list?.id, host: form.canonicalName?.description ?? host, note: note)
        } else {
            let path = fields["scope"] == "page" && form.page.path.utf8.count < 200 ? form.page.path : ""
            submission = .request(
                pattern: host + (path == "/" ? "" : path), profile: profile.id, note: note, term: GrantTerm(rawValue: fields["term"]) ?? .today)
        }
        guard service.submit(submission) else { return maker.notice(.askedTooOften, form) }
        return maker.notice(isAppeal ? .appealSent : .askSent, form)
    }

    private mutating func judgeCode(_ form: PageForm, _ fields: PostedFields, _ verdict: Verdict, now: Int64) -> FormRuling {
        guard let hash = settings.overrideCode else { return .reply(.redirect(to: form.page.description)) }
        // Whatever comes of it, the page was closed when it was tried.
        note(verdict, host: form.page.host, now: now)
        guard service.overrideLimit.mayTry(client.key, now: now) else { return .reply(pageMaker(now: now).notice(.triedTooOften, form)) }
        var form = form
        form.opensEverything = fields["scope"] == "all"
        return .check(form, SecretCheck(hash: hash, code: Array(fields["code"].utf8)))
    }

    /// Opens the page for this client where the code was right; either way it is counted and told, without the code.
    mutating func judgeOverride(_ form: PageForm, isRight: Bool, now: Int64) -> BlockReply {
        _ = service.submit(.override(profile: profile.id, isAccepted: isRight))
        guard isRight else {
            service.counters.refusedOverrides.add(1, ordering: .relaxed)
            return pageMaker(now: now).notice(.codeWrong, form)
        }
        service.counters.acceptedOverrides.add(1, ordering: .relaxed)
        service.overrideLimit.forgive(client.key)
        let end = now + configuration.overrideSeconds
        let pattern = form.opensEverything ? nil : form.page.host.description
        service.add(Grant(id: 0, profile: profile.id, pattern: pattern, expiresAt: end), for: client.key, now: now)
        replaceNote(with: verdict(on: form, now: now), host: form.page.host, now: now)
        return .redirect(to: form.page.description)
    }
}
