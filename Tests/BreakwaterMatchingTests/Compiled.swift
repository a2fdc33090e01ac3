import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation

/// Lists compiled into a bundle of their own, opened as the engine opens it.
enum Compiled {
    /// - Parameter lists: each becomes the list of its index.
    static func matcher(
        _ lists: [(format: ListFormat, text: String)], suffixes: PublicSuffixList? = nil, allow: [String] = [], deny: [String] = []
    ) throws -> Matcher {
        try matcher(lists, suffixes: suffixes, allow: allow, deny: deny).matcher
    }

    static func matcher(
        _ lists: [(format: ListFormat, text: String)], suffixes: PublicSuffixList? = nil, allow: [String] = [], deny: [String] = []
    ) throws -> (matcher: Matcher, summary: CompilationSummary, diagnostics: [RuleDiagnostic]) {
        let path = FileManager.default.temporaryDirectory.appending(path: "breakwater-matching-\(UUID().uuidString).bwb").path
        // The mapping outlives the file's name.
        defer { try? FileManager.default.removeItem(atPath: path) }
        var compiler = try BundleCompiler(policy: policy(lists.count, allow, deny), publicSuffixes: suffixes, createdAt: 0, hashKey: (3, 4))
        for (index, list) in lists.enumerated() {
            try compiler.add("list-\(index)", file: "list-\(index).txt", format: list.format, bytes: Array(list.text.utf8).span)
        }
        let diagnostics = compiler.diagnostics
        let summary = try compiler.write(to: path)
        return (try Matcher(BundleReader(path: path, verification: .full)), summary, diagnostics)
    }

    private static func policy(_ count: Int, _ allow: [String], _ deny: [String]) -> Policy {
        let name = LocalizedText(en: "Test", ja: "テスト")
        let categories = ["first", "second"].compactMap(CategoryID.init).map {
            BreakwaterPolicy.Category(id: $0, name: name, description: name, forChildren: name, topic: "content")
        }
        return Policy(
            name: name, categories: categories, profiles: [Profile(id: "only", name: name, ageBand: .adult, allow: allow, deny: deny)],
            defaultProfile: "only",
            lists: (0..<count).map { ListSource(id: "list-\($0)", category: CategoryID($0 % 2 == 0 ? "first" : "second")) })
    }
}

extension Matcher {
    /// The matches of one request; `nil` where the URL cannot be read.
    func matches(
        _ url: String, document: String? = nil, types: ResourceTypes = .document, method: RequestMethods = .get,
        _ scratch: inout MatcherScratch
    ) -> [Match]? {
        do throws(URLSyntaxError) {
            try scratch.request.url.assign(url)
            scratch.request.types = types
            scratch.request.assign(document: document)
            scratch.request.methods = method
            try match(&scratch)
            return scratch.work.matches.span.indices.map { scratch.work.matches[$0] }
        } catch { return nil }
    }
}
