/// The name of a profile: `child-6-9`. 1–40 bytes, of the same letters as a category's name.
public struct ProfileID: Sendable, Hashable, Comparable, Codable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let rawValue: String

    public init?(_ text: String) {
        guard let form = CategoryID(text) else { return nil }
        rawValue = form.rawValue
    }

    /// For names in our own source; a name that is not of the form never matches a profile.
    public init(stringLiteral value: String) { rawValue = value }

    public init(from decoder: any Decoder) throws {
        rawValue = try CategoryID(from: decoder).rawValue
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }
    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What one person (or one class of clients) may meet, and when.
public struct Profile: Sendable, Hashable, Codable, Identifiable {
    public var id: ProfileID
    public var name: LocalizedText
    public var ageBand: AgeBand
    /// Categories that are not named here take `allow`.
    public var categories: [CategoryID: Action]
    /// What happens to a request that nothing else decides; `block` makes an allow-list-only profile.
    public var defaultAction: Action
    /// The guardian's own entries, one URL pattern each: `example.org`, `*.example.org`, `example.org/path`, `2001:db8::/32`.
    public var allow: [String]
    public var deny: [String]
    public var schedules: [Schedule]
    public var quotas: [Quota]
    /// How many minutes before time is up a page says so, once; 0 for never, `nil` for ``defaultTimeWarning``.
    public var timeWarning: Int?
    /// 5 minutes.
    public static var defaultTimeWarning: Int { 5 }
    /// Whether response text is scanned; `false` leaves bodies untouched.
    public var scansText: Bool
    /// The phrase score from which text is blocked (60 young children, 100 older, 160 young adults).
    public var textScoreLimit: Int
    /// Whether events may keep host names; off unless the profile's owner opted in.
    public var keepsHostNames: Bool
    /// `nil` where all of it follows from the age band.
    public var safeModes: SafeModes?
    /// `nil` where all of it is as the process is configured.
    public var tunnels: TunnelRules?
    /// `nil` where nothing is decrypted.
    public var inspection: Inspection?
    /// `nil` where every file may be fetched.
    public var downloads: DownloadRules?

    public init(
        id: ProfileID, name: LocalizedText, ageBand: AgeBand, categories: [CategoryID: Action] = [:],
        defaultAction: Action = .allow, allow: [String] = [], deny: [String] = [], schedules: [Schedule] = [],
        quotas: [Quota] = [], timeWarning: Int? = nil, scansText: Bool = true, textScoreLimit: Int = 160, keepsHostNames: Bool = false,
        safeModes: SafeModes? = nil, tunnels: TunnelRules? = nil, inspection: Inspection? = nil, downloads: DownloadRules? = nil
    ) {
        self.id = id
        self.name = name
        self.ageBand = ageBand
        self.categories = categories
        self.defaultAction = defaultAction
        self.allow = allow
        self.deny = deny
        self.schedules = schedules
        self.quotas = quotas
        self.timeWarning = timeWarning
        self.scansText = scansText
        self.textScoreLimit = textScoreLimit
        self.keepsHostNames = keepsHostNames
        self.safeModes = safeModes
        self.tunnels = tunnels
        self.inspection = inspection
        self.downloads = downloads
    }
}
