package import Foundation

/// Hours as a time zone's clocks show them, named by the UTC minute at which they start.
///
/// Zones such as India's are not a whole number of hours from UTC, so an hour of UTC is no hour of theirs. The offset within
/// the hour is taken once: buckets never overlap, also where a zone once shifted by half an hour.
package struct LocalHours: Sendable, Hashable {
    /// Minutes by which local hours start before those of UTC, 0–59.
    package let phase: Int64

    package init(phase: Int64) {
        self.phase = min(max(phase, 0), 59)
    }

    package init(in timeZone: TimeZone) {
        // Why a fixed instant: 2024-07-01, so that a process that starts later computes the same.
        let offset = Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: 1_719_792_000)))
        let minutes = offset.floored(dividingBy: 60)
        self.init(phase: minutes - minutes.floored(dividingBy: 60) * 60)
    }

    /// The start of the hour that a minute belongs to.
    package func start(of minute: Int64) -> Int64 {
        // The bound keeps the product from overflowing; it lies far beyond any calendar.
        (min(max(minute, -1 << 50), 1 << 50) + phase).floored(dividingBy: 60) * 60 - phase
    }

    /// The start of the first hour that does not start before a minute.
    package func firstStart(from minute: Int64) -> Int64 {
        start(of: minute.addingClamped(59))
    }
}
