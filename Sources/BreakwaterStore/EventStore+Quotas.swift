public import BreakwaterPolicy

extension EventStore {
    /// Adds active minutes to a profile's local day; the sum stays within 0–1440 and survives a restart.
    /// - Parameter day: Local days since 1970-01-01, as in `Moment.localDay`.
    public func addUsedMinutes(_ minutes: Int, to profile: ProfileID, on day: Int32) async throws(StoreError) {
        let minutes = Int64(min(max(minutes, 0), 1_440))
        try await backend.write { session throws(StoreError) in
            try session.execute(
                """
                INSERT INTO quota_minutes (profile, day, minutes) VALUES ($1, $2, $3)
                ON CONFLICT (profile, day) DO UPDATE SET minutes =
                    CASE WHEN quota_minutes.minutes + excluded.minutes > 1440 THEN 1440
                    ELSE quota_minutes.minutes + excluded.minutes END
                """, [.text(profile.rawValue), .integer(Int64(day)), .integer(minutes)])
        }
    }

    /// The minutes that a profile has used on a local day.
    public func usedMinutes(of profile: ProfileID, on day: Int32) async throws(StoreError) -> Int {
        try await usedMinutes(on: day)[profile] ?? 0
    }

    /// The minutes that each profile has used on a local day; profiles without any are left out.
    public func usedMinutes(on day: Int32) async throws(StoreError) -> [ProfileID: Int] {
        try await backend.read { session throws(StoreError) in
            var minutes: [ProfileID: Int] = [:]
            for row in try session.query("SELECT profile, minutes FROM quota_minutes WHERE day = $1", [.integer(Int64(day))]) {
                guard let profile = ProfileID(row.text(0)) else { continue }
                minutes[profile] = Int(clamping: row.integer(1))
            }
            return minutes
        }
    }
}
