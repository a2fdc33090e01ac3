public import BreakwaterPolicy

/// What the engine answers: a value of fixed size without references. ``Engine/reason(for:profile:)`` puts it into words.
public struct Verdict: Sendable, Hashable {
    public let action: Action
    public let rank: DecisionRank
    public let layer: DecisionLayer
    /// Index into the policy's categories.
    public let categoryIndex: UInt8?
    /// Index into the policy's lists; `nil` where no list decided (a profile's own entry, time, default).
    public let listIndex: UInt16?
    /// Seconds since the epoch at which the time rule that decided ends, where ``rank`` is `time`.
    public let changesAt: Int64?
    /// The profile scans text, and nothing of higher rank than a category vouches for the response.
    public let wantsTextScan: Bool
    /// The profile has the host's encrypted connections decrypted. Never those of help lists, and exempt categories win.
    public internal(set) var wantsInspection = false
    /// Index into the profile's schedules, where one decided.
    public let scheduleIndex: UInt8?
    /// How many regular expressions gave no answer within their budget; they never allow.
    public let exceededExpressions: UInt16
    var rule: RuleReference

    init(
        action: Action, rank: DecisionRank, layer: DecisionLayer, categoryIndex: UInt8? = nil, listIndex: UInt16? = nil,
        changesAt: Int64? = nil, wantsTextScan: Bool = false, scheduleIndex: UInt8? = nil, exceededExpressions: UInt16 = 0,
        rule: RuleReference = .none
    ) {
        self.action = action
        self.rank = rank
        self.layer = layer
        self.categoryIndex = categoryIndex
        self.listIndex = listIndex
        self.changesAt = changesAt
        self.wantsTextScan = wantsTextScan
        self.scheduleIndex = scheduleIndex
        self.exceededExpressions = exceededExpressions
        self.rule = rule
    }
}

/// Which entry decided, in a form that costs nothing to carry.
enum RuleReference: Sendable, Hashable {
    case none
    /// The suffix of the host that starts at this byte of it.
    case domain(start: UInt16)
    case address(prefixLength: UInt8)
    case url(UInt32)
    case expression(UInt32)
    case hash
    case text
}
