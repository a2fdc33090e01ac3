/// The local days that a report covers; both ends belong to it.
public struct ReportPeriod: Sendable, Hashable {
    /// What people call a period of that length.
    public enum Kind: String, Sendable, Hashable, Codable { case day, week, month, days }

    public var firstDay: CalendarDay
    public var lastDay: CalendarDay

    /// - Parameter lastDay: not before `firstDay`; an earlier one makes a period of one day.
    public init(firstDay: CalendarDay, lastDay: CalendarDay) {
        self.firstDay = firstDay
        self.lastDay = max(firstDay, lastDay)
    }

    public var dayCount: Int { Int(lastDay.number) - Int(firstDay.number) + 1 }

    public var kind: Kind {
        if dayCount == 1 { return .day }
        if dayCount == 7 { return .week }
        let isWholeMonth =
            firstDay.components.day == 1 && lastDay.advanced(by: 1).components.day == 1 && dayCount <= 31
        return isWholeMonth ? .month : .days
    }

    /// The period of the same length before; the month before where this is a month.
    public var previous: ReportPeriod {
        let last = firstDay.advanced(by: -1)
        guard kind == .month else { return ReportPeriod(firstDay: firstDay.advanced(by: Int32(clamping: -dayCount)), lastDay: last) }
        return ReportPeriod(firstDay: last.advanced(by: Int32(clamping: 1 - last.components.day)), lastDay: last)
    }

    func contains(_ day: Int32) -> Bool { day >= firstDay.number && day <= lastDay.number }
}
