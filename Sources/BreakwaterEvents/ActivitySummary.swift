public import BreakwaterPolicy

/// Counts for a period, as a report needs them: values, not database rows.
public struct ActivitySummary: Sendable, Hashable {
    /// A local day as days since 1970-01-01; both ends belong to the period.
    public var firstDay: Int32
    public var lastDay: Int32
    /// Every combination that was met at least once.
    public var cells: [Cell]
    /// Requests that were wrongly blocked, as people reported them.
    public var appeals: Int
    /// Events that were not kept because the queue was full.
    public var droppedEvents: Int64
    /// How many people each day's limits met; for small-cell suppression over days (docs/PRIVACY.md, P6).
    public var reach: [Reach]

    /// Distinct pseudonyms of a local day that met a category (or a limit without one, such as bedtime) at any hour.
    ///
    /// Pseudonyms change daily: never add up days and call the sum people.
    public struct Reach: Sendable, Hashable {
        public var day: Int32
        public var profile: ProfileID
        public var category: CategoryID?
        public var people: Int

        public init(day: Int32, profile: ProfileID, category: CategoryID?, people: Int) {
            self.day = day
            self.profile = profile
            self.category = category
            self.people = people
        }
    }

    /// One combination of day, hour, profile, action, rank and category, and how often it was met.
    public struct Cell: Sendable, Hashable {
        public var day: Int32
        /// Local hour, 0–23.
        public var hour: Int
        public var profile: ProfileID
        public var action: Action
        public var rank: DecisionRank
        public var category: CategoryID?
        public var count: Int64
        /// Distinct pseudonyms of that day and combination; for small-cell suppression.
        public var people: Int

        public init(
            day: Int32, hour: Int, profile: ProfileID, action: Action, rank: DecisionRank, category: CategoryID?, count: Int64,
            people: Int
        ) {
            self.day = day
            self.hour = hour
            self.profile = profile
            self.action = action
            self.rank = rank
            self.category = category
            self.count = count
            self.people = people
        }
    }

    public init(
        firstDay: Int32, lastDay: Int32, cells: [Cell], appeals: Int = 0, droppedEvents: Int64 = 0, reach: [Reach] = []
    ) {
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.cells = cells
        self.appeals = appeals
        self.droppedEvents = droppedEvents
        self.reach = reach
    }
}
