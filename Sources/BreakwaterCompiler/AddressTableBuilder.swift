import BreakwaterBundle
import BreakwaterMatching
import BreakwaterURL

/// Collects prefixes and sorts them for ``AddressTable``.
struct AddressTableBuilder {
    private var elements: [CIDRBlock: Set<UInt32>] = [:]

    var count: Int { elements.count }

    mutating func add(_ block: CIDRBlock, element: UInt32) {
        // A prefix that lies in the IPv4-mapped block is the IPv4 prefix it maps.
        var block = block
        if block.address.family == .v6, block.prefixLength >= 96, block.address.canonical.family == .v4,
            let mapped = CIDRBlock(block.address.canonical, prefixLength: block.prefixLength - 96)
        {
            block = mapped
        }
        elements[block, default: []].insert(element)
    }

    consuming func finish(_ postings: inout PostingBuilder, into writer: inout BundleWriter) {
        guard !elements.isEmpty else { return }
        var v6: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var v4: UInt64 = 0
        for block in elements.keys {
            let bit: UInt64 = 1 << UInt64(block.prefixLength % 64)
            switch (block.address.family, block.prefixLength / 64) {
            case (.v4, _): v4 |= bit
            case (.v6, 0): v6.0 |= bit
            case (.v6, 1): v6.1 |= bit
            case (.v6, _): v6.2 |= bit
            }
        }
        var bytes: [UInt8] = []
        bytes.append(u32: UInt32(elements.count))
        bytes.append(u32: 0)
        for word in [v6.0, v6.1, v6.2, v4] { bytes.append(u64: word) }
        for (block, set) in elements.sorted(by: { AddressTable.key($0.key) < AddressTable.key($1.key) }) {
            bytes.append(block.address.family.rawValue)
            bytes.append(UInt8(block.prefixLength))
            bytes.append(u16: 0)
            bytes.append(u32: postings.posting(of: set.sorted()))
            bytes.append(u64: 0)
            bytes.append(u64: UInt64(truncatingIfNeeded: block.address.value >> 64))
            bytes.append(u64: UInt64(truncatingIfNeeded: block.address.value))
        }
        writer.add(.addresses, bytes)
    }
}
