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

/// Says of nearly every name in one step that it is no public suffix, while millions are compiled.
struct SuffixFilter {
    private var bits: [UInt64]

    init(_ list: PublicSuffixList, _ hasher: NameHasher) {
        bits = [UInt64](repeating: 0, count: 1 << 12)
        for name in list.rules.keys {
            let index = Int(hasher.hash(name).fingerprint >> 46)
            bits[index >> 6] |= 1 << UInt64(index & 63)
        }
    }

    func mayContain(_ hash: NameHasher.Hash) -> Bool {
        let index = Int(hash.fingerprint >> 46)
        return bits[index >> 6] >> UInt64(index & 63) & 1 == 1
    }
}

extension PublicSuffixList {
    /// Whether names can be registered directly under this one.
    func isPublicSuffix(_ name: String) -> Bool { rules[name].map { $0.contains(.plain) || $0.contains(.wildcard) } ?? false }
}
