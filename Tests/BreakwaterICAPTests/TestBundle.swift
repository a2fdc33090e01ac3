import Breakwater
import BreakwaterCompiler
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation

/// A small policy, compiled once for all tests: `blocked.test`, and text with the word `forbiddenfruit`.
enum TestBundle {
    static let now: Int64 = 1_772_483_400

    static let engine: Engine = {
        do {
            let folder = FileManager.default.temporaryDirectory.appending(path: "breakwater-icap-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let path = folder.appending(path: "test.bwb").path
            var compiler = try BundleCompiler(policy: policy, createdAt: 1_700_000_000, hashKey: (1, 2))
            _ = try compiler.add("names", file: "names.txt", format: .domains, bytes: Array("blocked.test\n".utf8).span)
            _ = try compiler.add("words", file: "words.txt", format: .phrases, bytes: Array("<forbiddenfruit><200>\n".utf8).span)
            _ = try compiler.write(to: path)
            return try Engine(contentsOf: path)
        } catch {
            fatalError("the test policy does not compile: \(error)")
        }
    }()

    static func service(_ configuration: FilterConfiguration = FilterConfiguration()) -> FilterService {
        FilterService(
            slot: EngineSlot(engine), recorder: EventRecorder(capacity: 64), privacy: PrivacyRules(), configuration: configuration)
    }

    private static let policy: Policy = {
        guard let adult = CategoryID("adult") else { fatalError("`adult` is a category name") }
        let name = LocalizedText(en: "Adult content", ja: "アダルト")
        return Policy(
            name: LocalizedText(en: "Test", ja: "テスト"),
            categories: [BreakwaterPolicy.Category(id: adult, name: name, description: name, forChildren: name, topic: "content")],
            profiles: [
                Profile(
                    id: "child", name: LocalizedText(en: "Child", ja: "子ども"), ageBand: .from6to9, categories: [adult: .block],
                    textScoreLimit: 60),
                Profile(id: "guardian", name: LocalizedText(en: "Guardian", ja: "保護者"), ageBand: .adult, scansText: false),
            ],
            defaultProfile: "child",
            assignments: [
                ClientAssignment(user: "mother", profile: "guardian"),
                ClientAssignment(prefix: CIDRBlock("2001:db8:1::/64"), profile: "guardian"),
            ],
            lists: [ListSource(id: "names", category: adult), ListSource(id: "words", category: adult)])
    }()
}
