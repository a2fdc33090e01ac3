package import BreakwaterBundle
package import BreakwaterURL

/// IPv4 and IPv6 prefixes; every prefix that holds an address counts, the longest first.
///
/// Section `addresses`: `u32` records; `u32` zero; `u64` × 3: bits of the IPv6 prefix lengths in use (0–128); `u64`: those of IPv4
/// (0–32); then 32-byte records, ascending by (family, prefix length, address): `u8` family · `u8` prefix length · `u16` zero · `u32`
/// posting · `u64` zero · `u64` high half · `u64` low half.
package struct AddressTable: Sendable {
    package static let headerBytes = 40
    package static let recordBytes = 32

    private let section: BundleSection
    private let count: Int

    package init(_ reader: BundleReader) throws(BundleError) {
        let section = reader.section(.addresses)
        let count = section.bytes.int(at: 0)
        self.section = section
        self.count = count
        guard section.count == 0 || section.count == Self.headerBytes + count * Self.recordBytes else {
            throw BundleError(.invalid, "\(reader.path): the address table is not as long as it says; compile the policy again")
        }
    }

    package var isEmpty: Bool { count == 0 }

    /// The longest listed prefix of at most `length` bits that holds the address: its posting and its length.
    package func longest(_ address: IPAddress, atMost length: Int) -> (posting: UInt32, length: Int)? {
        guard count > 0 else { return nil }
        let bytes = section.bytes
        var length = length
        while length >= 0 {
            defer { length -= 1 }
            guard isUsed(length, address.family, bytes), let block = CIDRBlock(address, prefixLength: length) else { continue }
            let posting = find(block, bytes)
            if posting != 0 { return (posting, length) }
        }
        return nil
    }

    private func isUsed(_ length: Int, _ family: IPAddress.Family, _ bytes: RawSpan) -> Bool {
        switch family {
        case .v6: bytes.u64(at: 8 + length / 64 * 8) >> UInt64(length % 64) & 1 == 1
        case .v4: bytes.u64(at: 32) >> UInt64(length) & 1 == 1
        }
    }

    private func find(_ block: CIDRBlock, _ bytes: RawSpan) -> UInt32 {
        var low = 0
        var high = count
        let key = Self.key(block)
        while low < high {
            let middle = (low + high) / 2
            let at = Self.headerBytes + middle * Self.recordBytes
            let value = UInt128(bytes.u64(at: at + 16)) << 64 | UInt128(bytes.u64(at: at + 24))
            let found = (UInt16(bytes.u8(at: at)) << 8 | UInt16(bytes.u8(at: at + 1)), value)
            if found == key { return bytes.u32(at: at + 4) }
            if found < key { low = middle + 1 } else { high = middle }
        }
        return 0
    }

    /// The order of records.
    package static func key(_ block: CIDRBlock) -> (UInt16, UInt128) {
        (UInt16(block.address.family.rawValue) << 8 | UInt16(truncatingIfNeeded: block.prefixLength), block.address.value)
    }
}
