import BreakwaterEvents
public import BreakwaterPolicy

extension EventStore {
    /// What a run of ``maintain()`` did.
    public struct Maintenance: Sendable, Hashable {
        /// Hours that were counted.
        public var hours: Int
        /// Events older than this minute (since the epoch) are gone.
        public var eventsKeptSince: Int64
        /// Whether the bytes of deleted rows left the disk; `false` where a reader held it up until the next run.
        public var isReclaimed: Bool
    }

    /// Counts what is new, deletes what is older than its retention, and gives the space back. Run it at start and at
    /// least daily; ``maintenance(logger:)`` does.
    @discardableResult
    public func maintain() async throws(StoreError) -> Maintenance {
        let hours = try await rollUp()
        let now = nowMinute
        let retention = configuration.retention
        let kept = try await backend.write { session throws(StoreError) in
            try session.expireCounts(before: now - Int64(retention.countDays) * 1_440)
            try session.expireRequests(before: now - Int64(retention.requestDays) * 1_440)
            try session.expireSmallThings(now: now, quotaDays: Int64(retention.quotaDays))
            return try session.expireEvents(before: now - Int64(retention.eventDays) * 1_440)
        }
        return Maintenance(hours: hours, eventsKeptSince: kept, isReclaimed: try await backend.reclaim())
    }

    /// Deletes everything of a profile at once, and its bytes from the file.
    ///
    /// With PostgreSQL the rows are gone for every query at once; when their bytes leave the disk is the server's business
    /// (VACUUM, WAL, backups).
    /// - Returns: `false` where a reader held up the last step until the next maintenance.
    @discardableResult
    public func erase(profile: ProfileID) async throws(StoreError) -> Bool {
        try await backend.write { session throws(StoreError) in
            for table in ["events", "hours", "reach", "appeals", "requests", "grants", "quota_minutes"] {
                try session.execute("DELETE FROM \(table) WHERE profile = $1", [.text(profile.rawValue)])
            }
        }
        return try await backend.reclaim()
    }
}

extension SQLSession {
    /// - Returns: The minute before which no events are left.
    fileprivate func expireEvents(before minute: Int64) throws(StoreError) -> Int64 {
        let hours = LocalHours(phase: try fact("hour_phase") ?? 0)
        // Whole hours, so that each hour's count was made either of all of its events or never again.
        let cutoff = hours.firstStart(from: eventCutoff(for: minute))
        let earlier = try fact("purged_before") ?? .min
        try dropEvents(before: cutoff)
        if cutoff > earlier { try setFact("purged_before", to: cutoff) }
        return max(cutoff, earlier)
    }

    fileprivate func expireCounts(before minute: Int64) throws(StoreError) {
        try execute("DELETE FROM hours WHERE start < $1", [.integer(minute)])
        try execute("DELETE FROM drops WHERE start < $1", [.integer(minute)])
        try execute("DELETE FROM reach WHERE day < $1", [.integer(minute.floored(dividingBy: 1_440))])
        try execute("DELETE FROM appeals WHERE minute < $1", [.integer(minute)])
    }

    fileprivate func expireRequests(before minute: Int64) throws(StoreError) {
        try execute("DELETE FROM requests WHERE minute < $1", [.integer(minute)])
        try execute(
            "UPDATE appeals SET host = '', note = '' WHERE minute < $1 AND (host <> '' OR note <> '')", [.integer(minute)])
    }

    fileprivate func expireSmallThings(now: Int64, quotaDays: Int64) throws(StoreError) {
        try execute("DELETE FROM grants WHERE expires_at <= $1", [.integer(now * 60)])
        try execute("DELETE FROM quota_minutes WHERE day < $1", [.integer(now.floored(dividingBy: 1_440) - quotaDays)])
        // Longer than any retry of a batch lasts.
        try execute("DELETE FROM batches WHERE minute < $1", [.integer(now - 2 * 1_440)])
    }
}
