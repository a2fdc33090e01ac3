public import BreakwaterEvents
public import BreakwaterPolicy

extension EventStore {
    /// The newest events, as they are stored: so that a person can see what is kept of them.
    ///
    /// - Parameters:
    ///   - profile: One profile's events, or `nil` for all.
    ///   - minute: Minutes since the epoch; older events are left out.
    ///   - limit: At most so many, newest first; 1–100,000.
    public func events(of profile: ProfileID? = nil, since minute: Int64 = 0, limit: Int = 1_000) async throws(StoreError)
        -> [DecisionEvent]
    {
        let limit = Int64(min(max(limit, 1), 100_000))
        return try await backend.read { session throws(StoreError) in
            try session.query(
                """
                SELECT minute, profile, action, rank, layer, category, list, host, pseudonym, count FROM events
                WHERE minute >= $1 AND ($2 = '' OR profile = $2)
                ORDER BY minute DESC, profile, action, category, list, host, pseudonym LIMIT $3
                """, [.integer(minute), .text(profile?.rawValue ?? ""), .integer(limit)]
            ).compactMap(DecisionEvent.init(row:))
        }
    }

    /// Requests whose events were lost because a queue was full, over all that is still remembered.
    public func droppedCount() async throws(StoreError) -> Int64 {
        try await backend.read { session throws(StoreError) in
            try session.query("SELECT CAST(coalesce(sum(count), 0) AS BIGINT) FROM drops").first?.integer(0) ?? 0
        }
    }
}

extension DecisionEvent {
    /// - Returns: `nil` for a row with a word that this version does not know.
    fileprivate init?(row: SQLRow) {
        guard let profile = ProfileID(row.text(1)), let action = Action(rawValue: row.text(2)),
            let rank = UInt8(exactly: row.integer(3)).flatMap(DecisionRank.init(rawValue:)),
            let layer = DecisionLayer(rawValue: row.text(4))
        else { return nil }
        self.init(
            minute: row.integer(0), action: action, rank: rank, layer: layer, category: CategoryID(row.text(5)), profile: profile,
            pseudonym: UInt64(bitPattern: row.integer(8)), list: row.text(6).isEmpty ? nil : row.text(6),
            host: row.text(7).isEmpty ? nil : row.text(7), count: row.integer(9))
    }
}
