/// "did you mean": the one name of a set that a misspelt word stands for.
enum NearestName {
    /// Names longer than this are no misspelling of a key or a category.
    private static let longest = 64

    /// - Returns: the nearest candidate, `nil` where none is near (more than a third of the letters differ) or two are equally near.
    static func find(_ word: String, in candidates: some Sequence<String>) -> String? {
        let wanted = Array(word.lowercased().replacing("_", with: "-").utf8.prefix(longest))
        guard !wanted.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        var isTied = false
        for candidate in candidates {
            let other = Array(candidate.lowercased().utf8.prefix(longest))
            let distance = editDistance(wanted, other)
            guard distance <= max(1, max(wanted.count, other.count) / 3) else { continue }
            if let found = best, found.distance <= distance {
                isTied = isTied || (found.distance == distance && found.name != candidate)
            } else {
                best = (candidate, distance)
                isTied = false
            }
        }
        return isTied ? nil : best?.name
    }

    /// The end of an error message: `; did you mean …?`, or nothing.
    static func hint(_ word: String, in candidates: some Sequence<String>) -> String {
        guard let name = find(word, in: candidates) else { return "" }
        return "; did you mean `\(name)`?"
    }

    /// Insertions, deletions, replacements and swaps of neighbours, each one step.
    private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
