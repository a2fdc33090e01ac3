public import BreakwaterPolicy

/// How well a bundle decides a labelled corpus: what it misses, and what it limits that is harmless.
public struct Evaluation: Sendable, Hashable, Codable {
    /// The entries of one category, or of all.
    public struct Row: Sendable, Hashable, Codable {
        /// `nil` for all categories together.
        public var category: CategoryID?
        /// Of the entries that must be limited, those that were allowed, or only warned of where a block is right.
        public var underBlocking: CountedShare
        /// Of the entries that must be allowed, those that were not.
        public var overBlocking: CountedShare
        /// Limited rightly, but named otherwise, or blocked where a warning is right.
        public var mislabelled: Int
    }

    /// One entry that was decided wrongly.
    public struct Failure: Sendable, Hashable, Codable {
        public var name: String
        public var profile: ProfileID
        public var language: String
        public var expected: Action
        public var expectedCategory: CategoryID
        public var actual: Action
        public var actualCategory: CategoryID?
    }

    public var entries: Int
    public var overall: Row
    public var rows: [Row]
    public var languages: [String: Row]
    public var failures: [Failure]
}

/// Counts the outcomes of one row.
struct EvaluationTally {
    private var harmful = 0
    private var missed = 0
    private var harmless = 0
    private var limited = 0
    private var mislabelled = 0

    enum Outcome { case right, missed, limited, mislabelled }

    static func outcome(expected: Action, category: CategoryID, actual: Action, actualCategory: CategoryID?) -> Outcome {
        switch (expected, actual) {
        case (.allow, .allow): .right
        case (.allow, .warn), (.allow, .block): .limited
        case (.warn, .allow), (.block, .allow), (.block, .warn): .missed
        case (.warn, .block): .mislabelled
        case (.warn, .warn), (.block, .block): actualCategory == category ? .right : .mislabelled
        }
    }

    mutating func add(_ outcome: Outcome, expected: Action) {
        if expected == .allow { harmless += 1 } else { harmful += 1 }
        switch outcome {
        case .right: break
        case .missed: missed += 1
        case .limited: limited += 1
        case .mislabelled: mislabelled += 1
        }
    }

    func row(_ category: CategoryID?) -> Evaluation.Row {
        Evaluation.Row(
            category: category, underBlocking: CountedShare(count: missed, of: harmful),
            overBlocking: CountedShare(count: limited, of: harmless), mislabelled: mislabelled)
    }
}
