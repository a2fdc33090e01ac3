/// The fast checksum of sections: it finds damage, not forgery (for that there is the signature).
///
/// Four independent lanes of 64 × 64 → 128-bit multiplications over 32-byte stripes, folded (the scheme of wyhash and
/// xxh3 in its simplest form). About 10 GB/s a core.
package enum Checksum {
    private static let keys: (UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x27D4_EB2F_1656_67C5
    )

    @inline(__always)
    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    package static func of(_ bytes: RawSpan) -> UInt64 {
        var lanes = keys
        let count = bytes.byteCount
        var index = 0
        while index &+ 32 <= count {
            lanes.0 = fold(lanes.0 ^ bytes.u64(at: index), keys.1) &+ lanes.0
            lanes.1 = fold(lanes.1 ^ bytes.u64(at: index &+ 8), keys.2) &+ lanes.1
            lanes.2 = fold(lanes.2 ^ bytes.u64(at: index &+ 16), keys.3) &+ lanes.2
            lanes.3 = fold(lanes.3 ^ bytes.u64(at: index &+ 24), keys.0) &+ lanes.3
            index &+= 32
        }
        var tail: UInt64 = 0
        var shift: UInt64 = 0
        while index < count {
            tail |= UInt64(bytes.u8(at: index)) << shift
            shift &+= 8
            index &+= 1
            if shift == 64 || index == count {
                lanes.0 = fold(lanes.0 ^ tail, keys.2) &+ shift
                tail = 0
                shift = 0
            }
        }
        let mixed = fold(lanes.0 ^ lanes.1, keys.3) ^ fold(lanes.2 ^ lanes.3, keys.1)
        return fold(mixed ^ UInt64(truncatingIfNeeded: count), keys.0)
    }
}
