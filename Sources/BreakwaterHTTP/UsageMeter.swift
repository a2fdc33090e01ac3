import Breakwater
public import BreakwaterPolicy
import Synchronization

/// The active minutes of one client of a profile on one local day.
public struct UsedMinutes: Sendable, Hashable {
    public var profile: ProfileID
    /// Tells clients of a day apart; names none.
    public var client: String
    /// Local days since 1970-01-01.
    public var day: Int32
    public var minutes: Int

    public init(profile: ProfileID, client: String, day: Int32, minutes: Int) {
        self.profile = profile
        self.client = client
        self.day = day
        self.minutes = minutes
    }
}

/// Counts a client's active minutes of the local day, for quotas.
///
/// A minute is active where a page was asked for in it: what a page loads by itself does not eat a child's time. Whoever keeps
/// the minutes over a restart gives them back with ``restore(_:key:)`` and takes new ones with ``unsaved()``.
public final class UsageMeter: Sendable {
    /// Clients counted at once; more are not counted until the next day, rather than growing without bound.
    static let capacity = 65_536

    private let table = Mutex(Table())

    private struct Table {
        var key = KeyedHash.randomBytes(32)
        var uses: [String: Usage] = [:]
    }

    private struct Usage {
        var used: UsedMinutes
        var lastMinute: Int16
        /// How many of the minutes are kept elsewhere.
        var saved: Int
    }

    init() {}

    /// The active minutes of today before this one.
    package func minutes(for client: String, profile: ProfileID, at moment: Moment, counting: Bool) -> Int {
        table.withLock { table in
            let client = Self.pseudonym(of: client, on: moment.localDay, key: table.key)
            let key = "\(profile)\n\(client)"
            var usage = table.uses[key] ?? Usage(
                used: UsedMinutes(profile: profile, client: client, day: moment.localDay, minutes: 0), lastMinute: -1, saved: 0)
            let before = usage.lastMinute == moment.localMinute ? usage.used.minutes - 1 : usage.used.minutes
            guard counting, usage.lastMinute != moment.localMinute else { return max(0, before) }
            usage.lastMinute = moment.localMinute
            usage.used.minutes += 1
            if table.uses.count >= Self.capacity, table.uses[key] == nil {
                table.uses = table.uses.filter { $0.value.used.day == moment.localDay }
                guard table.uses.count < Self.capacity else { return before }
            }
            table.uses[key] = usage
            return before
        }
    }

    /// Goes on where an earlier process ended.
    ///
    /// - Parameter key: the one that the earlier process told clients apart with, 32 bytes.
    public func restore(_ uses: [UsedMinutes], key: [UInt8]) {
        table.withLock { table in
            table.key = key
            table.uses = [:]
            for use in uses.prefix(Self.capacity) {
                table.uses["\(use.profile)\n\(use.client)"] = Usage(used: use, lastMinute: -1, saved: use.minutes)
            }
        }
    }

    /// The minutes that were counted since the last ``markSaved(_:)``.
    public func unsaved() -> [UsedMinutes] {
        table.withLock { table in
            table.uses.values.compactMap { usage in
                guard usage.used.minutes > usage.saved else { return nil }
                var use = usage.used
                use.minutes -= usage.saved
                return use
            }
        }
    }

    /// Those minutes are kept now; days before theirs are forgotten here.
    public func markSaved(_ uses: [UsedMinutes]) {
        guard let today = uses.map(\.day).max() else { return }
        table.withLock { table in
            for use in uses { table.uses["\(use.profile)\n\(use.client)"]?.saved += use.minutes }
            table.uses = table.uses.filter { $0.value.used.day >= today || $0.value.used.minutes > $0.value.saved }
        }
    }

    /// The day is part of it, so that nobody is followed from one day to the next.
    private static func pseudonym(of client: String, on day: Int32, key: [UInt8]) -> String {
        KeyedHash.hmacSHA256(key: key, message: Array("\(day)\n\(client)".utf8)).prefix(12)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
