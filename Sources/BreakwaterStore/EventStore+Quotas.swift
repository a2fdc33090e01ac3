public import BreakwaterPolicy

/// The active minutes of one client of a profile on one local day.
public struct QuotaUse: Sendable, Hashable {
    public var profile: ProfileID
    /// Tells clients apart without naming one; empty where they are not told apart.
    public var client: String
    /// Local days since 1970-01-01, as in `Moment.localDay`.
    public var day: Int32
    /// 0–1440.
    public var minutes: Int

    public init(profile: ProfileID, client: String = "", day: Int32, minutes: Int) {
        self.profile = profile
        self.client = client
        self.day = day
        self.minutes = minutes
    }
}

extension EventStore {
    /// Adds active minutes to a profile's local day; the sum stays within 0–1440 and survives a restart.
    /// - Parameter day: Local days since 1970-01-01, as in `Moment.localDay`.
    public func addUsedMinutes(_ minutes: Int, to profile: ProfileID, on day: Int32) async throws(StoreError) {
        try await addUsedMinutes([QuotaUse(profile: profile, day: day, minutes: minutes)])
    }

    /// Adds active minutes, all or none.
    public func addUsedMinutes(_ uses: [QuotaUse]) async throws(StoreError) {
        guard !uses.isEmpty else { return }
        try await backend.write { session throws(StoreError) in
            for use in uses {
                try session.execute(
                    """
                    INSERT INTO quota_minutes (profile, client, day, minutes) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (profile, client, day) DO UPDATE SET minutes =
                        CASE WHEN quota_minutes.minutes + excluded.minutes > 1440 THEN 1440
                        ELSE quota_minutes.minutes + excluded.minutes END
                    """,
                    [
                        .text(use.profile.rawValue), .text(StoredText.cleaned(use.client, limit: 64) ?? ""), .integer(Int64(use.day)),
                        .integer(Int64(min(max(use.minutes, 0), 1_440))),
                    ])
            }
        }
    }

    /// The minutes that a profile has used on a local day, all its clients together.
    public func usedMinutes(of profile: ProfileID, on day: Int32) async throws(StoreError) -> Int {
        try await usedMinutes(on: day)[profile] ?? 0
    }

    /// The minutes that each profile has used on a local day, all its clients together; profiles without any are left out.
    public func usedMinutes(on day: Int32) async throws(StoreError) -> [ProfileID: Int] {
        try await quotaUse(on: day).reduce(into: [:]) { minutes, use in minutes[use.profile, default: 0] += use.minutes }
    }

    /// The minutes of each client of each profile on a local day.
    public func quotaUse(on day: Int32) async throws(StoreError) -> [QuotaUse] {
        try await backend.read { session throws(StoreError) in
            try session.query("SELECT profile, client, minutes FROM quota_minutes WHERE day = $1", [.integer(Int64(day))])
                .compactMap { row in
                    ProfileID(row.text(0)).map {
                        QuotaUse(profile: $0, client: row.text(1), day: day, minutes: Int(clamping: row.integer(2)))
                    }
                }
        }
    }
}
