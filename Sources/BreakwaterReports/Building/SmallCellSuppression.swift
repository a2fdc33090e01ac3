/// Hides numbers that few people stand behind, and enough of the others that subtraction can't bring them back.
///
/// - SeeAlso: docs/PRIVACY.md, P6.
package struct SmallCellSuppression: Sendable, Hashable {
    /// A number is published only where at least as many people are behind it.
    package var threshold: Int

    package init(threshold: Int) { self.threshold = threshold }

    /// A number that would be published.
    package struct Cell: Sendable, Hashable {
        package var id: String
        package var count: Int64
        /// At least how many distinct people are behind it. Pseudonyms change daily, so over days this is the largest day's.
        package var people: Int

        package init(id: String, count: Int64, people: Int) {
            self.id = id
            self.count = count
            self.people = people
        }
    }

    /// The cells of one table that must not be shown.
    ///
    /// Where exactly one cell is small, the next smallest goes with it (complementary suppression): a total published anywhere
    /// would otherwise give it away by subtraction.
    package func hidden(among cells: [Cell]) -> Set<String> {
        var hidden = Set(cells.filter { $0.people < threshold }.map(\.id))
        if hidden.count == 1 {
            let rest = cells.filter { !hidden.contains($0.id) }
            if let next = rest.min(by: { ($0.people, $0.count, $0.id) < ($1.people, $1.count, $1.id) }) { hidden.insert(next.id) }
        }
        return hidden
    }
}
