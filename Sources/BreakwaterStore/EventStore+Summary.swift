public import BreakwaterEvents
import BreakwaterPolicy
public import Foundation

extension EventStore {
    /// Counts of a period, up to date with the last event that was written.
    ///
    /// - Parameters:
    ///   - firstDay: A local day since 1970-01-01.
    ///   - lastDay: A local day that belongs to the period too.
    ///   - timeZone: Whose days and hours are meant; the policy's.
    public func summary(from firstDay: Int32, to lastDay: Int32, timeZone: TimeZone) async throws(StoreError) -> ActivitySummary {
        try await rollUp()
        let days = LocalDays(in: timeZone)
        let period = days.startMinute(of: Int64(firstDay))..<max(
            days.startMinute(of: Int64(firstDay)), days.startMinute(of: Int64(lastDay) + 1))
        return try await backend.read { session throws(StoreError) in
            let bounds = [SQLValue.integer(period.lowerBound), .integer(period.upperBound)]
            let cells = try session.query(
                """
                SELECT start, profile, action, rank, category, count, people FROM hours WHERE start >= $1 AND start < $2
                """, bounds
            ).compactMap { ActivitySummary.Cell(row: $0, in: timeZone) }
            let reach = try session.query(
                "SELECT day, profile, category, people FROM reach WHERE day >= $1 AND day <= $2",
                [.integer(Int64(firstDay)), .integer(Int64(lastDay))]
            ).compactMap(ActivitySummary.Reach.init(row:))
            let appeals = try session.query("SELECT count(*) FROM appeals WHERE minute >= $1 AND minute < $2", bounds)
            let drops = try session.query(
                "SELECT CAST(coalesce(sum(count), 0) AS BIGINT) FROM drops WHERE start >= $1 AND start < $2", bounds)
            return ActivitySummary(
                firstDay: firstDay, lastDay: lastDay, cells: ActivitySummary.joined(cells),
                appeals: Int(clamping: appeals.first?.integer(0) ?? 0), droppedEvents: drops.first?.integer(0) ?? 0,
                reach: ActivitySummary.joined(reach))
        }
    }
}

extension ActivitySummary.Cell {
    fileprivate init?(row: SQLRow, in timeZone: TimeZone) {
        guard let profile = ProfileID(row.text(1)), let action = Action(rawValue: row.text(2)),
            let rank = UInt8(exactly: row.integer(3)).flatMap(DecisionRank.init(rawValue:))
        else { return nil }
        let time = LocalTime(at: row.integer(0) &* 60, in: timeZone)
        self.init(
            day: Int32(clamping: time.day), hour: Int(time.seconds / 3600), profile: profile, action: action, rank: rank,
            category: CategoryID(row.text(4)), count: row.integer(5), people: Int(clamping: row.integer(6)))
    }
}

extension ActivitySummary.Reach {
    fileprivate init?(row: SQLRow) {
        guard let profile = ProfileID(row.text(1)) else { return nil }
        self.init(
            day: Int32(clamping: row.integer(0)), profile: profile, category: CategoryID(row.text(2)),
            people: Int(clamping: row.integer(3)))
    }
}
