public import BreakwaterEvents
public import BreakwaterPolicy
public import BreakwaterStore

/// What the console shows and does, as functions: the console itself knows no engine and no database.
public struct ConsoleServices: Sendable {
    /// Access requests: what was asked, and how to answer.
    public struct RequestDesk: Sendable {
        public var list: @Sendable () async throws -> [AccessRequest]
        /// Opens what was asked for until a time in seconds since the epoch.
        public var approve: @Sendable (_ id: AccessRequest.ID, _ until: Int64) async throws -> Void
        public var deny: @Sendable (_ id: AccessRequest.ID) async throws -> Void

        public init(
            list: @escaping @Sendable () async throws -> [AccessRequest],
            approve: @escaping @Sendable (_ id: AccessRequest.ID, _ until: Int64) async throws -> Void,
            deny: @escaping @Sendable (_ id: AccessRequest.ID) async throws -> Void
        ) {
            self.list = list
            self.approve = approve
            self.deny = deny
        }
    }

    public var policy: @Sendable () -> Policy
    public var status: @Sendable () async -> ConsoleStatus
    public var check: @Sendable (_ url: String, _ profile: ProfileID) async -> ConsoleCheck
    /// Counts from one local day to another; `nil` where nothing is stored.
    public var summary: (@Sendable (_ firstDay: Int32, _ lastDay: Int32) async throws -> ActivitySummary)?
    /// `nil` where nothing is stored.
    public var requests: RequestDesk?
    /// The policy's local day and the seconds since the epoch.
    public var now: @Sendable () -> Moment

    public init(
        policy: @escaping @Sendable () -> Policy, status: @escaping @Sendable () async -> ConsoleStatus,
        check: @escaping @Sendable (_ url: String, _ profile: ProfileID) async -> ConsoleCheck,
        summary: (@Sendable (_ firstDay: Int32, _ lastDay: Int32) async throws -> ActivitySummary)? = nil,
        requests: RequestDesk? = nil, now: @escaping @Sendable () -> Moment
    ) {
        self.policy = policy
        self.status = status
        self.check = check
        self.summary = summary
        self.requests = requests
        self.now = now
    }
}
