public import BreakwaterPolicy

/// A child's question whether something may be opened for a while.
public struct AccessRequest: Sendable, Hashable, Codable, Identifiable {
    /// What became of it.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case pending
        case approved
        case denied
    }

    /// For how long the child asks.
    public typealias Term = GrantTerm

    /// Unique in the store.
    public var id: Int64
    /// Minutes since the epoch.
    public var minute: Int64
    public var profile: ProfileID
    /// The suggested scope: a URL pattern as in a profile's own entries, usually the host alone. At most 255 characters.
    public var pattern: String
    /// The child's own words, at most 500 characters.
    public var note: String?
    /// `nil` where the child did not say.
    public var term: Term?
    public var state: State
    /// Minutes since the epoch.
    public var decidedMinute: Int64?
    /// The grant that an approval made; it may have expired.
    public var grant: Grant.ID?

    public init(
        id: Int64 = 0, minute: Int64, profile: ProfileID, pattern: String, note: String? = nil, term: Term? = nil, state: State = .pending,
        decidedMinute: Int64? = nil, grant: Grant.ID? = nil
    ) {
        self.id = id
        self.minute = minute
        self.profile = profile
        self.pattern = pattern
        self.note = note
        self.term = term
        self.state = state
        self.decidedMinute = decidedMinute
        self.grant = grant
    }
}
