public import BreakwaterURL

/// Who gets which profile; the first assignment whose every given condition holds wins.
public struct ClientAssignment: Sendable, Hashable, Codable {
    /// An address or a prefix; an IPv6 household is usually a /64.
    public var prefix: CIDRBlock?
    /// The name a client logged in with.
    public var user: String?
    /// The listener's name in the configuration.
    public var listener: String?
    public var profile: ProfileID

    public init(prefix: CIDRBlock? = nil, user: String? = nil, listener: String? = nil, profile: ProfileID) {
        self.prefix = prefix
        self.user = user
        self.listener = listener
        self.profile = profile
    }
}
