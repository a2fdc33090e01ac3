import BreakwaterEvents
import BreakwaterPolicy

extension EventStore {
    /// The most appeals and the most access requests that may be open for one profile: a script must not fill the disk.
    public static var openLimit: Int { 100 }

    /// Keeps an appeal; its id, minute and state are the store's to give.
    /// - Throws: `tooMany` where the profile has ``openLimit`` open ones.
    @discardableResult
    public func recordAppeal(_ appeal: Appeal) async throws(StoreError) -> Appeal {
        let now = nowMinute
        let location = backend.location
        return try await backend.write { session throws(StoreError) in
            try session.requireRoom(in: "appeals", state: Appeal.State.open.rawValue, profile: appeal.profile, at: location)
            let rows = try session.query(
                """
                INSERT INTO appeals (minute, profile, category, list, host, note, state, decided_minute)
                VALUES ($1, $2, $3, $4, $5, $6, 'open', NULL)
                RETURNING id, minute, profile, category, list, host, note, state, decided_minute
                """,
                [
                    .integer(now), .text(appeal.profile.rawValue), .text(appeal.category?.rawValue ?? ""),
                    .text(StoredText.cleaned(appeal.list, limit: 64) ?? ""), .text(StoredText.cleaned(appeal.host, limit: 255) ?? ""),
                    .text(StoredText.cleaned(appeal.note, limit: 500) ?? ""),
                ])
            return rows.first.flatMap(Appeal.init(row:)) ?? appeal
        }
    }

    /// Appeals, newest first; at most 10,000.
    /// - Parameter state: Only those in this state, or all for `nil`.
    public func appeals(in state: Appeal.State? = nil) async throws(StoreError) -> [Appeal] {
        try await backend.read { session throws(StoreError) in
            try session.query(
                """
                SELECT id, minute, profile, category, list, host, note, state, decided_minute FROM appeals
                WHERE $1 = '' OR state = $1 ORDER BY id DESC LIMIT 10000
                """, [.text(state?.rawValue ?? "")]
            ).compactMap(Appeal.init(row:))
        }
    }

    /// Settles an open appeal.
    /// - Throws: `notFound`, or `alreadyDecided`.
    public func decideAppeal(_ id: Appeal.ID, as state: Appeal.State) async throws(StoreError) {
        let now = nowMinute
        let location = backend.location
        try await backend.write { session throws(StoreError) in
            let changed = try session.execute(
                "UPDATE appeals SET state = $2, decided_minute = $3 WHERE id = $1 AND state = 'open'",
                [.integer(id), .text(state.rawValue), .integer(now)])
            guard changed == 0 else { return }
            throw try session.reasonNotOpen("appeals", id: id, at: location)
        }
    }
}

extension SQLSession {
    func requireRoom(in table: String, state: String, profile: ProfileID, at location: String) throws(StoreError) {
        let open = try query(
            "SELECT count(*) FROM \(table) WHERE profile = $1 AND state = $2", [.text(profile.rawValue), .text(state)])
        guard Int(clamping: open.first?.integer(0) ?? 0) >= EventStore.openLimit else { return }
        throw StoreError(
            .tooMany, "this profile already has \(EventStore.openLimit) open entries; decide some of them first", at: location)
    }

    func reasonNotOpen(_ table: String, id: Int64, at location: String) throws(StoreError) -> StoreError {
        let exists = try !query("SELECT 1 FROM \(table) WHERE id = $1", [.integer(id)]).isEmpty
        return exists
            ? StoreError(.alreadyDecided, "entry \(id) was decided before; reload the page to see how", at: location)
            : StoreError(.notFound, "there is no entry \(id); it may be past its retention", at: location)
    }
}

extension Appeal {
    fileprivate init?(row: SQLRow) {
        guard let profile = ProfileID(row.text(2)), let state = State(rawValue: row.text(7)) else { return nil }
        self.init(
            id: row.integer(0), minute: row.integer(1), profile: profile, category: CategoryID(row.text(3)),
            list: row.text(4).isEmpty ? nil : row.text(4), host: row.text(5).isEmpty ? nil : row.text(5),
            note: row.text(6).isEmpty ? nil : row.text(6), state: state, decidedMinute: row.optionalInteger(8))
    }
}
