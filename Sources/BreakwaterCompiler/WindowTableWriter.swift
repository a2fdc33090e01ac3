import BreakwaterBundle
import BreakwaterMatching

/// The bytes of one `cscan_window_table`.
struct WindowTableWriter {
    private(set) var log = 0
    private(set) var bytes: [UInt8]

    private static let slots = 4

    /// At most a third full, so that few buckets are.
    ///
    /// - Parameter candidates: takes the windows' candidates of ``PhraseTable/candidateBytes`` each, one window after another.
    init(_ windows: [UInt64: [[UInt8]]], _ candidates: inout [[UInt8]]) {
        while Self.slots << log < windows.count * 3 { log += 1 }
        let log = log
        // Two windows of one tag that meet in a bucket share it: their candidates are held against the text anyway.
        var buckets = [[(tag: UInt32, candidates: [[UInt8]])]](repeating: [], count: 1 << log)
        for (window, found) in windows.sorted(by: { $0.key < $1.key }) {
            var (bucket, tag) = PhraseTable.place(ofWindow: window, log: log)
            while buckets[bucket].count == Self.slots, !buckets[bucket].contains(where: { $0.tag == tag }) {
                bucket = (bucket + 1) & (buckets.count - 1)
            }
            if let slot = buckets[bucket].firstIndex(where: { $0.tag == tag }) {
                buckets[bucket][slot].candidates += found
            } else {
                buckets[bucket].append((tag, found))
            }
        }
        bytes = []
        for bucket in buckets {
            let empty = [UInt32](repeating: 0, count: Self.slots - bucket.count)
            var starts: [UInt32] = []
            for slot in bucket {
                starts.append(UInt32(clamping: candidates.count))
                for candidate in slot.candidates.dropLast() { candidates.append(Self.followed(candidate)) }
                candidates.append(slot.candidates[slot.candidates.count - 1])
            }
            for value in bucket.map(\.tag) + empty + starts + empty { bytes.append(u32: value) }
        }
    }

    /// Bit 31 of its number says that another one follows.
    private static func followed(_ candidate: [UInt8]) -> [UInt8] {
        var candidate = candidate
        candidate[3] |= UInt8(PhraseTable.followedBit >> 24)
        return candidate
    }
}
