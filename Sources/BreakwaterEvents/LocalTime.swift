package import Foundation

/// An instant as a local day and the seconds of it that have passed.
package struct LocalTime: Sendable, Hashable {
    /// Local days since 1970-01-01.
    package let day: Int64
    /// 0–86,399.
    package let seconds: Int64

    package init(at secondsSinceEpoch: Int64, in timeZone: TimeZone) {
        let offset = timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(secondsSinceEpoch)))
        let local = secondsSinceEpoch.addingClamped(Int64(offset))
        day = local.floored(dividingBy: 86_400)
        seconds = local.addingClamped(-day * 86_400)
    }
}

extension Int64 {
    /// The quotient rounded down, also for what lies before 1970.
    /// - Parameter divisor: Positive; a constant of our own.
    package func floored(dividingBy divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
