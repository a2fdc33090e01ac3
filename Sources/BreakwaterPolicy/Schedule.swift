/// When a profile's time rules apply, in the policy's time zone.
public struct Schedule: Sendable, Hashable, Codable {
    /// What happens while the schedule is active.
    public enum Effect: Sendable, Hashable, Codable {
        /// Nothing but sealed, help, own entries and grants decides: everything else is blocked (bedtime).
        case blockAll
        /// These categories take this action, whatever the profile says of them.
        case categories([CategoryID: Action])
    }

    /// Shown to people: "Bedtime".
    public var name: LocalizedText
    public var days: DaySet
    /// Several a day; one whose end is not after its start runs over midnight into the next day.
    public var ranges: [MinuteRange]
    public var effect: Effect

    public init(name: LocalizedText, days: DaySet, ranges: [MinuteRange], effect: Effect) {
        self.name = name
        self.days = days
        self.ranges = ranges
        self.effect = effect
    }
}

/// Days of the week, and days that the policy lists as holidays.
public struct DaySet: OptionSet, Sendable, Hashable, Codable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let monday = DaySet(rawValue: 1 << 0)
    public static let tuesday = DaySet(rawValue: 1 << 1)
    public static let wednesday = DaySet(rawValue: 1 << 2)
    public static let thursday = DaySet(rawValue: 1 << 3)
    public static let friday = DaySet(rawValue: 1 << 4)
    public static let saturday = DaySet(rawValue: 1 << 5)
    public static let sunday = DaySet(rawValue: 1 << 6)
    /// A listed holiday: then its weekday does not count.
    public static let holiday = DaySet(rawValue: 1 << 7)

    public static let weekdays: DaySet = [.monday, .tuesday, .wednesday, .thursday, .friday]
    public static let weekend: DaySet = [.saturday, .sunday]
    public static let everyDay = DaySet(rawValue: 0xFF)
}

/// Minutes after local midnight, half open: `start` belongs to it, `end` does not.
public struct MinuteRange: Sendable, Hashable, Codable {
    /// 0–1439.
    public var start: Int
    /// 1–1440; not after `start` where the range runs over midnight.
    public var end: Int

    public init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }

    public var crossesMidnight: Bool { end <= start }
}
