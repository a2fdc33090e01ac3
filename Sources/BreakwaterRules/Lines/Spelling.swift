/// "Did you mean …?" for the names of modifiers.
enum Spelling {
    /// `; did you mean `$important`?`, or nothing where no name is near.
    static func suggestion(for name: String) -> String {
        let written = Array(name.utf8)
        // Longer names are no slip of the pen; this also bounds the work.
        guard (3...32).contains(written.count) else { return "" }
        var best: (name: String, distance: Int)?
        for candidate in AdblockModifier.names {
            let known = Array(candidate.utf8)
            guard abs(known.count - written.count) <= 2 else { continue }
            let distance = distance(written, known)
            if distance <= min(2, known.count / 3), distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best.map { "; did you mean `$\($0.name)`?" } ?? ""
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two short words (optimal string alignment).
    static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...b.count)
        for i in a.indices {
            var current = [i + 1]
            for j in b.indices {
                var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforePrevious[j - 1] + 1) }
                current.append(cost)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[b.count]
    }
}
