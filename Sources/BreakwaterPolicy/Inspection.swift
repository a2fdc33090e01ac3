/// Which of a profile's encrypted connections the proxy decrypts, judges and encrypts again. A profile without it has none decrypted.
public struct Inspection: Sendable, Hashable, Codable {
    public enum Reach: Sendable, Hashable, Codable {
        /// Every host that is not exempt.
        case everything
        /// Hosts that a list has in one of these categories.
        case categories(Set<CategoryID>)
    }

    public var reach: Reach
    /// Hosts in these categories are never decrypted, whatever ``reach`` says; nor are those of help lists.
    public var exemptCategories: Set<CategoryID>
    /// Hosts that are never decrypted, written as a profile's own entries are, without a path.
    public var exemptHosts: [String]
    /// Whether a host whose client refuses our certificate (an app that pins its own) passes undecrypted for a while.
    public var passesPinnedHosts: Bool

    /// What nobody but the person concerned should read.
    public static let sensitiveCategories = Set(["banking", "health-care", "government"].compactMap { CategoryID($0) })

    public init(
        reach: Reach = .everything, exemptCategories: Set<CategoryID> = Inspection.sensitiveCategories, exemptHosts: [String] = [],
        passesPinnedHosts: Bool = true
    ) {
        self.reach = reach
        self.exemptCategories = exemptCategories
        self.exemptHosts = exemptHosts
        self.passesPinnedHosts = passesPinnedHosts
    }
}
