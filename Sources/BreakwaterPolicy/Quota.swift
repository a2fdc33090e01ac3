/// How many active minutes a local day may have; counted by whoever enforces, and passed into each decision.
public struct Quota: Sendable, Hashable, Codable {
    public var days: DaySet
    /// 0–1440.
    public var minutes: Int

    public init(days: DaySet, minutes: Int) {
        self.days = days
        self.minutes = minutes
    }
}
