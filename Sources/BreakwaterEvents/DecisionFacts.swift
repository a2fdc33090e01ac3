public import BreakwaterPolicy

/// All that is known when a decision was made; it lives until ``PrivacyRules`` has made an event of it, and is never stored.
public struct DecisionFacts: Sendable {
    public var action: Action
    public var rank: DecisionRank
    public var layer: DecisionLayer
    public var category: CategoryID?
    public var list: ListSource?
    public var profile: Profile
    /// A user's name or an address; only its pseudonym is kept.
    public var client: String?
    /// The host alone, never a URL.
    public var host: String?
    public var secondsSinceEpoch: Int64

    public init(
        action: Action, rank: DecisionRank, layer: DecisionLayer, category: CategoryID? = nil, list: ListSource? = nil,
        profile: Profile, client: String? = nil, host: String? = nil, secondsSinceEpoch: Int64
    ) {
        self.action = action
        self.rank = rank
        self.layer = layer
        self.category = category
        self.list = list
        self.profile = profile
        self.client = client
        self.host = host
        self.secondsSinceEpoch = secondsSinceEpoch
    }
}
