import BreakwaterBundle
import BreakwaterMatching

/// The bytes of one ``KeyTable``.
struct KeyTableWriter {
    let log: Int
    private(set) var bytes: [UInt8] = []

    /// At most half full.
    static func log(slotsFor count: Int) -> Int {
        var log = 0
        while 1 << log < count * 2 { log += 1 }
        return log
    }

    /// - Parameter candidates: takes the runs, one after another.
    init<Element>(_ runs: [UInt64: [Element]], _ candidates: inout [Element]) {
        log = Self.log(slotsFor: runs.count)
        let mask = 1 << log - 1
        var slots = [(key: UInt64, start: UInt32, count: UInt32)](repeating: (0, 0, 0), count: mask + 1)
        for (key, run) in runs.sorted(by: { $0.key < $1.key }) where key != 0 {
            var slot = KeyTable.slot(key, log: log)
            while slots[slot].key != 0 { slot = (slot + 1) & mask }
            slots[slot] = (key, UInt32(clamping: candidates.count), UInt32(clamping: run.count))
            candidates += run
        }
        for slot in slots {
            bytes.append(u64: slot.key)
            bytes.append(u32: slot.start)
            bytes.append(u32: slot.count)
        }
    }
}
