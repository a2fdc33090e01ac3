import BreakwaterPolicy
import BreakwaterStore
import Foundation
import Hummingbird
import Mustache

/// Makes the console's HTML.
struct ConsolePages: Sendable {
    let services: ConsoleServices

    func page(
        _ name: String, heading: String, _ context: ConsoleContext, status: HTTPResponse.Status = .ok, message: String? = nil,
        _ extra: [String: Any] = [:]
    ) -> Response {
        let language = context.language
        var view = extra
        view["language"] = language.rawValue
        view["otherLanguage"] = (language == .english ? Language.japanese : .english).rawValue
        view["w"] = ConsoleWords.view(language)
        view["css"] = ConsoleTemplates.css
        view["colon"] = language == .english ? ": " : "："
        view["heading"] = word(heading, context)
        view["message"] = message.map { word($0, context) as Any } ?? false
        view["formToken"] = context.session.map { $0.formToken as Any } ?? false
        view["links"] = [("/", "status"), ("/check", "check"), ("/report", "report"), ("/requests", "requests")].map { path, key in
            ["path": path, "name": word(key, context), "current": key == heading] as [String: Any]
        }
        return Reply.html(ConsoleTemplates.library.render(view, withTemplate: name) ?? "", status: status)
    }

    func word(_ key: String, _ context: ConsoleContext) -> String { ConsoleWords.all[key]?[context.language] ?? key }

    func status(_ context: ConsoleContext) async -> Response {
        let status = await services.status()
        let policy = services.policy()
        let facts: [(String, String)] = [
            ("policy", status.policyName[context.language]), ("engine", String(status.engine.prefix(16))),
            ("compiled", time(status.compiledAt, policy)), ("profiles", String(status.profiles)),
            ("categories", String(status.categories)), ("dropped", String(status.droppedEvents)),
        ]
        let lists = status.lists.map { list -> [String: Any] in
            [
                "name": list.id ?? word("sealed", context),
                "category": list.category.map { id in policy.categories.first { $0.id == id }?.name[context.language] ?? id.rawValue } ?? "–",
                "version": list.version ?? "–", "licence": list.licence ?? "–", "entries": list.entries.map(String.init) ?? "–",
                "problems": list.problems.map(String.init) ?? "–",
            ]
        }
        return page("status", heading: "status", context, [
            "facts": facts.map { ["name": word($0.0, context), "value": $0.1] }, "lists": lists,
        ])
    }

    func check(_ context: ConsoleContext, url: String = "", profile: ProfileID? = nil, result: ConsoleCheck? = nil) -> Response {
        let policy = services.policy()
        let chosen = profile ?? policy.defaultProfile
        var view: [String: Any] = [
            "url": url,
            "profiles": policy.profiles.map {
                ["id": $0.id.rawValue, "name": $0.name[context.language], "selected": $0.id == chosen] as [String: Any]
            },
        ]
        view["result"] = result.map { self.view($0, context) as Any } ?? false
        return page("check", heading: "check", context, view)
    }

    func requests(_ context: ConsoleContext, message: String? = nil) async throws -> Response {
        guard let desk = services.requests else { return page("message", heading: "requests", context, message: "noStore") }
        let policy = services.policy()
        let all = try await desk.list()
        func view(_ request: AccessRequest) -> [String: Any] {
            [
                "id": request.id, "pattern": request.pattern, "asked": time(request.minute * 60, policy),
                "profile": policy.profiles.first { $0.id == request.profile }?.name[context.language] ?? request.profile.rawValue,
                "note": request.note.map { $0 as Any } ?? false, "state": word(request.state.rawValue, context),
            ]
        }
        let answered = all.filter { $0.state != .pending }.prefix(20)
        return page("requests", heading: "requests", context, message: message, [
            "waiting": all.filter { $0.state == .pending }.prefix(200).map(view), "answered": answered.map(view), "hasAnswered": !answered.isEmpty,
        ])
    }

    private func view(_ check: ConsoleCheck, _ context: ConsoleContext) -> [String: Any] {
        let facts: [(String, String?)] = [
            ("readAs", check.canonicalURL), ("category", check.category?[context.language]), ("list", check.list), ("rule", check.rule),
            ("decidedBy", check.rank),
        ]
        return [
            "action": word(check.action.rawValue, context), "unreadable": check.canonicalURL == nil,
            "facts": facts.compactMap { key, value in value.map { ["name": word(key, context), "value": $0] } },
            "hasSteps": !check.steps.isEmpty, "note": context.language == .english ? false : word("stepsNote", context) as Any,
            "steps": check.steps.map { ["rank": $0.rank, "outcome": $0.outcome, "decisive": $0.isDecisive] as [String: Any] },
        ]
    }

    /// `2026-11-23 14:05` in the policy's time zone.
    private func time(_ secondsSinceEpoch: Int64, _ policy: Policy) -> String {
        var style = Date.ISO8601FormatStyle(timeZone: ConsoleServices.timeZone(of: policy))
        style = style.year().month().day().dateSeparator(.dash).dateTimeSeparator(.space).time(includingFractionalSeconds: false)
        return String(Date(timeIntervalSince1970: Double(secondsSinceEpoch)).formatted(style).prefix(16))
    }
}
