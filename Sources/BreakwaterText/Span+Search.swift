import Glibc

extension Span<UInt8> {
    /// The first byte at or after an index that encodings disagree about: not ASCII, or the ESC of ISO-2022-JP; else the end.
    ///
    /// Thirty-two and eight bytes a step, as every byte of a page passes here.
    func endOfASCII(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = Swift.max(0, start)
        while index <= count - 32 {
            // Bound: thirty-two bytes follow `index`.
            let low = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            let high = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index + 16, as: SIMD16<UInt8>.self)
            let escape = SIMD16<UInt8>(repeating: 0x1B)
            // Bytes as two words: the high bit is set where they are not ASCII, and where they are ESC.
            let found = unsafe unsafeBitCast(low | high, to: SIMD2<UInt64>.self) | unsafeBitCast(low .== escape, to: SIMD2<UInt64>.self)
                | unsafeBitCast(high .== escape, to: SIMD2<UInt64>.self)
            guard (found[0] | found[1]) & (ones << 7) == 0 else { break }
            index += 32
        }
        while index <= count - 8 {
            // Bound: eight bytes follow `index`.
            let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            // A byte of `escapes` is zero where there is an ESC; the subtraction borrows into its high bit.
            let escapes = word ^ ones &* 0x1B
            guard (word | (escapes &- ones) & ~escapes) & (ones << 7) == 0 else { break }
            index += 8
        }
        while index < count, self[index] < 0x80, self[index] != 0x1B { index += 1 }
        return index
    }

    /// Whether a `Content-Type` names this type, which is in lower case: in any case, blanks and parameters aside.
    package func namesMediaType(_ type: StaticString) -> Bool {
        var matched = 0
        for index in indices {
            let byte = self[index]
            if byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") { break }
            if byte == 0x20 || byte == 0x09 { continue }
            let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            // Bound: `matched` is below the literal's own length.
            guard matched < type.utf8CodeUnitCount, unsafe lower == type.utf8Start[matched] else { return false }
            matched += 1
        }
        return matched == type.utf8CodeUnitCount
    }

    /// The first place of a byte at or after an index.
    ///
    /// Why: `memchr` passes over scripts and attribute values at gigabytes a second, a loop at a tenth of that.
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard start >= 0, start < count else { return nil }
        return unsafe withUnsafeBufferPointer { buffer -> Int? in
            // `start < count`, so the base address exists and `count - start` bytes follow it.
            guard let base = buffer.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }
}
