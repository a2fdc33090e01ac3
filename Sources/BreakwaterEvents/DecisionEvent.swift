public import BreakwaterPolicy

/// What is kept of a decision: enough for a report, nothing that says what a person read.
///
/// Never a path, a query, an address or a user agent; a host name only where the profile opted in (REPORT rules P1–P3 in
/// docs/PRIVACY.md).
public struct DecisionEvent: Sendable, Hashable {
    /// Minutes since the epoch, UTC.
    public var minute: Int64
    public var action: Action
    public var rank: DecisionRank
    public var layer: DecisionLayer
    public var category: CategoryID?
    public var profile: ProfileID
    /// HMAC of the client under a key that is destroyed daily; 0 where there is no client to tell apart.
    public var pseudonym: UInt64
    /// The list's id in the policy; never set for a sealed list.
    public var list: String?
    /// The host name, only where the profile keeps host names; never set for a sealed list.
    public var host: String?
    /// How many equal events this stands for.
    public var count: Int64

    public init(
        minute: Int64, action: Action, rank: DecisionRank, layer: DecisionLayer, category: CategoryID?, profile: ProfileID,
        pseudonym: UInt64 = 0, list: String? = nil, host: String? = nil, count: Int64 = 1
    ) {
        self.minute = minute
        self.action = action
        self.rank = rank
        self.layer = layer
        self.category = category
        self.profile = profile
        self.pseudonym = pseudonym
        self.list = list
        self.host = host
        self.count = count
    }
}
