import BreakwaterEvents

extension EventStore {
    /// Brings the hourly counts and the daily numbers of people up to date with the events.
    ///
    /// Hours whose events are all there are counted anew, so it can run at any time and any number of times. Hours whose events
    /// were deleted already (a log of last year is imported) are added to, and the late events deleted in the same transaction.
    /// - Returns: How many hours were counted.
    @discardableResult
    public func rollUp() async throws(StoreError) -> Int {
        let days = LocalDays(in: configuration.timeZone)
        let timeZone = configuration.timeZone
        return try await backend.write { session throws(StoreError) in
            let stale = Set(try session.query("DELETE FROM stale_hours RETURNING start").map { $0.integer(0) })
            guard !stale.isEmpty else { return 0 }
            let purged = try session.fact("purged_before") ?? .min
            // People first: the late events of purged hours are gone after their hour is counted.
            for day in Set(stale.map { LocalTime(at: $0 &* 60, in: timeZone).day }).sorted() {
                let span = days.startMinute(of: day)..<days.startMinute(of: day + 1)
                try session.countPeople(of: day, span: span, isWhole: span.lowerBound >= purged)
            }
            for start in stale.sorted() {
                try session.countHour(from: start, isWhole: start >= purged)
            }
            return stale.count
        }
    }
}

extension SQLSession {
    fileprivate func countHour(from start: Int64, isWhole: Bool) throws(StoreError) {
        let span: [SQLValue] = [.integer(start), .integer(start.addingClamped(60))]
        if isWhole { try execute("DELETE FROM hours WHERE start = $1", [.integer(start)]) }
        try execute(
            """
            INSERT INTO hours (start, profile, action, rank, category, count, people)
            SELECT CAST($1 AS BIGINT), profile, action, rank, category, CAST(sum(count) AS BIGINT),
                   count(DISTINCT nullif(pseudonym, 0))
            FROM events WHERE minute >= $1 AND minute < $2 GROUP BY profile, action, rank, category
            ON CONFLICT (start, profile, action, rank, category) DO UPDATE SET
                count = hours.count + excluded.count,
                people = CASE WHEN excluded.people > hours.people THEN excluded.people ELSE hours.people END
            """, span)
        if !isWhole { try execute("DELETE FROM events WHERE minute >= $1 AND minute < $2", span) }
    }

    fileprivate func countPeople(of day: Int64, span: Range<Int64>, isWhole: Bool) throws(StoreError) {
        if isWhole { try execute("DELETE FROM reach WHERE day = $1", [.integer(day)]) }
        try execute(
            """
            INSERT INTO reach (day, profile, category, people)
            SELECT CAST($1 AS BIGINT), profile, category, count(DISTINCT pseudonym)
            FROM events WHERE minute >= $2 AND minute < $3 AND pseudonym <> 0 GROUP BY profile, category
            ON CONFLICT (day, profile, category) DO UPDATE SET
                people = CASE WHEN excluded.people > reach.people THEN excluded.people ELSE reach.people END
            """, [.integer(day), .integer(span.lowerBound), .integer(span.upperBound)])
    }
}
