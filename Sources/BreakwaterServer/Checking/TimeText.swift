public import BreakwaterPolicy
import Foundation

/// Instants as people type them.
public enum TimeText {
    /// - Parameters:
    ///   - text: `2026-11-23T20:30` or `2026-11-23` in the policy's time zone, `2026-11-23T20:30:00+09:00`, or seconds since the epoch;
    ///     `nil` is now.
    /// - Throws: `invalid`.
    public static func moment(_ text: String?, in policy: Policy) throws(ServerError) -> Moment {
        let zone = TimeZone(identifier: policy.timeZone) ?? .gmt
        guard let text else { return Moment(Date(), in: zone) }
        guard let date = date(text, in: zone) else {
            throw ServerError(.invalid, "`\(text)` is no time: write `2026-11-23T20:30`, with `+09:00` or `Z` behind it where it is not local")
        }
        return Moment(date, in: zone)
    }

    /// `2026-11-23 20:30` in the policy's time zone.
    public static func describe(_ secondsSinceEpoch: Int64, in policy: Policy) -> String {
        let formatter = formatter("yyyy-MM-dd HH:mm", TimeZone(identifier: policy.timeZone) ?? .gmt)
        return formatter.string(from: Date(timeIntervalSince1970: Double(secondsSinceEpoch)))
    }

    private static func date(_ text: String, in zone: TimeZone) -> Date? {
        if let seconds = Int64(text), (0...253_402_300_799).contains(seconds) { return Date(timeIntervalSince1970: Double(seconds)) }
        for format in ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmXXX", "yyyy-MM-dd'T'HH:mm:ssXXX"] {
            if let date = formatter(format, zone).date(from: text) { return date }
        }
        return nil
    }

    private static func formatter(_ format: String, _ zone: TimeZone) -> DateFormatter {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = zone
        formatter.dateFormat = format
        formatter.isLenient = false
        return formatter
    }
}
