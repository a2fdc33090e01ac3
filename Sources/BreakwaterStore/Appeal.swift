public import BreakwaterPolicy

/// Somebody's word that a page was wrongly limited; counted in every report.
public struct Appeal: Sendable, Hashable, Codable, Identifiable {
    /// What became of it.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case open
        /// The limit was wrong.
        case upheld
        /// The limit stays.
        case rejected
    }

    /// Unique in the store.
    public var id: Int64
    /// Minutes since the epoch.
    public var minute: Int64
    public var profile: ProfileID
    public var category: CategoryID?
    public var list: String?
    /// The host that the person reported; the store forgets it with the note after the retention of requests.
    public var host: String?
    /// The person's own words, at most 500 characters.
    public var note: String?
    public var state: State
    /// Minutes since the epoch.
    public var decidedMinute: Int64?

    public init(
        id: Int64 = 0, minute: Int64, profile: ProfileID, category: CategoryID? = nil, list: String? = nil, host: String? = nil,
        note: String? = nil, state: State = .open, decidedMinute: Int64? = nil
    ) {
        self.id = id
        self.minute = minute
        self.profile = profile
        self.category = category
        self.list = list
        self.host = host
        self.note = note
        self.state = state
        self.decidedMinute = decidedMinute
    }
}
