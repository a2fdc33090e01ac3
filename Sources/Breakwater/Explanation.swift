public import BreakwaterPolicy

/// A verdict with every step that led to it.
public struct Explanation: Sendable {
    public var verdict: Verdict
    public var reason: Reason
    /// In the decision's order; steps after the one that decided are not taken.
    public var steps: [Step]
    /// `nil` where the URL could not be read.
    public var canonicalURL: String?
    /// Every entry of every list and profile that the request met, in the order in which they were found.
    public var matches: [Match] = []
    /// What was looked at to find them; `nil` where the URL could not be read.
    public var lookup: Lookup?
    /// What the answer would be without the one entry that decided; `nil` where no entry did, and for sealed lists.
    public var withoutDecisiveEntry: Verdict?

    public struct Step: Sendable, Hashable, Codable {
        public var rank: DecisionRank
        /// One sentence in English: what was looked at and what came of it.
        public var outcome: String
        public var isDecisive: Bool
    }
}

/// Takes the steps of a decision. Empty for `decide`, so that the two can never tell different stories.
protocol DecisionRecorder {
    mutating func record(_ rank: DecisionRank, isDecisive: Bool, _ outcome: () -> String)
}

struct SilentRecorder: DecisionRecorder {
    @inline(__always)
    mutating func record(_ rank: DecisionRank, isDecisive: Bool, _ outcome: () -> String) {}
}

struct StepRecorder: DecisionRecorder {
    var steps: [Explanation.Step] = []

    mutating func record(_ rank: DecisionRank, isDecisive: Bool, _ outcome: () -> String) {
        steps.append(Explanation.Step(rank: rank, outcome: outcome(), isDecisive: isDecisive))
    }
}
