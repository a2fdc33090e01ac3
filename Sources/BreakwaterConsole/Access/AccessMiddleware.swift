import BreakwaterPolicy
import Hummingbird

/// The gate before every route: host, origin, login, and the fields that every answer carries.
struct AccessMiddleware: RouterMiddleware {
    typealias Context = ConsoleContext

    let hostRule: HostRule
    let token: AccessToken
    let sessions: SessionTable

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        guard hostRule.allows(request.head.authority) else { return Reply.plain(.misdirectedRequest, "unknown host\n").secured() }
        // Why: browsers send Origin with every POST; a form of another site is refused before its body is read.
        if request.method != .get, let origin = request.headers[.origin], !hostRule.allows(origin: origin, for: request.head.authority) {
            return Reply.plain(.forbidden, "another site may not do this\n").secured()
        }
        var context = context
        context.language = Self.language(of: request)
        context.session = request.cookies[Reply.sessionCookie].flatMap { sessions.session($0.value) }
        if let given = request.headers[.authorization], given.hasPrefix("Bearer ") {
            context.isProgram = token.matches(String(given.dropFirst(7)))
            // Why: only wrong tokens count, so that a program of the owner never locks its owner out.
            guard context.isProgram || sessions.mayTry() else { return Reply.plain(.tooManyRequests, "wait a minute\n").secured() }
        }
        let path = request.uri.path
        guard context.isLoggedIn || path == "/login" else {
            return path.hasPrefix("/api/")
                ? Reply.json(.unauthorized, APIProblem(error: "log in: send `Authorization: Bearer` with the token")).secured()
                : Reply.redirect(to: "/login").secured()
        }
        do {
            return try await next(request, context).secured()
        } catch let error as any HTTPResponseError {
            return Reply.plain(error.status, "\(error.status)\n").secured()
        }
    }

    private static func language(of request: Request) -> Language {
        if let chosen = request.cookies[Reply.languageCookie].flatMap({ Language(rawValue: $0.value) }) { return chosen }
        let wanted = request.headers[.acceptLanguage] ?? ""
        for tag in wanted.split(separator: ",").prefix(10) {
            let name = tag.drop { $0 == " " }.prefix(2).lowercased()
            if let language = Language(rawValue: name) { return language }
        }
        return .english
    }
}
