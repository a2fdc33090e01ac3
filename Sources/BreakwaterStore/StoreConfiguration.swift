public import Foundation

/// How a store keeps, and for how long.
public struct StoreConfiguration: Sendable {
    /// How long what is stored may stay; docs/PRIVACY.md publishes the defaults.
    public struct Retention: Sendable, Hashable {
        /// Events, with their pseudonyms, lists and host names. Days.
        public var eventDays: Int
        /// Hourly counts, daily numbers of people, appeals without their words. Days; 396 are 13 months.
        public var countDays: Int
        /// The words of appeals and all of access requests. Days.
        public var requestDays: Int
        /// Minutes used of a quota. Days.
        public var quotaDays: Int

        public init(eventDays: Int = 30, countDays: Int = 396, requestDays: Int = 30, quotaDays: Int = 8) {
            self.eventDays = min(max(eventDays, 1), 36_500)
            self.countDays = min(max(countDays, 1), 36_500)
            self.requestDays = min(max(requestDays, 1), 36_500)
            self.quotaDays = min(max(quotaDays, 2), 36_500)
        }
    }

    public var retention: Retention
    /// Whose hours and days are counted; the policy's. A store keeps the one it was made with for its hours.
    public var timeZone: TimeZone
    /// The most that an SQLite file may take; then the store reports ``StoreError/Code/diskFull``. Bytes.
    public var maximumByteCount: Int64
    /// How long to wait for somebody else's lock.
    public var lockTimeout: Duration
    /// Seconds since the epoch; tests set it.
    public var now: @Sendable () -> Int64

    public init(
        retention: Retention = Retention(), timeZone: TimeZone = .gmt, maximumByteCount: Int64 = 8 << 30,
        lockTimeout: Duration = .seconds(5),
        now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }
    ) {
        self.retention = retention
        self.timeZone = timeZone
        self.maximumByteCount = maximumByteCount
        self.lockTimeout = lockTimeout
        self.now = now
    }
}
