/// For how long something is asked for, or granted.
public enum GrantTerm: String, Sendable, Hashable, Codable, CaseIterable {
    case halfHour = "30m"
    /// Until local midnight.
    case today
    /// Until it is taken back.
    case always

    /// 9999-12-31T23:59:59Z: the end of what does not end by itself.
    public static let endless: Int64 = 253_402_300_799

    /// When a grant that is given now ends, in seconds since the epoch.
    public func expiry(from now: Moment) -> Int64 {
        switch self {
        case .halfHour: now.secondsSinceEpoch.addingReportingOverflow(1800).partialValue
        case .today: now.nextMidnight
        case .always: Self.endless
        }
    }
}

extension Moment {
    /// The next local midnight, in seconds since the epoch; a change of the clocks before it is not seen.
    public var nextMidnight: Int64 {
        let left = Int64(1440 - Int(localMinute)) * 60 - secondsSinceEpoch % 60
        return secondsSinceEpoch.addingReportingOverflow(left).partialValue
    }
}
