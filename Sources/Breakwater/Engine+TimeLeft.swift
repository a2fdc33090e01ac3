public import BreakwaterPolicy

extension Engine {
    /// The minutes until a profile's time is up: until a schedule that blocks everything begins, or today's quota is used.
    ///
    /// - Parameters:
    ///   - usedMinutes: active minutes of today.
    ///   - limit: how far to look ahead, in minutes.
    /// - Returns: 0–`limit`; `nil` where nothing ends within it.
    /// - Complexity: O(limit × schedules); asked for pages of profiles with time rules only.
    public func minutesLeft(of profile: ProfileID, at moment: Moment, usedMinutes: Int, within limit: Int) -> Int? {
        let compiled = profiles[index(of: profile)]
        guard limit > 0, compiled.facts.hasTimeRules else { return nil }
        let today = isHoliday(moment.localDay) ? DaySet.holiday : moment.weekday
        var left: Int?
        for quota in compiled.quotas where quota.days.contains(today) {
            let rest = max(0, quota.minutes - usedMinutes)
            if rest <= limit { left = min(left ?? rest, rest) }
        }
        let closing = compiled.schedules.filter(\.blocksAll)
        for minutes in 0...min(limit, left ?? limit) where !closing.isEmpty {
            let later = moment.advanced(byMinutes: minutes)
            if closing.contains(where: { minutesLeft(of: $0, at: later) != nil }) { return minutes }
        }
        return left
    }
}

extension Moment {
    /// The local time so many minutes later; a change of the clocks in between is not seen.
    fileprivate func advanced(byMinutes minutes: Int) -> Moment {
        let start = secondsSinceEpoch - secondsSinceEpoch % 60
        let offset = Int64(localDay) * 86_400 + Int64(localMinute) * 60 - start
        return Moment(
            secondsSinceEpoch: start.addingReportingOverflow(Int64(clamping: minutes) * 60).partialValue, offsetFromUTC: Int(clamping: offset))
    }
}
