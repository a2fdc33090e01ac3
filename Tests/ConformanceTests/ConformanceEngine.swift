import Breakwater
import BreakwaterCompiler
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation
import Testing

/// A request of a published case.
struct ConformanceRequest {
    var url: String
    var document: String?
    var type: ResourceTypes
}

/// The whole road of a case: its filters as an Adblock list, compiled, and one decision of an engine that blocks what is listed.
struct ConformanceEngine {
    private let engine: Engine
    /// What the parser said about the filters.
    let diagnostics: [RuleDiagnostic]

    init(_ filters: [String], format: ListFormat = .adblock, suffixes: PublicSuffixList? = nil) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "breakwater-conformance-\(UUID().uuidString).bwb").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let name = LocalizedText(en: "Test", ja: "テスト")
        let id = try #require(CategoryID("listed"))
        let profile = Profile(id: "only", name: name, ageBand: .adult, categories: [id: .block])
        let policy = Policy(
            name: name, categories: [.init(id: id, name: name, description: name, forChildren: name, topic: "content")],
            profiles: [profile], defaultProfile: "only", lists: [ListSource(id: "filters", category: id)])
        var compiler = try BundleCompiler(policy: policy, publicSuffixes: suffixes, createdAt: 0, hashKey: (1, 2))
        try compiler.add("filters", file: "filters.txt", format: format, bytes: Array(filters.joined(separator: "\n").utf8).span)
        diagnostics = compiler.diagnostics
        _ = try compiler.write(to: path)
        engine = try Engine(contentsOf: path)
    }

    func verdict(_ request: ConformanceRequest) -> Verdict {
        var scratch = Breakwater.MatchScratch()
        var question = Request(url: request.url, profile: "only", at: Moment(secondsSinceEpoch: 0, offsetFromUTC: 0))
        question.document = request.document
        question.type = request.type
        return engine.decide(question, using: &scratch)
    }

    /// Whether the filters block the request; `nil` where the URL is none that a proxy can be asked for.
    func blocks(_ request: ConformanceRequest) -> Bool? {
        let verdict = verdict(request)
        return verdict.rank == .malformed ? nil : verdict.action == .block
    }

    /// Whether a filter was left out because it says what a proxy cannot judge.
    var leavesOut: Bool { !diagnostics.isEmpty }
}

extension ResourceTypes {
    /// The names that test suites use; `nil` for types that no request of a proxy has.
    init?(conformanceName name: String) {
        switch name.lowercased() {
        case "document", "main_frame", "document/other": self = .document
        case "subdocument", "sub_frame": self = .subdocument
        case "script": self = .script
        case "stylesheet": self = .stylesheet
        case "image": self = .image
        case "font": self = .font
        case "media": self = .media
        case "object": self = .object
        case "xmlhttprequest", "xhr", "fetch": self = .xmlHTTPRequest
        case "websocket": self = .webSocket
        case "ping": self = .ping
        case "popup": self = .popup
        case "other": self = .other
        default: return nil
        }
    }
}
