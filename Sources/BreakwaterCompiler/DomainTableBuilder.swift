import BreakwaterBundle
import BreakwaterMatching

/// Collects hashed names and lays them out in lines.
struct DomainTableBuilder {
    private struct Key {
        var hash: NameHasher.Hash
        var element: UInt32
    }

    struct Result {
        var nameCount: Int
        var lines: [UInt8]
        var overflow: [UInt8]
    }

    /// Names a line of eight holds on average; bucketised cuckoo hashing with two choices reaches more than 0.98 of eight.
    private static let fill = 7.4

    private var keys: [Key] = []
    private var labelCounts: UInt64 = 0

    /// - Parameter hash: the host's.
    mutating func add(_ host: borrowing Span<UInt8>, _ hash: NameHasher.Hash, element: UInt32) {
        var labels = 1
        for index in host.indices where host[index] == 0x2E { labels += 1 }
        labelCounts |= 1 << UInt64(min(labels, 63))
        keys.append(Key(hash: hash, element: element))
    }

    /// Merges names that several lists hold, numbers the postings by use, and places every name.
    consuming func finish(_ postings: inout PostingBuilder) -> Result {
        guard !keys.isEmpty else { return Result(nameCount: 0, lines: [], overflow: []) }
        let merged = merge(&postings)
        let order = Self.byUse(merged, postings.postingCount)
        postings.reorder(order)
        var lineCount = max(1, Int((Double(merged.count) / Self.fill).rounded(.up)))
        while true {
            if let places = Self.place(merged, lineCount: lineCount) {
                return write(merged, places, order, lineCount: lineCount)
            }
            // Two choices of eight slots fail this way only with keys that are not random; more lines always end it.
            lineCount += lineCount / 8 + 1
        }
    }

    private mutating func merge(_ postings: inout PostingBuilder) -> [Key] {
        sortKeys()
        var merged: [Key] = []
        merged.reserveCapacity(keys.count)
        var start = 0
        while start < keys.count {
            var end = start + 1
            while end < keys.count, keys[end].hash == keys[start].hash { end += 1 }
            var key = keys[start]
            let set = end == start + 1 ? [key.element] : Array(Set(keys[start..<end].map(\.element))).sorted()
            key.element = postings.posting(of: set)
            merged.append(key)
            start = end
        }
        keys = []
        return merged
    }

    /// By fingerprint, then position. Parts of one leading byte fit the cache, so that sorting them is several times faster than
    /// sorting the whole.
    private mutating func sortKeys() {
        var counts = [Int](repeating: 0, count: 257)
        for key in keys { counts[Int(key.hash.fingerprint >> 56) + 1] += 1 }
        for index in 1...256 { counts[index] += counts[index - 1] }
        let bounds = counts
        var sorted = keys
        for key in keys {
            let part = Int(key.hash.fingerprint >> 56)
            sorted[counts[part]] = key
            counts[part] += 1
        }
        for part in 0..<256 {
            sorted[bounds[part]..<bounds[part + 1]].sort {
                ($0.hash.fingerprint, $0.hash.position) < ($1.hash.fingerprint, $1.hash.position)
            }
        }
        keys = sorted
    }

    /// New numbers for the postings: 0 stays the empty set, then the most used first.
    private static func byUse(_ keys: [Key], _ count: Int) -> [UInt32] {
        var uses = [Int](repeating: 0, count: count)
        for key in keys { uses[Int(key.element)] += 1 }
        let order = (1..<max(count, 1)).sorted { (uses[$1], $0) < (uses[$0], $1) }
        var numbers = [UInt32](repeating: 0, count: count)
        for (rank, old) in order.enumerated() { numbers[old] = UInt32(rank + 1) }
        return numbers
    }

    /// Bucketised cuckoo hashing with a random walk.
    ///
    /// - Returns: for each slot the number of its key + 1, or `nil` where a key found no place.
    private static func place(_ keys: [Key], lineCount: Int) -> [UInt32]? {
        var slots = [UInt32](repeating: 0, count: lineCount * DomainTable.slots)
        var used = [UInt8](repeating: 0, count: lineCount)
        var random: UInt64 = 0x9E37_79B9_7F4A_7C15
        func choices(_ key: Int) -> (first: Int, second: Int) {
            let lines = DomainTable.choices(keys[key].hash, lineCount: UInt64(lineCount))
            return (Int(lines.first), Int(lines.second))
        }
        for number in keys.indices {
            var current = number
            var (line, second) = choices(number)
            if used[line] == DomainTable.slots, used[second] < used[line] { line = second }
            var kicks = 0
            while used[line] == DomainTable.slots {
                kicks += 1
                guard kicks < 2_000 else { return nil }
                // Xorshift: which of the eight goes is no matter, only that it varies.
                random ^= random << 13
                random ^= random >> 7
                random ^= random << 17
                let slot = line * DomainTable.slots + Int(random % UInt64(DomainTable.slots))
                let victim = Int(slots[slot]) - 1
                slots[slot] = UInt32(current + 1)
                current = victim
                let lines = choices(victim)
                line = lines.first == line ? lines.second : lines.first
            }
            slots[line * DomainTable.slots + Int(used[line])] = UInt32(current + 1)
            used[line] += 1
        }
        return slots
    }

    private func write(_ keys: [Key], _ slots: [UInt32], _ order: [UInt32], lineCount: Int) -> Result {
        var words = [UInt64](repeating: 0, count: (lineCount + 1) * DomainTable.slots)
        words[0] = UInt64(keys.count)
        words[1] = UInt64(lineCount)
        words[2] = labelCounts
        var spilled: [(fingerprint: UInt64, posting: UInt32)] = []
        for line in 0..<lineCount {
            for slot in 0..<DomainTable.slots {
                let number = slots[line * DomainTable.slots + slot]
                guard number > 0 else { continue }
                let key = keys[Int(number) - 1]
                let posting = order[Int(key.element)]
                if posting >= DomainTable.escape { spilled.append((key.hash.fingerprint, posting)) }
                let short = UInt64(min(posting, DomainTable.escape))
                words[(line + 1) * DomainTable.slots + slot] |= (key.hash.fingerprint & ~0xFFF) | short << 1
                let first = Int(DomainTable.choices(key.hash, lineCount: UInt64(lineCount)).first)
                if first != line { words[(first + 1) * DomainTable.slots + DomainTable.marker(key.hash.fingerprint)] |= 1 }
            }
        }
        return Result(nameCount: keys.count, lines: Self.bytes(words), overflow: Self.overflow(spilled))
    }

    private static func bytes(_ words: [UInt64]) -> [UInt8] {
        // On a little-endian machine the words are the bytes; `littleEndian` makes it so on any other.
        let ordered = words.map(\.littleEndian)
        return unsafe ordered.withUnsafeBytes { unsafe Array($0) }
    }

    private static func overflow(_ spilled: [(fingerprint: UInt64, posting: UInt32)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in spilled.sorted(by: { $0.fingerprint < $1.fingerprint }) {
            bytes.append(u64: entry.fingerprint)
            bytes.append(u32: entry.posting)
            bytes.append(u32: 0)
        }
        return bytes
    }
}
