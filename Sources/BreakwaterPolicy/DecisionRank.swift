/// The step of the total decision order that settled a request; a lower raw value wins over a higher one.
///
/// docs/POLICIES.md tells the order to guardians and operators.
public enum DecisionRank: UInt8, Sendable, Hashable, Codable, Comparable, CaseIterable {
    /// The request could not be read as one unambiguous URL, so no policy can vouch for it.
    case malformed = 0
    /// A sealed list (illegal content): nobody can override it, and its reason names no URL.
    case sealed = 1
    /// A help list (crisis lines, health, hotlines): nobody but a sealed list can block it.
    case help = 2
    /// The guardian's own allow or deny entry of the profile.
    case profileEntry = 3
    /// An approved request or an override code that has not expired.
    case grant = 4
    /// Schedule, bedtime or quota.
    case time = 5
    /// The profile's action for a category.
    case category = 6
    /// Nothing matched: the profile's default.
    case profileDefault = 7

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// The stable word used in JSON, logs and databases.
    public var name: String {
        switch self {
        case .malformed: "malformed"
        case .sealed: "sealed"
        case .help: "help"
        case .profileEntry: "profile-entry"
        case .grant: "grant"
        case .time: "time"
        case .category: "category"
        case .profileDefault: "default"
        }
    }
}
