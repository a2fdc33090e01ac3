import Breakwater
import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation

/// Asks the rules themselves what they reach: compiles the lists that have URL rules or expressions, and looks up the best-known sites, the
/// help places and ordinary URLs in them.
struct BreadthProbe {
    /// A rule that meets this share of ordinary URLs, in hundredths, is told broad.
    private static let broadShare = 10
    /// Sites whose ordinary URLs are looked up.
    private static let siteCount = 200
    private static let paths = [
        "/", "/index.html", "/news/2026/11/article-48213.html?id=7&page=2", "/images/logo-large.png", "/static/js/main.8f3a.js?v=12",
        "/en/products/search?q=blue+chair&sort=price", "/~user/photos/2019/summer/IMG_0042.jpg", "/api/v2/items/981",
    ]

    private let engine: Engine
    private let numbers: [Int]
    private var scratch = MatchScratchBox()

    /// Reused between questions.
    private final class MatchScratchBox { var scratch = MatchScratch() }

    /// - Returns: `nil` where no list has such rules.
    init?(_ sources: [LintSource]) throws {
        numbers = sources.indices.filter { Self.holdsPatterns(sources[$0].format) && sources[$0].kind != .help && sources[$0].isLimiting }
        guard !numbers.isEmpty, let category = CategoryID("lint") else { return nil }
        let text = LocalizedText(en: "lint", ja: "lint")
        let lists = numbers.map { ListSource(id: String($0), category: category, kind: sources[$0].kind == .exception ? .exception : .normal) }
        var profile = Profile(id: "default", name: text, ageBand: .adult, scansText: false)
        profile.categories = [category: .block]
        let policy = Policy(
            name: text, categories: [Category(id: category, name: text, description: text, forChildren: text, topic: "content")],
            profiles: [profile], defaultProfile: "default", lists: lists)
        var compiler = try BundleCompiler(policy: policy, publicSuffixes: PublicSuffixFile.read())
        for number in numbers {
            let bytes = ListText(try CompressedFile.contents(of: sources[number].path), path: sources[number].path).bytes
            try compiler.add(String(number), file: sources[number].path, format: sources[number].format, bytes: bytes.span)
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-lint-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // The mapping lives on without its name.
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("lint.bwb").path
        _ = try compiler.write(to: path)
        engine = try Engine(contentsOf: path, verification: .header)
    }

    private static func holdsPatterns(_ format: ListFormat) -> Bool {
        switch format {
        case .adblock, .urls, .expressions, .squidGuardExpressions, .hostExpressions, .squidGuard, .squidGuardDiff, .dnscrypt, .searchTerms,
            .extensions:
            true
        case .hosts, .domains, .wildcard, .dnsmasq, .rpz, .unbound, .phrases, .addresses, .hashes: false
        }
    }

    func judge(_ sites: KnownSites, into state: inout LintState) {
        var help = BlockedPlaces()
        for (place, url) in sites.helpURLs { help.add(place, blocking(url, .document)) }
        for (entry, places) in help.sorted {
            tell(
                entry, &state, .error, .help, "it blocks \(places), where children find help", "narrow the rule, or except the place")
        }
        var wellKnown = BlockedPlaces()
        for site in sites.wellKnown {
            let entries = blocking("https://\(site.name)/", .document) + blocking("https://www.\(site.name)/", .document)
            wellKnown.add(site.name, entries.filter { site.category == nil || site.category != state.sources[numbers[$0.list ?? 0]].category })
        }
        for (entry, places) in wellKnown.sorted {
            tell(
                entry, &state, .warning, .broad, "it blocks the front page of \(places), of the best-known sites",
                "if that is meant, keep it; otherwise narrow the rule")
        }
        judgeOrdinary(sites, into: &state)
    }

    /// What each rule blocks: one finding a rule, however many places it is about.
    private struct BlockedPlaces {
        private var places: [Match: (entry: MetEntry, names: [String])] = [:]

        mutating func add(_ place: String, _ entries: [MetEntry]) {
            for entry in entries where places[entry.match]?.names.last != place { places[entry.match, default: (entry, [])].names.append(place) }
        }

        /// In the lists' order; the first places by name, the rest by number.
        var sorted: [(entry: MetEntry, places: String)] {
            places.values.sorted { ($0.entry.list ?? 0, $0.entry.line ?? 0) < ($1.entry.list ?? 0, $1.entry.line ?? 0) }.map { entry, names in
                let shown = names.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
                return (entry, names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown)
            }
        }
    }

    /// Counts how many ordinary URLs each rule meets.
    private func judgeOrdinary(_ sites: KnownSites, into state: inout LintState) {
        var met: [Match: (entry: MetEntry, count: Int)] = [:]
        var asked = 0
        let names = sites.wellKnown.isEmpty ? ["example.com", "example.org", "example.net"] : stride(
            from: 0, to: sites.wellKnown.count, by: max(1, sites.wellKnown.count / Self.siteCount)
        ).map { sites.wellKnown[$0].name }
        for name in names {
            for path in Self.paths {
                asked += 1
                for entry in blocking("https://www.\(name)\(path)", .all) { met[entry.match, default: (entry, 0)].count += 1 }
            }
        }
        for (entry, count) in met.values.sorted(by: { ($0.entry.list ?? 0, $0.entry.line ?? 0) < ($1.entry.list ?? 0, $1.entry.line ?? 0) })
        where count * 100 >= asked * Self.broadShare {
            tell(
                entry, &state, .warning, .broad, "it meets \(count) of \(asked) ordinary URLs",
                "write more of what is meant, or limit it with `$domain=` or a host")
        }
    }

    /// The URL rules and expressions that would block a URL; none where an exception stands against them.
    private func blocking(_ url: String, _ types: ResourceTypes) -> [MetEntry] {
        var request = Request(url: url, profile: "default", at: Moment(secondsSinceEpoch: 0, offsetFromUTC: 0))
        request.type = types
        // Every URL asked for here is one that we wrote; one that cannot be read meets nothing.
        let entries = (try? engine.metEntries(by: request, using: &scratch.scratch)) ?? []
        let hasException = entries.contains { $0.match.flags.contains(.exception) }
        var seen: Set<Match> = []
        return entries.filter { entry in
            guard entry.match.kind == .url || entry.match.kind == .expression, !entry.match.flags.contains(.exception) else { return false }
            return (!hasException || entry.match.flags.contains(.important)) && seen.insert(entry.match).inserted
        }
    }

    private func tell(
        _ entry: MetEntry, _ state: inout LintState, _ severity: RuleDiagnostic.Severity, _ kind: LintFinding.Kind, _ reason: String,
        _ advice: String
    ) {
        guard let list = entry.list, numbers.indices.contains(list) else { return }
        state.add(severity, kind, numbers[list], line: UInt32(clamping: entry.line ?? 0), rule: entry.rule ?? "", reason, advice)
    }
}
