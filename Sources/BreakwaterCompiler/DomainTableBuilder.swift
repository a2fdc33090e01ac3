import BreakwaterBundle
import BreakwaterMatching

/// Collects hashed names and lays them out in lines.
struct DomainTableBuilder {
    /// A name's hash and what is said of it, in words of four bytes: eight million of them must fit a small machine.
    private struct Key {
        private let fingerprintHigh: UInt32
        private let fingerprintLow: UInt32
        private let positionHigh: UInt32
        private let positionLow: UInt32
        var element: UInt32

        init(_ hash: NameHasher.Hash, _ element: UInt32) {
            fingerprintHigh = UInt32(truncatingIfNeeded: hash.fingerprint >> 32)
            fingerprintLow = UInt32(truncatingIfNeeded: hash.fingerprint)
            positionHigh = UInt32(truncatingIfNeeded: hash.position >> 32)
            positionLow = UInt32(truncatingIfNeeded: hash.position)
            self.element = element
        }

        @inline(__always)
        var hash: NameHasher.Hash { NameHasher.Hash(fingerprint: fingerprint, position: position) }
        @inline(__always)
        var fingerprint: UInt64 { UInt64(fingerprintHigh) << 32 | UInt64(fingerprintLow) }
        @inline(__always)
        var position: UInt64 { UInt64(positionHigh) << 32 | UInt64(positionLow) }
    }

    struct Result {
        var nameCount: Int
        var lines: [UInt8]
        var overflow: [UInt8]
    }

    /// Names a line of eight holds on average; bucketised cuckoo hashing with two choices reaches more than 0.98 of eight.
    private static let fill = 7.4

    /// Names in the order in which they came. What is said of them changes with the list and seldom within one.
    private struct Chunk {
        var hashes: [NameHasher.Hash] = []
        /// Each element with the number of hashes up to its last one.
        var runs: [(end: UInt32, element: UInt32)] = []

        mutating func append(_ hash: NameHasher.Hash, _ element: UInt32) {
            hashes.append(hash)
            if runs.last?.element == element { runs.removeLast() }
            runs.append((UInt32(hashes.count), element))
        }
    }

    /// A full chunk stays where it is, because an array that grew would be there twice for a while.
    private var chunks: [Chunk] = []
    private var room = 0
    private var labelCounts: UInt64 = 0
    private static let smallestChunk = 1 << 12
    private static let largestChunk = 1 << 22

    /// - Parameter hash: the host's.
    mutating func add(_ host: borrowing Span<UInt8>, _ hash: NameHasher.Hash, element: UInt32) {
        var labels = 1
        for index in host.indices where host[index] == 0x2E { labels += 1 }
        labelCounts |= 1 << UInt64(min(labels, 63))
        if room == 0 {
            room = min(max(Self.smallestChunk, (chunks.last?.hashes.count ?? 0) * 2), Self.largestChunk)
            chunks.append(Chunk())
            chunks[chunks.count - 1].hashes.reserveCapacity(room)
        }
        chunks[chunks.count - 1].append(hash, element)
        room -= 1
    }

    /// Merges names that several lists hold, numbers the postings by use, and places every name; nothing is left of them then.
    ///
    /// Mutating, not consuming: a copy of what it is in would make a copy of every name.
    mutating func finish(_ postings: inout PostingBuilder) -> Result {
        let keys = takeMerged(&postings)
        guard !keys.isEmpty else { return Result(nameCount: 0, lines: [], overflow: []) }
        let order = Self.byUse(keys, postings.postingCount)
        postings.reorder(order)
        var lineCount = max(1, Int((Double(keys.count) / Self.fill).rounded(.up)))
        while true {
            if let slots = Self.place(keys, lineCount: lineCount) { return write(keys, slots, order, lineCount: lineCount) }
            // Two choices of eight slots fail this way only with keys that are not random; more lines always end it.
            lineCount += lineCount / 8 + 1
        }
    }

    /// Each name once, by fingerprint and position, with its posting for its element.
    private mutating func takeMerged(_ postings: inout PostingBuilder) -> [Key] {
        var (keys, bounds) = takeParts()
        var kept = 0
        for part in 0..<256 {
            keys[bounds[part]..<bounds[part + 1]].sort { ($0.fingerprint, $0.position) < ($1.fingerprint, $1.position) }
            var start = bounds[part]
            while start < bounds[part + 1] {
                var end = start + 1
                while end < bounds[part + 1], keys[end].hash == keys[start].hash { end += 1 }
                let set = end == start + 1 ? [keys[start].element] : Array(Set(keys[start..<end].map(\.element))).sorted()
                keys[kept] = keys[start]
                keys[kept].element = postings.posting(of: set)
                kept += 1
                start = end
            }
        }
        keys.removeLast(keys.count - kept)
        return keys
    }

    /// The keys, cut by the leading byte of their fingerprints: a part fits the cache, so that sorting them all is several times faster than
    /// sorting the whole.
    private mutating func takeParts() -> (keys: [Key], bounds: [Int]) {
        var bounds = [Int](repeating: 0, count: 257)
        for chunk in chunks { for hash in chunk.hashes { bounds[Int(hash.fingerprint >> 56) + 1] += 1 } }
        for index in 1...256 { bounds[index] += bounds[index - 1] }
        var next = bounds
        var keys = [Key](repeating: Key(NameHasher.Hash(fingerprint: 0, position: 0), 0), count: bounds[256])
        // The last chunk first, and each forgotten as it was read.
        while let chunk = chunks.popLast() {
            var start = 0
            for run in chunk.runs {
                for hash in chunk.hashes[start..<Int(run.end)] {
                    let part = Int(hash.fingerprint >> 56)
                    keys[next[part]] = Key(hash, run.element)
                    next[part] += 1
                }
                start = Int(run.end)
            }
        }
        room = 0
        return (keys, bounds)
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

    private static func choices(_ hash: NameHasher.Hash, _ lineCount: Int) -> (first: Int, second: Int) {
        let lines = DomainTable.choices(hash, lineCount: UInt64(lineCount))
        return (Int(lines.first), Int(lines.second))
    }

    /// Bucketised cuckoo hashing: first every name that its first line has room for, then the others with a random walk. A name in its second
    /// line costs every look at its first one that meets its marker another line, so that as few as can be should be there.
    ///
    /// - Returns: for each slot the number of its key + 1, or `nil` where a key found no place.
    private static func place(_ keys: [Key], lineCount: Int) -> [UInt32]? {
        var slots = [UInt32](repeating: 0, count: lineCount * DomainTable.slots)
        var used = [UInt8](repeating: 0, count: lineCount)
        var homeless: [UInt32] = []
        for (index, key) in keys.enumerated() {
            let line = choices(key.hash, lineCount).first
            if used[line] < DomainTable.slots {
                slots[line * DomainTable.slots + Int(used[line])] = UInt32(index + 1)
                used[line] += 1
            } else {
                homeless.append(UInt32(index + 1))
            }
        }
        func other(_ number: UInt32, than line: Int) -> Int {
            let lines = choices(keys[Int(number) - 1].hash, lineCount)
            return lines.first == line ? lines.second : lines.first
        }
        var random: UInt64 = 0x9E37_79B9_7F4A_7C15
        for number in homeless {
            var current = number
            var line = choices(keys[Int(current) - 1].hash, lineCount).second
            var kicks = 0
            while used[line] == DomainTable.slots {
                kicks += 1
                guard kicks < 2_000 else { return nil }
                random ^= random << 13
                random ^= random >> 7
                random ^= random << 17
                let places = line * DomainTable.slots..<(line + 1) * DomainTable.slots
                // One goes that has room elsewhere; where none has, it is no matter which, only that it varies (xorshift).
                let slot = places.first { used[other(slots[$0], than: line)] < DomainTable.slots }
                swap(&current, &slots[slot ?? places.lowerBound + Int(random % UInt64(DomainTable.slots))])
                line = other(current, than: line)
            }
            slots[line * DomainTable.slots + Int(used[line])] = current
            used[line] += 1
        }
        return slots
    }

    private func write(_ keys: [Key], _ slots: [UInt32], _ order: [UInt32], lineCount: Int) -> Result {
        var lines = [UInt8](repeating: 0, count: (lineCount + 1) * DomainTable.lineBytes)
        lines.put(u64: UInt64(keys.count), at: 0)
        lines.put(u64: UInt64(lineCount), at: 8)
        lines.put(u64: labelCounts, at: 16)
        var spilled: [(fingerprint: UInt64, posting: UInt32)] = []
        for (slot, number) in slots.enumerated() where number > 0 {
            let key = keys[Int(number) - 1]
            let posting = order[Int(key.element)]
            if posting >= DomainTable.escape { spilled.append((key.fingerprint, posting)) }
            let entry = (key.fingerprint & ~0xFFF) | UInt64(min(posting, DomainTable.escape)) << 1
            // The marker of another name may be there already.
            let at = DomainTable.lineBytes + slot * 8
            lines.put(u64: entry | UInt64(lines[at] & 1), at: at)
            let first = Self.choices(key.hash, lineCount).first
            if first != slot / DomainTable.slots { lines[(first + 1) * DomainTable.lineBytes + DomainTable.marker(key.fingerprint) * 8] |= 1 }
        }
        return Result(nameCount: keys.count, lines: lines, overflow: Self.overflow(spilled))
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
