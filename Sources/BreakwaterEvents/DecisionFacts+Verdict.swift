public import Breakwater
public import BreakwaterPolicy

extension DecisionFacts {
    /// The facts of an engine's verdict.
    ///
    /// - Parameters:
    ///   - verdict: What the engine decided.
    ///   - policy: The policy of the same engine: the verdict's indexes point into it.
    ///   - profile: The client's profile in that policy.
    ///   - secondsSinceEpoch: When it was decided.
    public init(_ verdict: Verdict, policy: Policy, profile: Profile, secondsSinceEpoch: Int64) {
        let category = verdict.categoryIndex.map(Int.init)
        let list = verdict.listIndex.map(Int.init)
        self.init(
            action: verdict.action, rank: verdict.rank, layer: verdict.layer,
            category: category.flatMap { policy.categories.indices.contains($0) ? policy.categories[$0].id : nil },
            list: list.flatMap { policy.lists.indices.contains($0) ? policy.lists[$0] : nil },
            profile: profile, secondsSinceEpoch: secondsSinceEpoch)
    }
}
