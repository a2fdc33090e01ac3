import BreakwaterBundle
import BreakwaterMatching
import BreakwaterURL

/// Writes the public suffix list as hashes.
enum PublicSuffixBuilder {
    static func section(_ list: PublicSuffixList, _ hasher: NameHasher) -> [UInt8] {
        guard !list.rules.isEmpty else { return [] }
        var log = 4
        while 1 << log < list.rules.count * 2 { log += 1 }
        var slots = [UInt64](repeating: 0, count: 1 << log)
        for (name, kinds) in list.rules.sorted(by: { $0.key < $1.key }) {
            let fingerprint = hasher.hash(name).fingerprint
            let bits = kinds.reduce(0 as UInt64) { $0 | 1 << UInt64($1.rawValue) }
            var slot = PublicSuffixTable.slot(fingerprint, slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = (fingerprint & ~7) | bits
        }
        var bytes: [UInt8] = []
        bytes.append(u32: UInt32(log))
        bytes.append(u32: 0)
        for slot in slots { bytes.append(u64: slot) }
        return bytes
    }
}
