public import Breakwater
public import BreakwaterPolicy
import Foundation

/// What changes between two bundles.
public struct BundleComparison: Sendable {
    /// What became of one URL for one profile.
    public enum Change: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
        case newlyBlocked = "newly-blocked"
        case newlyWarned = "newly-warned"
        case newlyAllowed = "newly-allowed"
        /// The same action for another reason.
        case reasonChanged = "reason-changed"
    }

    /// A decision and why.
    public struct Side: Sendable, Hashable, Codable {
        public var action: Action
        public var step: String
        public var category: CategoryID?
        public var list: String?
        public var rule: String?
        public var line: Int?
    }

    /// One URL that the two decide differently for a profile.
    public struct Difference: Sendable, Hashable, Codable {
        public var url: String
        public var profile: ProfileID
        public var change: Change
        public var before: Side
        public var after: Side
    }

    /// All that was found.
    public struct Report: Sendable, Hashable, Codable {
        /// Lists, profiles and categories that came, went or changed; one sentence each.
        public var policy: [String]
        /// How many URLs were asked about.
        public var urls = 0
        /// For each profile that both bundles have, how many URLs changed, and how.
        public var counts: [String: [Change: Int]] = [:]
        /// The first differences of each kind and profile.
        public var sample: [Difference] = []
    }

    private let old: Engine
    private let new: Engine
    private let profiles: [ProfileID]

    public init(old: Engine, new: Engine) {
        self.old = old
        self.new = new
        profiles = new.policy.profiles.map(\.id).filter { id in old.policy.profiles.contains { $0.id == id } }
    }

    /// - Parameters:
    ///   - urls: what to ask both about.
    ///   - secondsSinceEpoch: the instant to ask for.
    ///   - limit: how many differences of a kind are kept a profile.
    public func report(on urls: some Sequence<String>, secondsSinceEpoch: Int64, limit: Int) -> Report {
        var report = Report(policy: policyChanges())
        for profile in profiles { report.counts[profile.rawValue] = [:] }
        var scratch = MatchScratch()
        let moments = (moment(old, secondsSinceEpoch), moment(new, secondsSinceEpoch))
        for url in urls {
            report.urls += 1
            for profile in profiles {
                guard let difference = difference(url, profile, moments, &scratch) else { continue }
                let count = report.counts[profile.rawValue]?[difference.change] ?? 0
                report.counts[profile.rawValue, default: [:]][difference.change] = count + 1
                if count < limit { report.sample.append(difference) }
            }
        }
        return report
    }

    private func moment(_ engine: Engine, _ seconds: Int64) -> Moment { engine.moment(at: Date(timeIntervalSince1970: Double(seconds))) }

    private func difference(_ url: String, _ profile: ProfileID, _ moments: (Moment, Moment), _ scratch: inout MatchScratch) -> Difference? {
        let requests = (Request(url: url, profile: profile, at: moments.0), Request(url: url, profile: profile, at: moments.1))
        let verdicts = (old.decide(requests.0, using: &scratch), new.decide(requests.1, using: &scratch))
        // Most URLs are nobody's: two defaults that agree have no reason to compare.
        if verdicts.0.rank == .profileDefault, verdicts.1.rank == .profileDefault, verdicts.0.action == verdicts.1.action { return nil }
        let sides = (side(old, requests.0, &scratch), side(new, requests.1, &scratch))
        guard sides.0 != sides.1 else { return nil }
        // A rule that moved to another line is the same rule.
        var moved = sides.1
        moved.line = sides.0.line
        guard moved != sides.0 else { return nil }
        return Difference(url: url, profile: profile, change: Self.change(sides.0.action, sides.1.action), before: sides.0, after: sides.1)
    }

    private static func change(_ before: Action, _ after: Action) -> Change {
        guard before != after else { return .reasonChanged }
        switch after {
        case .block: return .newlyBlocked
        case .warn: return .newlyWarned
        case .allow: return .newlyAllowed
        }
    }

    private func side(_ engine: Engine, _ request: Request, _ scratch: inout MatchScratch) -> Side {
        let reason = engine.reasonAlone(request, using: &scratch)
        return Side(
            action: reason.action, step: reason.rank.name, category: reason.category?.id, list: reason.list?.id, rule: reason.rule, line: reason.line)
    }

    /// Lists and profiles that came, went, or have another number of entries; one sentence each.
    public func policyChanges() -> [String] {
        changes("profile", old.policy.profiles.map(\.id.rawValue), new.policy.profiles.map(\.id.rawValue))
            + changes("category", old.policy.categories.map(\.id.rawValue), new.policy.categories.map(\.id.rawValue))
            + changes("list", old.policy.lists.map(\.id), new.policy.lists.map(\.id))
            + changedProfiles() + changedCounts()
    }

    private func changes(_ kind: String, _ before: [String], _ after: [String]) -> [String] {
        before.filter { !after.contains($0) }.map { "\(kind) \($0) is gone" } + after.filter { !before.contains($0) }.map { "\(kind) \($0) is new" }
    }

    private func changedProfiles() -> [String] {
        new.policy.profiles.compactMap { profile in
            guard let before = old.policy.profiles.first(where: { $0.id == profile.id }), before != profile else { return nil }
            return "profile \(profile.id) has other rules"
        }
    }

    private func changedCounts() -> [String] {
        new.inventory.compactMap { list in
            guard let before = old.inventory.first(where: { $0.id == list.id }) else { return nil }
            let counts = (before.hosts + before.rules, list.hosts + list.rules)
            return counts.0 == counts.1 ? nil : "list \(list.id) has \(counts.1) entries, before \(counts.0)"
        }
    }
}

/// URLs to compare bundles by where nobody brings any: the corpus, the places of help, and the front pages of the best-known sites.
public enum BuiltInURLs {
    public static func read() throws -> [String] {
        let sites = try KnownSites.find()
        let corpus = try PresetFinder.file("Corpus/urls.tsv").map { path in
            try CorpusReader.read(path).compactMap { entry -> String? in
                guard case .url(let url) = entry.subject else { return nil }
                return url
            }
        }
        return (corpus ?? []) + sites.helpURLs.map(\.url) + sites.wellKnown.map { "https://\($0.name)/" }
    }
}
