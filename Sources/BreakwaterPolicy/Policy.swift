/// A whole policy: what a `Policies/*.yaml` document says, after it was read and checked.
///
/// The compiler turns the lists into the bundle's indexes and keeps the rest beside them, so that a policy and
/// its lists are one version.
public struct Policy: Sendable, Hashable, Codable {
    public var name: LocalizedText
    /// IANA name: `Asia/Tokyo`.
    public var timeZone: String
    public var categories: [Category]
    public var profiles: [Profile]
    /// Whom no assignment names.
    public var defaultProfile: ProfileID
    public var assignments: [ClientAssignment]
    public var lists: [ListSource]
    /// Local days since 1970-01-01, ascending.
    public var holidays: [Int32]

    public init(
        name: LocalizedText, timeZone: String = "UTC", categories: [Category], profiles: [Profile],
        defaultProfile: ProfileID, assignments: [ClientAssignment] = [], lists: [ListSource] = [], holidays: [Int32] = []
    ) {
        self.name = name
        self.timeZone = timeZone
        self.categories = categories
        self.profiles = profiles
        self.defaultProfile = defaultProfile
        self.assignments = assignments
        self.lists = lists
        self.holidays = holidays
    }
}
