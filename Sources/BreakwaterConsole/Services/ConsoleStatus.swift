public import BreakwaterPolicy

/// What runs here.
public struct ConsoleStatus: Sendable, Hashable, Codable {
    /// One list of the policy; a sealed list has no name here.
    public struct List: Sendable, Hashable, Codable {
        public var id: String?
        public var kind: ListSource.Kind
        public var category: CategoryID?
        public var version: String?
        public var licence: String?
        /// Hosts and rules that came in; `nil` for sealed lists.
        public var entries: Int?
        /// Lines that could not be used.
        public var problems: Int?

        public init(
            id: String?, kind: ListSource.Kind, category: CategoryID? = nil, version: String? = nil, licence: String? = nil,
            entries: Int? = nil, problems: Int? = nil
        ) {
            self.id = id
            self.kind = kind
            self.category = category
            self.version = version
            self.licence = licence
            self.entries = entries
            self.problems = problems
        }
    }

    /// SHA-256 of the bundle, in hexadecimal.
    public var engine: String
    /// When the bundle was compiled, seconds since the epoch.
    public var compiledAt: Int64
    public var policyName: LocalizedText
    public var timeZone: String
    public var profiles: Int
    public var categories: Int
    public var lists: [List]
    /// Events that were lost before they were stored, since the start.
    public var droppedEvents: Int64

    public init(
        engine: String, compiledAt: Int64, policyName: LocalizedText, timeZone: String, profiles: Int, categories: Int, lists: [List],
        droppedEvents: Int64
    ) {
        self.engine = engine
        self.compiledAt = compiledAt
        self.policyName = policyName
        self.timeZone = timeZone
        self.profiles = profiles
        self.categories = categories
        self.lists = lists
        self.droppedEvents = droppedEvents
    }
}

/// What the filter says of one URL.
public struct ConsoleCheck: Sendable, Hashable, Codable {
    /// One step of the decision.
    public struct Step: Sendable, Hashable, Codable {
        public var rank: String
        public var outcome: String
        public var isDecisive: Bool

        public init(rank: String, outcome: String, isDecisive: Bool) {
            self.rank = rank
            self.outcome = outcome
            self.isDecisive = isDecisive
        }
    }

    public var action: Action
    public var rank: String
    public var category: LocalizedText?
    public var list: String?
    public var rule: String?
    /// `nil` where the URL could not be read.
    public var canonicalURL: String?
    public var steps: [Step]

    public init(
        action: Action, rank: String, category: LocalizedText? = nil, list: String? = nil, rule: String? = nil,
        canonicalURL: String? = nil, steps: [Step] = []
    ) {
        self.action = action
        self.rank = rank
        self.category = category
        self.list = list
        self.rule = rule
        self.canonicalURL = canonicalURL
        self.steps = steps
    }
}
