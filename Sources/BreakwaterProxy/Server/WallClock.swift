import Foundation

/// The time of day, to the second.
struct WallClock {
    private var dateSecond: Int64 = -1
    private var date = ""

    func seconds() -> Int64 {
        Int64(Date().timeIntervalSince1970)
    }

    /// IMF-fixdate (RFC 9110 §5.6.7), made once a second.
    mutating func httpDate() -> String {
        let now = seconds()
        if now != dateSecond {
            dateSecond = now
            date = Self.format(now)
        }
        return date
    }

    private static func format(_ seconds: Int64) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]  // The epoch was a Thursday.
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var time = time_t(seconds)
        var parts = unsafe tm()
        // Bound: gmtime_r reads one time_t and writes one tm.
        guard unsafe gmtime_r(&time, &parts) != nil else { return "" }
        func padded(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let day = days[Int((seconds / 86_400 % 7 + 7) % 7)]
        let month = months[min(11, max(0, Int(unsafe parts.tm_mon)))]
        let clock = unsafe "\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))"
        return unsafe "\(day), \(padded(parts.tm_mday)) \(month) \(parts.tm_year + 1900) \(clock) GMT"
    }
}
