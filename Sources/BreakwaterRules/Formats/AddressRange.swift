package import BreakwaterURL

/// IPv4 ranges and netmasks, as e2guardian's and squidGuard's address lists have them: `10.0.0.1-10.0.0.9`, `10.0.0.0/255.255.0.0`.
package enum AddressRange {
    /// The fewest prefixes that cover the range; `nil` where the text is neither.
    package static func blocks(_ text: String) -> [CIDRBlock]? {
        if let slash = text.firstIndex(of: "/"), let start = value(text[..<slash]), let mask = value(text[text.index(after: slash)...]) {
            let length = mask.leadingZeroBitCount == 0 ? (~mask).leadingZeroBitCount : 0
            // A mask with holes names no prefix; one of zeros names everything.
            guard length > 0, length == 32 || mask << UInt32(length) == 0 else { return nil }
            return CIDRBlock(IPAddress(v4: start), prefixLength: length).map { [$0] }
        }
        guard let dash = text.firstIndex(of: "-"), let first = value(text[..<dash]), let last = value(text[text.index(after: dash)...]),
            first <= last
        else { return nil }
        return prefixes(from: first, through: last)
    }

    /// At most 62, as every range of 32-bit numbers.
    private static func prefixes(from first: UInt32, through last: UInt32) -> [CIDRBlock]? {
        var blocks: [CIDRBlock] = []
        var start = UInt64(first)
        let end = UInt64(last) + 1
        while start < end {
            // As large as the start's alignment and the rest allow.
            let aligned = start == 0 ? 32 : start.trailingZeroBitCount
            let bits = min(aligned, 63 - (end - start).leadingZeroBitCount)
            let address = IPAddress(v4: UInt32(truncatingIfNeeded: start))
            guard bits < 32, let block = CIDRBlock(address, prefixLength: 32 - bits) else { return nil }
            blocks.append(block)
            start += 1 << UInt64(bits)
        }
        return blocks
    }

    private static func value(_ text: Substring) -> UInt32? {
        let trimmed = Array(text.utf8).span.trimmed
        guard let address = IPAddress(strictV4: trimmed) else { return nil }
        return UInt32(truncatingIfNeeded: address.value)
    }
}
