package import BreakwaterPolicy
import Synchronization

/// Counts a client's active minutes of the local day, for quotas; in memory only.
///
/// A minute is active where a page was asked for in it: what a page loads by itself does not eat a child's time.
public final class UsageMeter: Sendable {
    /// Clients counted at once; more are not counted until the next day, rather than growing without bound.
    static let capacity = 65_536

    private let table = Mutex<[String: Usage]>([:])

    private struct Usage {
        var day: Int32
        var lastMinute: Int16
        var minutes: Int
    }

    init() {}

    /// The active minutes of today before this one.
    package func minutes(for client: String, profile: ProfileID, at moment: Moment, counting: Bool) -> Int {
        let key = "\(profile)\n\(client)"
        return table.withLock { table in
            var usage = table[key] ?? Usage(day: moment.localDay, lastMinute: -1, minutes: 0)
            if usage.day != moment.localDay { usage = Usage(day: moment.localDay, lastMinute: -1, minutes: 0) }
            let before = usage.lastMinute == moment.localMinute ? usage.minutes - 1 : usage.minutes
            guard counting, usage.lastMinute != moment.localMinute else { return max(0, before) }
            usage.lastMinute = moment.localMinute
            usage.minutes += 1
            if table.count >= Self.capacity, table[key] == nil {
                table = table.filter { $0.value.day == moment.localDay }
                guard table.count < Self.capacity else { return before }
            }
            table[key] = usage
            return before
        }
    }
}
