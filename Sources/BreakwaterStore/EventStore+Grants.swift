public import BreakwaterPolicy

extension EventStore {
    /// Gives a permission for a while.
    ///
    /// - Parameters:
    ///   - profile: Who may.
    ///   - pattern: A URL pattern as in a profile's own entries; `nil` grants everything.
    ///   - expiresAt: Seconds since the epoch; the grant holds before it.
    /// - Throws: `invalid` for an empty pattern, which must not become a grant of everything.
    @discardableResult
    public func addGrant(profile: ProfileID, pattern: String?, until expiresAt: Int64) async throws(StoreError) -> Grant {
        var scope: String?
        if let pattern { scope = try StoredText.requiredPattern(pattern, at: backend.location) }
        return try await backend.write { [scope] session throws(StoreError) in
            try session.insertGrant(profile: profile, pattern: scope, expiresAt: expiresAt)
        }
    }

    /// The grants that hold at an instant, the first to expire first.
    /// - Parameter secondsSinceEpoch: Seconds since the epoch.
    public func activeGrants(at secondsSinceEpoch: Int64) async throws(StoreError) -> [Grant] {
        try await backend.read { session throws(StoreError) in
            try session.query(
                "SELECT id, profile, pattern, expires_at FROM grants WHERE expires_at > $1 ORDER BY expires_at, id",
                [.integer(secondsSinceEpoch)]
            ).compactMap(Grant.init(row:))
        }
    }

    /// Takes a permission back at once.
    /// - Throws: `notFound` where it expired or was taken back before.
    public func endGrant(_ id: Grant.ID) async throws(StoreError) {
        let location = backend.location
        try await backend.write { session throws(StoreError) in
            let changed = try session.execute("DELETE FROM grants WHERE id = $1", [.integer(id)])
            guard changed == 1 else { throw StoreError(.notFound, "there is no grant \(id); it has ended already", at: location) }
        }
    }
}

extension SQLSession {
    func insertGrant(profile: ProfileID, pattern: String?, expiresAt: Int64) throws(StoreError) -> Grant {
        let rows = try query(
            "INSERT INTO grants (profile, pattern, expires_at) VALUES ($1, $2, $3) RETURNING id",
            [.text(profile.rawValue), .optional(pattern), .integer(expiresAt)])
        return Grant(id: rows.first?.integer(0) ?? 0, profile: profile, pattern: pattern, expiresAt: expiresAt)
    }
}

extension Grant {
    fileprivate init?(row: SQLRow) {
        guard let profile = ProfileID(row.text(1)) else { return nil }
        self.init(id: row.integer(0), profile: profile, pattern: row.optionalText(2), expiresAt: row.integer(3))
    }
}
