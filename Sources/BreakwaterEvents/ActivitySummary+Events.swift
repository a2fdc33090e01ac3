public import Foundation

extension ActivitySummary {
    /// Counts events directly, without a store: for logs that are only read once, and as the model that stores are tested by.
    ///
    /// - Parameters:
    ///   - events: In any order; those outside the period are left out.
    ///   - firstDay: A local day since 1970-01-01; the last one belongs to the period too.
    ///   - timeZone: Whose days and hours are counted.
    public init(of events: some Sequence<DecisionEvent>, from firstDay: Int32, to lastDay: Int32, timeZone: TimeZone) {
        var hours: [Cell: (count: Int64, people: Set<UInt64>)] = [:]
        var days: [Reach: Set<UInt64>] = [:]
        for event in events {
            let time = LocalTime(at: event.minute &* 60, in: timeZone)
            let day = Int32(clamping: time.day)
            guard firstDay <= day, day <= lastDay else { continue }
            let cell = Cell(
                day: day, hour: Int(time.seconds / 3600), profile: event.profile, action: event.action, rank: event.rank,
                category: event.category, count: 0, people: 0)
            var entry = hours[cell] ?? (0, [])
            entry.count = entry.count.addingClamped(event.count)
            if event.pseudonym != 0 {
                entry.people.insert(event.pseudonym)
                days[Reach(day: day, profile: event.profile, category: event.category, people: 0), default: []]
                    .insert(event.pseudonym)
            }
            hours[cell] = entry
        }
        self.init(
            firstDay: firstDay, lastDay: lastDay,
            cells: Self.joined(hours.map { cell, entry in cell.counted(entry.count, people: entry.people.count) }),
            reach: Self.joined(
                days.map { Reach(day: $0.day, profile: $0.profile, category: $0.category, people: $1.count) }))
    }
}

extension ActivitySummary.Cell {
    fileprivate func counted(_ count: Int64, people: Int) -> Self {
        var cell = self
        cell.count = count
        cell.people = people
        return cell
    }
}
