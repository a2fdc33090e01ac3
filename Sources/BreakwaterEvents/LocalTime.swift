package import Foundation

/// An instant as a local day and the seconds of it that have passed.
package struct LocalTime: Sendable, Hashable {
    /// Local days since 1970-01-01.
    package let day: Int64
    /// 0–86,399.
    package let seconds: Int64

    package init(at secondsSinceEpoch: Int64, in timeZone: TimeZone) {
        // Within 30,000 years: no calendar knows more, and the arithmetic below cannot overflow.
        let instant = min(max(secondsSinceEpoch, -1 << 40), 1 << 40)
        let local = instant + Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))))
        day = local.floored(dividingBy: 86_400)
        seconds = local - day * 86_400
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
