import BreakwaterEvents
import Foundation

/// Where local days start, in UTC minutes; a day is not always 24 hours long.
struct LocalDays: Sendable {
    private let timeZone: TimeZone

    init(in timeZone: TimeZone) {
        self.timeZone = timeZone
    }

    /// The UTC minute of a day's local midnight, or of the first moment of it where clocks skip midnight.
    /// - Parameter day: Local days since 1970-01-01.
    func startMinute(of day: Int64) -> Int64 {
        let midnight = min(max(day, -4_000_000), 4_000_000) * 86_400
        // The offset of a guess, then the offset at the instant that the guess leads to.
        var instant = midnight
        for _ in 0..<2 { instant = midnight - offset(at: instant) }
        if LocalTime(at: instant, in: timeZone).day < day { instant = midnight - offset(at: instant - 3600) }
        return instant.floored(dividingBy: 60)
    }

    private func offset(at secondsSinceEpoch: Int64) -> Int64 {
        Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(secondsSinceEpoch))))
    }
}
