import Breakwater
import BreakwaterRules
import BreakwaterURL
import Foundation
import TestSupport

/// Reading and running what all suites of published cases share.
enum ConformanceCases {
    /// As much of the public suffix list as the cases need; a name that it does not know ends in one label.
    static let suffixes = PublicSuffixList(
        parsing: "uk\nco.uk\norg.uk\nau\ncom.au\njp\nco.jp\nbr\ncom.br\ntr\ncom.tr\ncn\ncom.cn\n*.ck\n!www.ck\n")

    static func rows<Row: Decodable>(_ file: String, as type: Row.Type) throws -> [Row] {
        try TestFiles.lines("conformance/\(file)").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
    }

    /// An exception, tested alone, is tested as the rule that it excepts from: does it match?
    static func asBlocking(_ filter: String) -> String { filter.hasPrefix("@@") ? String(filter.dropFirst(2)) : filter }

    /// What a case asks.
    enum Question {
        /// Whether a filter matches: one that is left out, because a proxy cannot judge what it says, proves nothing.
        case match
        /// What becomes of the request: that a rule which only edits it is no block is part of the answer.
        case verdict
    }

    /// Runs one case: whether the filters block the request.
    static func run(
        _ filters: [String], _ url: String, from document: String?, as typeName: String, expected: Bool, format: ListFormat = .adblock,
        asking question: Question = .match, _ score: inout ConformanceScore
    ) throws {
        guard let type = ResourceTypes(conformanceName: typeName) else { return score.skip("type \(typeName)") }
        let engine = try ConformanceEngine(filters, format: format, suffixes: suffixes)
        let unjudged = engine.diagnostics.filter { [.unsupportedModifier, .cosmetic, .tooGeneral, .topLevelName].contains($0.kind) }
        if question == .match, let first = unjudged.first { return score.skip("left out: \(first.kind.rawValue)") }
        guard let blocks = engine.blocks(ConformanceRequest(url: url, document: document, type: type)) else {
            return score.skip("no URL for a proxy")
        }
        let says = engine.diagnostics.first.map { " (\($0.kind.rawValue))" } ?? ""
        let origin = document.map { " from \($0)" } ?? ""
        score.add(
            blocks == expected,
            "\(filters.joined(separator: " , ")) \(expected ? "misses" : "matches") \(url)\(origin) as \(typeName.lowercased())\(says)")
    }
}
