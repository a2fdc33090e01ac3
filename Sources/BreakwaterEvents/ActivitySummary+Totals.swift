public import BreakwaterPolicy

extension ActivitySummary {
    /// The sum of all counts of the cells that a condition selects; all cells where it is left out.
    public func total(where isCounted: (Cell) -> Bool = { _ in true }) -> Int64 {
        cells.reduce(0) { isCounted($1) ? $0.addingClamped($1.count) : $0 }
    }

    /// Counts by whatever a cell is grouped by; cells whose key is `nil` are left out.
    ///
    ///     summary.counts { $0.action == .block ? $0.category : nil }
    public func counts<Key: Hashable>(by key: (Cell) -> Key?) -> [Key: Int64] {
        cells.reduce(into: [:]) { counts, cell in
            guard let key = key(cell) else { return }
            counts[key, default: 0] = counts[key, default: 0].addingClamped(cell.count)
        }
    }

    /// Requests of each category that were limited (blocked, or allowed only after a warning).
    public var limitedByCategory: [CategoryID: Int64] { counts { $0.action == .allow ? nil : $0.category } }

    /// Limited requests of each day of the period, days without any included.
    public var limitedByDay: [(day: Int32, count: Int64)] {
        guard firstDay <= lastDay else { return [] }
        let counts = counts { $0.action == .allow ? nil : $0.day }
        return (firstDay...lastDay).map { ($0, counts[$0] ?? 0) }
    }

    /// Limited requests of each local hour; always 24 values.
    public var limitedByHour: [Int64] {
        let counts = counts { $0.action == .allow ? nil : $0.hour }
        return (0..<24).map { counts[$0] ?? 0 }
    }

    /// At least so many distinct people were met in the cells selected.
    ///
    /// Pseudonyms change daily, and the same person is in several cells, so the largest cell is what can be vouched for. Use it
    /// to suppress small groups: it errs towards suppressing.
    public func peopleAtLeast(where isCounted: (Cell) -> Bool = { _ in true }) -> Int {
        cells.reduce(0) { isCounted($1) ? max($0, $1.people) : $0 }
    }

    /// The same period with the cells and the reach of one profile only.
    ///
    /// Appeals and drops are of the whole store and stay as they are.
    public func restricted(to profile: ProfileID) -> ActivitySummary {
        var copy = self
        copy.cells.removeAll { $0.profile != profile }
        copy.reach.removeAll { $0.profile != profile }
        return copy
    }
}
