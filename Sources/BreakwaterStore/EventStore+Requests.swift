import BreakwaterEvents
public import BreakwaterPolicy

extension EventStore {
    /// Keeps a child's question; asking again for the same while it is pending changes nothing.
    ///
    /// - Parameters:
    ///   - pattern: The suggested scope; the whole host is what a guardian can judge.
    ///   - profile: Who asks.
    ///   - note: The child's own words; cut after 500 characters.
    ///   - term: For how long the child asks.
    /// - Throws: `invalid` for an empty pattern; `tooMany` where the profile has ``openLimit`` pending ones.
    @discardableResult
    public func ask(
        for pattern: String, profile: ProfileID, note: String? = nil, term: AccessRequest.Term? = nil
    ) async throws(StoreError) -> AccessRequest {
        let location = backend.location
        let request = AccessRequest(
            minute: nowMinute, profile: profile, pattern: try StoredText.requiredPattern(pattern, at: location),
            note: StoredText.cleaned(note, limit: 500), term: term)
        return try await backend.write { session throws(StoreError) in
            let known = try session.requests(
                where: "profile = $1 AND pattern = $2 AND state = 'pending'", [.text(profile.rawValue), .text(request.pattern)])
            if let known = known.first { return known }
            try session.requireRoom(in: "requests", state: AccessRequest.State.pending.rawValue, profile: profile, at: location)
            return try session.insert(request)
        }
    }

    /// Access requests, newest first; at most 10,000.
    /// - Parameter state: Only those in this state, or all for `nil`.
    public func accessRequests(in state: AccessRequest.State? = nil) async throws(StoreError) -> [AccessRequest] {
        try await backend.read { session throws(StoreError) in
            try session.requests(where: "$1 = '' OR state = $1", [.text(state?.rawValue ?? "")])
        }
    }

    /// Says yes: makes a grant.
    ///
    /// - Parameters:
    ///   - id: The request.
    ///   - expiresAt: Seconds since the epoch.
    ///   - pattern: Another scope than the one asked for; `nil` takes the request's.
    /// - Throws: `notFound`, `alreadyDecided`, or `invalid` for an empty pattern.
    public func approve(_ id: AccessRequest.ID, until expiresAt: Int64, pattern: String? = nil) async throws(StoreError) -> Grant {
        let now = nowMinute
        let location = backend.location
        var scope: String?
        if let pattern { scope = try StoredText.requiredPattern(pattern, at: location) }
        return try await backend.write { [scope] session throws(StoreError) in
            guard let request = try session.requests(where: "id = $1 AND state = 'pending'", [.integer(id)]).first else {
                throw try session.reasonNotOpen("requests", id: id, at: location)
            }
            let grant = try session.insertGrant(
                profile: request.profile, pattern: scope ?? request.pattern, expiresAt: expiresAt)
            let changed = try session.execute(
                """
                UPDATE requests SET state = 'approved', decided_minute = $2, grant_id = $3 WHERE id = $1 AND state = 'pending'
                """, [.integer(id), .integer(now), .integer(grant.id)])
            // Another guardian was faster between the two statements.
            guard changed == 1 else { throw try session.reasonNotOpen("requests", id: id, at: location) }
            return grant
        }
    }

    /// Says no.
    /// - Throws: `notFound`, or `alreadyDecided`.
    public func deny(_ id: AccessRequest.ID) async throws(StoreError) {
        let now = nowMinute
        let location = backend.location
        try await backend.write { session throws(StoreError) in
            let changed = try session.execute(
                "UPDATE requests SET state = 'denied', decided_minute = $2 WHERE id = $1 AND state = 'pending'",
                [.integer(id), .integer(now)])
            guard changed == 1 else { throw try session.reasonNotOpen("requests", id: id, at: location) }
        }
    }
}

extension SQLSession {
    fileprivate func requests(where condition: String, _ arguments: [SQLValue]) throws(StoreError) -> [AccessRequest] {
        try query(
            """
            SELECT id, minute, profile, pattern, note, state, decided_minute, grant_id, term FROM requests
            WHERE \(condition) ORDER BY id DESC LIMIT 10000
            """, arguments
        ).compactMap(AccessRequest.init(row:))
    }

    fileprivate func insert(_ request: AccessRequest) throws(StoreError) -> AccessRequest {
        var request = request
        let rows = try query(
            """
            INSERT INTO requests (minute, profile, pattern, note, state, decided_minute, grant_id, term)
            VALUES ($1, $2, $3, $4, 'pending', NULL, NULL, $5) RETURNING id
            """,
            [
                .integer(request.minute), .text(request.profile.rawValue), .text(request.pattern), .text(request.note ?? ""),
                .text(request.term?.rawValue ?? ""),
            ])
        request.id = rows.first?.integer(0) ?? 0
        return request
    }
}

extension AccessRequest {
    fileprivate init?(row: SQLRow) {
        guard let profile = ProfileID(row.text(2)), let state = State(rawValue: row.text(5)) else { return nil }
        self.init(
            id: row.integer(0), minute: row.integer(1), profile: profile, pattern: row.text(3),
            note: row.text(4).isEmpty ? nil : row.text(4), term: Term(rawValue: row.text(8)), state: state, decidedMinute: row.optionalInteger(6),
            grant: row.optionalInteger(7))
    }
}
