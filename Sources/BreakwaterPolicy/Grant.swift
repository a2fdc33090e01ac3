/// A permission that a guardian gave for a while: an approved request, or an override code.
public struct Grant: Sendable, Hashable, Codable, Identifiable {
    /// Unique in the store.
    public var id: Int64
    public var profile: ProfileID
    /// A URL pattern as in a profile's own entries; `nil` grants everything (an override code).
    public var pattern: String?
    /// Seconds since the epoch; the grant holds before it.
    public var expiresAt: Int64

    public init(id: Int64, profile: ProfileID, pattern: String?, expiresAt: Int64) {
        self.id = id
        self.profile = profile
        self.pattern = pattern
        self.expiresAt = expiresAt
    }
}
