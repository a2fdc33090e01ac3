import Breakwater

/// Today's key and, for a while, yesterday's.
///
/// | the event's day | what happens |
/// |---|---|
/// | today | today's key; yesterday's is destroyed once the grace is over |
/// | yesterday | yesterday's key while it exists, else none: a destroyed key is never made again |
/// | tomorrow | today becomes yesterday, a new key is made |
/// | any other | the clock was set, or an old log is read: all keys are destroyed, that day becomes today |
struct DailyKeys: Sendable {
    private struct Entry: Sendable {
        let day: Int64
        var key: [UInt8]
    }

    private static let keyLength = 32
    private var today: Entry?
    private var yesterday: Entry?

    var count: Int { (today == nil ? 0 : 1) + (yesterday == nil ? 0 : 1) }

    /// HMAC-SHA-256 of the message under the key of that day; `nil` where that key is destroyed.
    ///
    /// The key never leaves: a copy held elsewhere would outlive its destruction.
    /// - Parameter grace: Seconds after midnight for which yesterday's key lives on.
    mutating func authenticate(_ message: [UInt8], at time: LocalTime, grace: Int64) -> [UInt8]? {
        if let today, time.day == today.day - 1 {
            guard let yesterday, yesterday.day == time.day else { return nil }
            return KeyedHash.hmacSHA256(key: yesterday.key, message: message)
        }
        expire(at: time, grace: grace)
        let entry = today ?? Entry(day: time.day, key: KeyedHash.randomBytes(Self.keyLength))
        today = entry
        return KeyedHash.hmacSHA256(key: entry.key, message: message)
    }

    /// Moves to the day of `time` and destroys what is over.
    mutating func expire(at time: LocalTime, grace: Int64) {
        if let day = today?.day, day != time.day {
            Self.destroy(&yesterday)
            if day == time.day - 1 { swap(&today, &yesterday) }
            Self.destroy(&today)
        }
        if yesterday != nil, time.seconds >= grace { Self.destroy(&yesterday) }
    }

    /// Overwrites the bytes in place before the memory is given back.
    private static func destroy(_ entry: inout Entry?) {
        guard entry != nil else { return }
        for index in 0..<Self.keyLength { entry?.key[index] = 0 }
        entry = nil
    }
}
