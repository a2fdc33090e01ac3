import BreakwaterPolicy
import Foundation
import Hummingbird

/// The same as the pages, as JSON under `/api`.
struct ConsoleAPI: Sendable {
    private struct CheckCall: Codable { var url: String; var profile: ProfileID? }
    private struct ApproveCall: Codable { var minutes: Int }
    private struct Done: Codable { var done = true }

    let services: ConsoleServices

    func add(to router: Router<ConsoleContext>, guardedBy mayChange: @escaping @Sendable (Request, ConsoleContext) -> Bool) {
        let reports = ReportPages(services: services)
        router.get("/api/status") { _, _ in Reply.json(.ok, await services.status()) }
        router.get("/api/report") { request, context in try await reports.report(request, context, format: "json") }
        router.get("/api/requests") { _, _ -> Response in
            guard let desk = services.requests else { return Self.nothingStored }
            return Reply.json(.ok, try await desk.list())
        }
        router.post("/api/check") { request, context -> Response in
            guard mayChange(request, context) else { return Self.refused }
            guard let call = try await Self.read(CheckCall.self, request, context) else { return Self.unreadable }
            return Reply.json(.ok, await services.check(call.url, call.profile ?? services.policy().defaultProfile))
        }
        router.post("/api/requests/:id/approve") { request, context -> Response in
            guard mayChange(request, context) else { return Self.refused }
            guard let call = try await Self.read(ApproveCall.self, request, context), (1...525_600).contains(call.minutes),
                let id = context.parameters.get("id").flatMap({ Int64($0) })
            else { return Self.unreadable }
            guard let desk = services.requests else { return Self.nothingStored }
            try await desk.approve(id, services.now().secondsSinceEpoch + Int64(call.minutes) * 60)
            return Reply.json(.ok, Done())
        }
        router.post("/api/requests/:id/deny") { request, context -> Response in
            guard mayChange(request, context) else { return Self.refused }
            guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else { return Self.unreadable }
            guard let desk = services.requests else { return Self.nothingStored }
            try await desk.deny(id)
            return Reply.json(.ok, Done())
        }
    }

    private static func read<Value: Decodable>(_ type: Value.Type, _ request: Request, _ context: ConsoleContext) async throws -> Value? {
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        do { return try JSONDecoder().decode(type, from: Data(body.readableBytesView)) } catch { return nil }
    }

    private static var refused: Response { Reply.json(.forbidden, APIProblem(error: "send the token, or the page's form token as X-Form-Token")) }
    private static var unreadable: Response { Reply.json(.badRequest, APIProblem(error: "the call can't be read; see docs/CONFIGURATION.md")) }
    private static var nothingStored: Response { Reply.json(.notFound, APIProblem(error: "nothing is stored on this machine")) }
}
