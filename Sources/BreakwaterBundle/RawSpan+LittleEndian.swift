/// Loads that cannot trap: outside the span they give zero, so that a structure which lies about its offsets yields no match
/// instead of an end of the process.
extension RawSpan {
    @inlinable
    package func u8(at offset: Int) -> UInt8 {
        guard offset >= 0, offset < byteCount else { return 0 }
        // 0 <= offset < byteCount.
        return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    @inlinable
    package func u16(at offset: Int) -> UInt16 {
        guard offset >= 0, offset <= byteCount &- 2 else { return 0 }
        // offset + 2 <= byteCount.
        return UInt16(littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt16.self))
    }

    @inlinable
    package func u32(at offset: Int) -> UInt32 {
        guard offset >= 0, offset <= byteCount &- 4 else { return 0 }
        // offset + 4 <= byteCount.
        return UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
    }

    @inlinable
    package func u64(at offset: Int) -> UInt64 {
        guard offset >= 0, offset <= byteCount &- 8 else { return 0 }
        // offset + 8 <= byteCount.
        return UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// A 32-bit offset or count as an index.
    @inlinable
    package func int(at offset: Int) -> Int { Int(u32(at: offset)) }
}

extension [UInt8] {
    /// The bytes for as long as the array is borrowed.
    package var rawSpan: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            // A span of bytes is its own bytes: there is no padding to read.
            unsafe span.bytes
        }
    }

    package mutating func append(u16 value: UInt16) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(truncatingIfNeeded: value >> 8))
    }

    package mutating func append(u32 value: UInt32) {
        append(u16: UInt16(truncatingIfNeeded: value))
        append(u16: UInt16(truncatingIfNeeded: value >> 16))
    }

    package mutating func append(u64 value: UInt64) {
        append(u32: UInt32(truncatingIfNeeded: value))
        append(u32: UInt32(truncatingIfNeeded: value >> 32))
    }

    /// Writes over eight bytes that are there.
    package mutating func put(u64 value: UInt64, at offset: Int) {
        for index in 0..<8 { self[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))) }
    }

    /// Zeros up to the next multiple of `alignment`.
    package mutating func pad(to alignment: Int) {
        let rest = count % alignment
        if rest != 0 { append(contentsOf: repeatElement(0, count: alignment - rest)) }
    }
}
