public import Foundation

/// One instant as policy sees it: computed once by the caller (once a second is enough), so that a decision
/// never asks the calendar.
public struct Moment: Sendable, Hashable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let secondsSinceEpoch: Int64
    /// Local days since 1970-01-01: names the day for holidays and quotas.
    public let localDay: Int32
    /// Minutes since local midnight, 0–1439.
    public let localMinute: Int16

    /// The instant in the time zone whose offset from UTC is given.
    public init(secondsSinceEpoch: Int64, offsetFromUTC seconds: Int) {
        self.secondsSinceEpoch = secondsSinceEpoch
        let local = secondsSinceEpoch.addingReportingOverflow(Int64(clamping: seconds)).partialValue
        let day = Int64(86_400)
        let remainder = ((local % day) + day) % day
        // Division rounds to zero; a day begins below it. No instant traps, not even the first that a number can name.
        localDay = Int32(clamping: local / day - (local % day < 0 ? 1 : 0))
        localMinute = Int16(remainder / 60)
    }

    public init(_ date: Date, in timeZone: TimeZone) {
        let interval = date.timeIntervalSince1970
        let seconds = Int64(exactly: interval.rounded(.down)) ?? 0
        self.init(secondsSinceEpoch: seconds, offsetFromUTC: timeZone.secondsFromGMT(for: date))
    }

    /// The weekday of the local day. 1970-01-01 was a Thursday.
    public var weekday: DaySet {
        let index = ((Int(localDay) + 3) % 7 + 7) % 7
        return DaySet(rawValue: 1 << UInt8(index))
    }

    /// The weekday of the local day before.
    public var previousWeekday: DaySet {
        let index = ((Int(localDay) + 2) % 7 + 7) % 7
        return DaySet(rawValue: 1 << UInt8(index))
    }
}
