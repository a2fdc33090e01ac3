import BreakwaterPolicy
import Hummingbird
import Logging

/// Which path does what.
struct ConsoleRouter: Sendable {
    let services: ConsoleServices
    let configuration: ConsoleConfiguration
    let token: AccessToken
    let sessions: SessionTable

    func build() -> Router<ConsoleContext> {
        let router = Router(context: ConsoleContext.self)
        router.add(middleware: AccessMiddleware(hostRule: HostRule(configuration), token: token, sessions: sessions))
        addAccess(to: router)
        addPages(to: router)
        ConsoleAPI(services: services).add(to: router) { request, context in
            if context.isProgram { return true }
            guard let session = context.session, let name = HTTPFields.Element.Name("X-Form-Token"), let given = request.headers[name]
            else { return false }
            return ConstantTime.equal(given, session.formToken)
        }
        return router
    }

    private var pages: ConsolePages { ConsolePages(services: services) }

    private func addAccess(to router: Router<ConsoleContext>) {
        router.get("/login") { _, context in pages.page("login", heading: "login", context) }
        router.post("/login") { request, context -> Response in
            let form = try await FormFields(request, limit: context.maxUploadSize)
            guard sessions.mayTry() else {
                return pages.page("login", heading: "login", context, status: .tooManyRequests, message: "tooMany")
            }
            guard token.matches(form["token"]) else {
                return pages.page("login", heading: "login", context, status: .forbidden, message: "wrongToken")
            }
            var response = Reply.redirect(to: "/")
            let seconds = Int(configuration.sessionLifetime.components.seconds)
            response.setCookie(Reply.cookie(Reply.sessionCookie, sessions.begin().id, seconds: seconds))
            return response
        }
        router.post("/logout") { request, context -> Response in
            let form = try await FormFields(request, limit: context.maxUploadSize)
            guard let session = context.session, ConstantTime.equal(form["form-token"], session.formToken) else { return expired(context) }
            sessions.end(session.id)
            var response = Reply.redirect(to: "/login")
            response.setCookie(Reply.cookie(Reply.sessionCookie, "", seconds: 0))
            return response
        }
        router.post("/language") { request, context -> Response in
            let form = try await FormFields(request, limit: context.maxUploadSize)
            guard let session = context.session, ConstantTime.equal(form["form-token"], session.formToken),
                let language = Language(rawValue: form["language"])
            else { return expired(context) }
            var response = Reply.redirect(to: "/")
            response.setCookie(Reply.cookie(Reply.languageCookie, language.rawValue, seconds: 31_536_000))
            return response
        }
    }

    private func addPages(to router: Router<ConsoleContext>) {
        let reports = ReportPages(services: services)
        router.get("/") { _, context in await pages.status(context) }
        router.get("/check") { _, context in pages.check(context) }
        router.post("/check") { request, context -> Response in
            let form = try await FormFields(request, limit: context.maxUploadSize)
            guard let session = context.session, ConstantTime.equal(form["form-token"], session.formToken) else { return expired(context) }
            let profile = ProfileID(form["profile"]) ?? services.policy().defaultProfile
            return pages.check(context, url: form["url"], profile: profile, result: await services.check(form["url"], profile))
        }
        router.get("/report") { _, context in
            services.summary == nil
                ? pages.page("message", heading: "report", context, message: "noStore") : pages.page("report", heading: "report", context)
        }
        router.get("/report/view") { request, context in try await reports.report(request, context, format: "html") }
        router.get("/requests") { _, context in try await pages.requests(context) }
        router.post("/requests/:id") { request, context -> Response in
            let form = try await FormFields(request, limit: context.maxUploadSize)
            guard let session = context.session, ConstantTime.equal(form["form-token"], session.formToken) else { return expired(context) }
            return try await answer(context, to: context.parameters.get("id") ?? "", with: form["answer"])
        }
    }

    private func answer(_ context: ConsoleContext, to id: String, with answer: String) async throws -> Response {
        guard let desk = services.requests, let id = Int64(id) else {
            return pages.page("message", heading: "requests", context, status: .notFound, message: "notFound")
        }
        do {
            if answer == "deny" {
                try await desk.deny(id)
            } else if let minutes = Int64(answer), [60, 1440, 10_080].contains(minutes) {
                try await desk.approve(id, services.now().secondsSinceEpoch + minutes * 60)
            } else {
                return pages.page("message", heading: "requests", context, status: .badRequest, message: "failed")
            }
        } catch {
            // The pattern that was asked for is private; the error's own words stay out of the log.
            context.logger.warning("an access request could not be answered", metadata: ["request": "\(id)"])
            return try await pages.requests(context, message: "failed")
        }
        return Reply.redirect(to: "/requests")
    }

    private func expired(_ context: ConsoleContext) -> Response {
        pages.page("message", heading: "title", context, status: .forbidden, message: "expired")
    }
}
