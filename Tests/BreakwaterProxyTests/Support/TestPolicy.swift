import Breakwater
import BreakwaterCompiler
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterURL
import Foundation
import Testing

/// A small policy, compiled in a temporary folder: `blocked.test` and what is named besides are adult content, `warned.test` is a game,
/// `vpn.test` goes round the filter.
enum TestPolicy {
    /// - Parameters:
    ///   - assignment: who gets the profile `open`, which blocks nothing.
    ///   - inspection: with it the child's tunnels are decrypted, `bank.test` is a bank, and `forbiddenfruit` is a harmful word.
    static func engine(
        blocking names: [String] = ["blocked.test"], assignment: ClientAssignment? = nil, inspection: Inspection? = nil,
        downloads: DownloadRules? = nil
    ) throws -> Engine {
        let text = LocalizedText(en: "Adult content", ja: "成人向け")
        let adult = try #require(CategoryID("adult"))
        let banking = try #require(CategoryID("banking"))
        let games = try #require(CategoryID("games"))
        let bypass = try #require(CategoryID("bypass"))
        let around = LocalizedText(en: "Ways round the filter", ja: "フィルターの回避")
        let game = LocalizedText(en: "Games", ja: "ゲーム")
        let bank = LocalizedText(en: "Banking", ja: "銀行")
        let policy = Policy(
            name: LocalizedText(en: "Test", ja: "試験"),
            categories: [
                BreakwaterPolicy.Category(id: adult, name: text, description: text, forChildren: text, topic: "content"),
                BreakwaterPolicy.Category(id: banking, name: bank, description: bank, forChildren: bank, topic: "contract"),
                BreakwaterPolicy.Category(id: games, name: game, description: game, forChildren: game, topic: "conduct"),
                BreakwaterPolicy.Category(id: bypass, name: around, description: around, forChildren: around, topic: "bypass"),
            ],
            profiles: [
                Profile(
                    id: "child", name: LocalizedText(en: "Child", ja: "子ども"), ageBand: .from6to9,
                    categories: [adult: .block, games: .warn, bypass: .block],
                    allow: ["own-resolver.test"], textScoreLimit: 60, inspection: inspection, downloads: downloads),
                Profile(id: "open", name: LocalizedText(en: "Open", ja: "大人"), ageBand: .adult),
            ],
            defaultProfile: "child", assignments: assignment.map { [$0] } ?? [],
            lists: [
                ListSource(id: "names", format: "domains", category: adult), ListSource(id: "banks", format: "domains", category: banking),
                ListSource(id: "words", format: "phrases", category: adult), ListSource(id: "games", format: "domains", category: games),
                ListSource(id: "bypass", format: "domains", category: bypass),
            ])
        var compiler = try BundleCompiler(policy: policy)
        let list = Array((names.joined(separator: "\n") + "\n").utf8)
        try compiler.add("names", file: "names.txt", bytes: list.span)
        try compiler.add("games", file: "games.txt", bytes: Array("warned.test\n".utf8).span)
        try compiler.add("bypass", file: "bypass.txt", bytes: Array("vpn.test\nproxy.test\n".utf8).span)
        if inspection != nil {
            try compiler.add("banks", file: "banks.txt", bytes: Array("bank.test\n".utf8).span)
            try compiler.add("words", file: "words.txt", bytes: Array("<forbiddenfruit><200>\n".utf8).span)
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-proxy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("test.bwb").path
        _ = try compiler.write(to: path)
        return try Engine(contentsOf: path)
    }

    /// A service whose policy blocks `blocked.test`, but not for this user.
    static func service(assigning user: String) throws -> FilterService {
        try service(ClientAssignment(user: user, profile: "open"))
    }

    /// The same, but not for these addresses.
    static func service(assigning prefix: CIDRBlock) throws -> FilterService {
        try service(ClientAssignment(prefix: prefix, profile: "open"))
    }

    private static func service(_ assignment: ClientAssignment) throws -> FilterService {
        FilterService(slot: EngineSlot(try engine(assignment: assignment)), recorder: EventRecorder(), privacy: PrivacyRules())
    }

    /// - Parameter ports: that CONNECT may name.
    static func service(
        blocking names: [String] = ["blocked.test"], ports: Set<Int> = [443], inspection: Inspection? = nil, downloads: DownloadRules? = nil
    ) throws -> FilterService {
        var configuration = FilterConfiguration()
        configuration.connectPorts = ports
        configuration.canInspect = inspection != nil
        return FilterService(
            slot: EngineSlot(try engine(blocking: names, inspection: inspection, downloads: downloads)), recorder: EventRecorder(),
            privacy: PrivacyRules(), configuration: configuration)
    }
}
