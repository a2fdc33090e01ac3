import BreakwaterCompiler
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation

/// A small policy: two categories, one profile, lists by name.
enum Household {
    struct List {
        var source: ListSource
        var format: ListFormat?
        var text: String

        init(
            _ id: String, _ format: ListFormat?, _ text: String, category: String? = "adult", kind: ListSource.Kind = .normal,
            subdomains: ListSource.Subdomains = .format
        ) {
            source = ListSource(id: id, category: category.flatMap(CategoryID.init), kind: kind, subdomains: subdomains)
            self.format = format
            self.text = text
        }
    }

    static func policy(_ lists: [List], allow: [String] = [], deny: [String] = [], defaultAction: Action = .allow) -> Policy {
        let name = LocalizedText(en: "Test", ja: "テスト")
        let ids = ["adult", "gambling"].compactMap(CategoryID.init)
        return Policy(
            name: name,
            categories: ids.map { BreakwaterPolicy.Category(id: $0, name: name, description: name, forChildren: name, topic: "content") },
            profiles: [
                Profile(
                    id: "child", name: name, ageBand: .from6to9, categories: Dictionary(uniqueKeysWithValues: ids.map { ($0, .block) }),
                    defaultAction: defaultAction, allow: allow, deny: deny),
                Profile(id: "grown-up", name: name, ageBand: .adult),
            ],
            defaultProfile: "child", lists: lists.map(\.source))
    }

    static func compiler(
        _ lists: [List], allow: [String] = [], deny: [String] = [], defaultAction: Action = .allow, suffixes: PublicSuffixList? = nil
    ) throws -> BundleCompiler {
        var compiler = try BundleCompiler(
            policy: policy(lists, allow: allow, deny: deny, defaultAction: defaultAction), publicSuffixes: suffixes,
            createdAt: 1_700_000_000,
            hashKey: (7, 8))
        for list in lists {
            try compiler.add(list.source.id, file: "\(list.source.id).txt", format: list.format, bytes: Array(list.text.utf8).span)
        }
        return compiler
    }
}
