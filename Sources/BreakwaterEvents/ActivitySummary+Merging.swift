import BreakwaterPolicy

extension ActivitySummary {
    /// Adds the counts of another source, such as a second machine's store.
    ///
    /// The period grows to hold both. People are not added but the larger number is taken: the two may have met the same.
    public mutating func merge(_ other: ActivitySummary) {
        firstDay = min(firstDay, other.firstDay)
        lastDay = max(lastDay, other.lastDay)
        appeals += other.appeals
        droppedEvents = droppedEvents.addingClamped(other.droppedEvents)
        cells = Self.joined(cells + other.cells)
        reach = Self.joined(reach + other.reach)
    }

    /// One cell a combination, sorted by day, hour, profile, action, rank and category.
    package static func joined(_ cells: [Cell]) -> [Cell] {
        var byKey: [Cell: Cell] = [:]
        for cell in cells {
            var key = cell
            key.count = 0
            key.people = 0
            if var known = byKey[key] {
                known.count = known.count.addingClamped(cell.count)
                known.people = max(known.people, cell.people)
                byKey[key] = known
            } else {
                byKey[key] = cell
            }
        }
        return byKey.values.sorted { $0.sortKey < $1.sortKey }
    }

    /// One entry a combination, sorted by day, profile and category.
    package static func joined(_ reach: [Reach]) -> [Reach] {
        var byKey: [Reach: Int] = [:]
        for entry in reach {
            var key = entry
            key.people = 0
            byKey[key] = max(byKey[key] ?? 0, entry.people)
        }
        return byKey.map { Reach(day: $0.day, profile: $0.profile, category: $0.category, people: $1) }
            .sorted { $0.sortKey < $1.sortKey }
    }
}

extension ActivitySummary.Cell {
    fileprivate var sortKey: SortKey {
        SortKey(day: day, hour: hour, words: [profile.rawValue, action.rawValue, rank.name, category?.rawValue ?? ""])
    }
}

extension ActivitySummary.Reach {
    fileprivate var sortKey: SortKey {
        SortKey(day: day, hour: 0, words: [profile.rawValue, category?.rawValue ?? ""])
    }
}

private struct SortKey: Comparable {
    let day: Int32
    let hour: Int
    let words: [String]

    static func < (a: Self, b: Self) -> Bool {
        if a.day != b.day { return a.day < b.day }
        if a.hour != b.hour { return a.hour < b.hour }
        return a.words.lexicographicallyPrecedes(b.words)
    }
}
