import BreakwaterReports

/// A share with its 95% interval by Wilson's score method, which stays within 0–1 and holds for few cases too.
public struct CountedShare: Sendable, Hashable, Codable {
    public let count: Int
    public let total: Int
    /// `nil` where there was no case.
    public let share: Double?
    public let lower: Double?
    public let upper: Double?

    public init(count: Int, of total: Int) {
        self.count = count
        self.total = total
        let interval = total > 0 ? WilsonInterval(successes: count, trials: total) : nil
        share = total > 0 ? Double(count) / Double(total) : nil
        lower = interval?.lower
        upper = interval?.upper
    }
}
