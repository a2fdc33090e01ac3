public import BreakwaterPolicy

/// A whole report as values: every renderer prints this and nothing else, so HTML, PDF, CSV and JSON can't tell different stories.
///
/// Texts are in ``language`` and free of control and bidirectional characters; renderers escape them for their format. There is
/// no row for visits to help services in any report: asking for help stays private.
public struct ReportModel: Sendable, Hashable, Codable {
    /// Rises when a field changes its meaning or goes.
    public var schemaVersion = 1
    public var audience: Audience
    public var language: Language
    public var countries: [Country]
    /// The policy's name.
    public var policyName: String
    public var period: Days
    /// `nil` where nothing is known of the time before.
    public var previousPeriod: Days?
    /// `2026-11-23`.
    public var createdOn: String
    /// Plain sentences that say what happened, to be read first.
    public var summary: [String]
    public var totals: Counts
    public var previousTotals: Counts?
    /// Categories that stopped something, most first.
    public var categories: [CategoryRow]
    /// What else stopped something: time rules, own entries, unreadable requests.
    public var reasons: [ReasonRow]
    /// What was stopped in profiles that are shown as totals only.
    public var withheld: Counts
    /// Consecutive spans that cover the period; single days where it is short.
    public var days: [DayRow]
    /// The 24 hours of the day over the whole period; empty where the audience does not see them.
    public var hours: [HourRow]
    public var profiles: [ProfileRow]
    /// What to know about each category that was met, what deserves a word soon first.
    public var guidance: [GuidanceSection]
    public var appeals: Int
    /// Events that were lost before they could be counted; the numbers above are too low by at most that.
    public var droppedEvents: Int64
    public var settings: [SettingCheck]
    public var suppression: Suppression?
    public var retention: RetentionPeriods
    public var help: [HelpEntry]
    /// The lists in use; only in the public report.
    public var lists: [ListRow]
    /// What an operator measured besides; only in the public report.
    public var operatorFigures: OperatorFigures?

    /// First and last day, `2026-11-16`, and what one calls such a period.
    public struct Days: Sendable, Hashable, Codable {
        public var firstDay: String
        public var lastDay: String
        public var dayCount: Int
        public var kind: ReportPeriod.Kind
    }

    /// How many requests there were, and what became of them.
    public struct Counts: Sendable, Hashable, Codable {
        public var allowed: Int64 = 0
        public var warned: Int64 = 0
        public var blocked: Int64 = 0

        /// Blocked or warned about.
        public var stopped: Int64 { blocked.clampedAdding(warned) }
        /// Everything that was checked: the denominator of every share.
        public var checked: Int64 { allowed.clampedAdding(stopped) }

        public init(allowed: Int64 = 0, warned: Int64 = 0, blocked: Int64 = 0) {
            self.allowed = allowed
            self.warned = warned
            self.blocked = blocked
        }

        mutating func add(_ count: Int64, action: Action) {
            switch action {
            case .allow: allowed = allowed.clampedAdding(count)
            case .warn: warned = warned.clampedAdding(count)
            case .block: blocked = blocked.clampedAdding(count)
            }
        }
    }
}

extension Int64 {
    // Why: counts come from a database that may be damaged; a report must not trap on it.
    func clampedAdding(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }
}
