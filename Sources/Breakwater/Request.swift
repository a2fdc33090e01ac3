public import BreakwaterPolicy
public import BreakwaterURL

/// One question to the engine.
///
/// For a CONNECT target or a server name use `https://host:port/` and say so in ``layer``.
public struct Request: Sendable {
    /// An absolute URL in any spelling; the engine canonicalises it.
    public var url: String
    /// The URL of the page that asked, where it is known: decides the party.
    public var document: String?
    /// What the response will be used for.
    public var type: ResourceTypes = .document
    public var method: RequestMethods = .get
    public var layer: DecisionLayer
    public var profile: ProfileID
    public var moment: Moment
    /// Active minutes of the local day so far, for quotas.
    public var usedMinutes: Int = 0
    /// Permissions that may hold now.
    public var grants: GrantTable?

    public init(url: String, profile: ProfileID, at moment: Moment, layer: DecisionLayer = .url) {
        self.url = url
        self.profile = profile
        self.moment = moment
        self.layer = layer
    }
}
