import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes

/// The targets of the forms on a block page, where it has them.
struct PageForms {
    var ask: String?
    var override: String?
}

/// Our answer to a form.
enum FormNotice {
    case askSent, appealSent, askedTooOften, codeWrong, triedTooOften

    var text: (title: LocalizedText, lead: LocalizedText) {
        switch self {
        case .askSent: (PageText.sent, PageText.sentLead)
        case .appealSent: (PageText.appealSent, PageText.appealSentLead)
        case .askedTooOften: (PageText.wait, PageText.askedTooOftenLead)
        case .codeWrong: (PageText.codeWrong, PageText.codeWrongLead)
        case .triedTooOften: (PageText.wait, PageText.triedTooOftenLead)
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .askSent, .appealSent: .ok
        case .codeWrong: .forbidden
        case .askedTooOften, .triedTooOften: .tooManyRequests
        }
    }
}

extension PageMaker {
    func askForm(_ action: String, _ reason: Reason, request: JudgedRequest) -> [String: Any] {
        let words = Words(request.reader.language, profile.ageBand)
        var scopes = [choice("site", words.html(PageText.scopeSite, with: HTMLText.shownURL(request.url.host.description, limit: 60)), isChosen: true)]
        if request.url.path != "/" { scopes.append(choice("page", words.html(PageText.scopePage))) }
        var form: [String: Any] = [
            "action": action, "scopeHTML": words.html(PageText.scope), "scopes": scopes, "termHTML": words.html(PageText.term),
            "terms": [
                choice(GrantTerm.halfHour.rawValue, words.html(PageText.termHalfHour)),
                choice(GrantTerm.today.rawValue, words.html(PageText.termToday), isChosen: true),
                choice(GrantTerm.always.rawValue, words.html(PageText.termAlways)),
            ],
            "noteHTML": words.html(PageText.note), "buttonHTML": words.html(PageText.askButton),
        ]
        // A schedule or an own entry is somebody's decision about this profile; a list can be wrong.
        if reason.rank == .category { form["appeal"] = ["buttonHTML": words.html(PageText.appealButton)] }
        return form
    }

    func override(_ action: String, request: JudgedRequest) -> [String: Any] {
        let words = Words(request.reader.language, .adult)
        return [
            "action": action, "summaryHTML": words.html(PageText.override), "labelHTML": words.html(PageText.overrideLabel),
            "scopeHTML": words.html(PageText.scope),
            "scopes": [
                choice("site", words.html(PageText.scopeSite, with: HTMLText.shownURL(request.url.host.description, limit: 60)), isChosen: true),
                choice("all", words.html(PageText.scopeAll)),
            ],
            "buttonHTML": words.html(PageText.overrideButton),
        ]
    }

    func notice(_ notice: FormNotice, _ form: PageForm) -> BlockReply {
        let words = Words(form.reader.language, profile.ageBand)
        let text = notice.text
        let page: [String: Any] = [
            "language": form.reader.language.rawValue, "tone": "plain", "title": words.plain(text.title),
            "headingHTML": words.html(text.title), "lead": [["html": words.html(text.lead)]], "hasFacts": false,
            "back": ["link": form.page.requestTarget, "buttonHTML": words.html(PageText.back)], "footerHTML": words.html(PageText.general),
        ]
        var reply = reply(.ask, page, for: form.reader, status: notice.status)
        if notice.status == .tooManyRequests { reply.fields[.retryAfter] = "600" }
        return reply
    }

    /// - Parameter left: whole minutes.
    func timePage(_ left: TimeLeft, request: JudgedRequest) -> BlockReply {
        let words = Words(request.reader.language, profile.ageBand)
        let title = PageText.minutesLeft(left.minutes)
        let page: [String: Any] = [
            "language": request.reader.language.rawValue, "tone": "policy", "title": words.plain(title).replacing("%", with: "\(left.minutes)"),
            "headingHTML": words.html(title, with: "\(left.minutes)"),
            "lead": [["html": words.html(left.isQuota ? PageText.quotaLeftLead : PageText.closingLead)]], "hasFacts": false,
            "back": ["link": request.url.requestTarget, "buttonHTML": words.html(PageText.goOn)], "footerHTML": words.html(PageText.general),
        ]
        return reply(.time, page, for: request.reader)
    }

    private func choice(_ value: String, _ html: String, isChosen: Bool = false) -> [String: Any] {
        isChosen ? ["value": value, "labelHTML": html, "chosen": true] : ["value": value, "labelHTML": html]
    }
}
