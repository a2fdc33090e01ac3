public import Breakwater
public import BreakwaterPolicy
import Foundation

/// What changes between two bundles.
public struct BundleComparison: Sendable {
    /// One URL that the two decide differently for a profile.
    public struct Difference: Sendable, Hashable, Codable {
        public var url: String
        public var profile: ProfileID
        public var before: Action
        public var after: Action
        public var categoryBefore: CategoryID?
        public var categoryAfter: CategoryID?
    }

    private let old: Engine
    private let new: Engine
    private let profiles: [ProfileID]

    public init(old: Engine, new: Engine) {
        self.old = old
        self.new = new
        profiles = new.policy.profiles.map(\.id).filter { id in old.policy.profiles.contains { $0.id == id } }
    }

    /// Lists and profiles that came, went, or have another number of entries; one sentence each.
    public func policyChanges() -> [String] {
        changes("profile", old.policy.profiles.map(\.id.rawValue), new.policy.profiles.map(\.id.rawValue))
            + changes("category", old.policy.categories.map(\.id.rawValue), new.policy.categories.map(\.id.rawValue))
            + changes("list", old.policy.lists.map(\.id), new.policy.lists.map(\.id))
            + changedProfiles() + changedCounts()
    }

    /// The decisions that differ, at one instant, for every profile that both have.
    public func differences(of urls: some Sequence<String>, secondsSinceEpoch: Int64) -> [Difference] {
        var scratch = MatchScratch()
        var found: [Difference] = []
        for url in urls {
            for profile in profiles {
                let before = ask(old, url, profile, secondsSinceEpoch, &scratch)
                let after = ask(new, url, profile, secondsSinceEpoch, &scratch)
                guard before.0 != after.0 || before.1 != after.1 else { continue }
                found.append(
                    Difference(
                        url: url, profile: profile, before: before.0, after: after.0, categoryBefore: before.1, categoryAfter: after.1))
            }
        }
        return found
    }

    private func ask(
        _ engine: Engine, _ url: String, _ profile: ProfileID, _ time: Int64, _ scratch: inout MatchScratch
    ) -> (Action, CategoryID?) {
        let moment = engine.moment(at: Date(timeIntervalSince1970: Double(time)))
        let verdict = engine.decide(Request(url: url, profile: profile, at: moment), using: &scratch)
        return (verdict.action, engine.reason(for: verdict, profile: profile).category?.id)
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
