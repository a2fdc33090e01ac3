public import BreakwaterPolicy

/// A verdict in words and values for people, built when it is asked for.
public struct Reason: Sendable, Hashable, Codable {
    public var action: Action
    public var rank: DecisionRank
    public var layer: DecisionLayer
    public var category: Category?
    /// `nil` for sealed lists.
    public var list: ListSource?
    /// The rule as it was written, or the name or prefix that matched; `nil` for sealed lists, and for names where the URL is not given.
    public var rule: String?
    /// Where in the list, for rules whose line is kept.
    public var line: Int?
    public var profile: Profile
    public var scheduleName: LocalizedText?
    /// Seconds since the epoch.
    public var changesAt: Int64?
    public var wouldChange: [Change]
    /// The name that the asked one is an alias of (CNAME), where that is what was judged; `nil` for sealed lists.
    public var canonicalName: String?

    /// What would change the verdict.
    public enum Change: Sendable, Hashable, Codable {
        /// A time rule ends, at seconds since the epoch.
        case scheduleEnds(Int64)
        /// The day's quota starts anew at local midnight, at seconds since the epoch.
        case quotaResets(Int64)
        /// A guardian approves a request for a while.
        case guardianMayApprove
        /// A guardian adds an entry of the profile's own, or changes the category's action.
        case guardianMayChangePolicy
        /// Another profile of the policy decides otherwise.
        case otherProfile(ProfileID)
        /// Nobody here can: the list is sealed.
        case nothing
    }
}
