extension DecisionEvent {
    /// Joins events that differ in nothing but their count, in the order of their first appearance.
    ///
    /// A page with thirty images of one blocked site is one row with a count of thirty.
    /// - Complexity: O(n); one dictionary of the distinct events.
    public static func merged(_ events: [DecisionEvent]) -> [DecisionEvent] {
        var positions: [DecisionEvent: Int] = [:]
        positions.reserveCapacity(events.count)
        var merged: [DecisionEvent] = []
        for event in events {
            var key = event
            key.count = 0
            if let position = positions[key] {
                merged[position].count = merged[position].count.addingClamped(event.count)
            } else {
                positions[key] = merged.count
                merged.append(event)
            }
        }
        return merged
    }
}

extension Int64 {
    /// The sum, or the nearest bound: a count that overflows must not stop the filter.
    package func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other < 0 ? .min : .max
    }
}
