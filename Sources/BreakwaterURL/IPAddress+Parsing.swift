extension IPAddress {
    /// Strict forms only: dotted decimal without leading zeros, or RFC 4291 §2.2 IPv6 without brackets and zone.
    public init?(_ text: String) {
        var text = text
        let parsed: IPAddress? = text.withUTF8 { buffer in
            let bytes = unsafe Span(_unsafeElements: buffer)
            return IPAddress(strictV4: bytes) ?? IPAddress(v6: bytes)
        }
        guard let parsed else { return nil }
        self = parsed
    }

    /// The spellings that a URL's host may use (WHATWG URL §3.5): `0x7f.1`, `2130706433`, `0177.0.0.1`, `[::1]`.
    public init?(urlHost text: String) {
        var text = text
        let parsed: IPAddress? = text.withUTF8 { buffer in
            let bytes = unsafe Span(_unsafeElements: buffer)
            if bytes.count > 2, bytes[0] == UInt8(ascii: "["), bytes[bytes.count - 1] == UInt8(ascii: "]") {
                return IPAddress(v6: bytes.extracting(1..<bytes.count - 1))
            }
            return IPAddress(urlV4: bytes)
        }
        guard let parsed else { return nil }
        self = parsed
    }

    /// `192.0.2.1` and nothing looser.
    package init?(strictV4 bytes: borrowing Span<UInt8>) {
        var value: UInt32 = 0
        var parts = 0
        var index = 0
        while parts < 4 {
            let start = index
            var part: UInt32 = 0
            while index < bytes.count, ASCII.isDigit(bytes[index]), index - start < 3 {
                part = part * 10 + UInt32(bytes[index] - 0x30)
                index += 1
            }
            guard index > start, part <= 255, index - start == 1 || bytes[start] != 0x30 else { return nil }
            value = value << 8 | part
            parts += 1
            if parts < 4 {
                guard index < bytes.count, bytes[index] == 0x2E else { return nil }
                index += 1
            }
        }
        guard index == bytes.count else { return nil }
        self.init(v4: value)
    }

    /// WHATWG "IPv4 parser": one to four parts, each decimal, octal (`0…`) or hexadecimal (`0x…`), the last filling the rest.
    package init?(urlV4 bytes: borrowing Span<UInt8>) {
        var end = bytes.count
        if end > 0, bytes[end - 1] == 0x2E { end -= 1 }
        guard end > 0 else { return nil }
        var parts = [4 of UInt64](repeating: 0)
        var count = 0
        var start = 0
        while start <= end {
            var stop = start
            while stop < end, bytes[stop] != 0x2E { stop += 1 }
            guard count < 4, let value = Self.number(bytes, start..<stop) else { return nil }
            parts[count] = value
            count += 1
            if stop == end { break }
            start = stop + 1
        }
        var address: UInt64 = 0
        for index in 0..<count {
            if index == count - 1 {
                guard parts[index] < UInt64(1) << (8 * UInt64(5 - count)) else { return nil }
                address |= parts[index]
            } else {
                guard parts[index] <= 255 else { return nil }
                address |= parts[index] << (8 * UInt64(3 - index))
            }
        }
        guard let narrow = UInt32(exactly: address) else { return nil }
        self.init(v4: narrow)
    }

    private static func number(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        var start = range.lowerBound
        guard start < range.upperBound else { return nil }
        var radix: UInt64 = 10
        if range.count >= 2, bytes[start] == 0x30 {
            if bytes[start + 1] | 0x20 == 0x78 {
                radix = 16
                start += 2
            } else {
                radix = 8
                start += 1
            }
        }
        var value: UInt64 = 0
        for index in start..<range.upperBound {
            guard let digit = ASCII.hexadecimalValue(bytes[index]), UInt64(digit) < radix else { return nil }
            value = value * radix + UInt64(digit)
            // Above 32 bits it is no address whatever follows; stopping here keeps the product in range.
            guard value <= 0xFFFF_FFFF else { return nil }
        }
        return value
    }

    /// RFC 4291 §2.2, with an embedded dotted IPv4 tail; no zone.
    package init?(v6 bytes: borrowing Span<UInt8>) {
        guard bytes.count >= 2, bytes.count <= 45 else { return nil }
        // The groups before `::` and those behind it, each with its number.
        var (head, tail) = (UInt128(0), UInt128(0))
        var count = 0
        var compressedAt: Int?
        func add(_ group: UInt16) {
            if compressedAt == nil { head = head << 16 | UInt128(group) } else { tail = tail << 16 | UInt128(group) }
            count += 1
        }
        var index = 0
        if bytes[0] == 0x3A {
            guard bytes[1] == 0x3A else { return nil }
            compressedAt = 0
            index = 2
        }
        while index < bytes.count {
            guard count < 8 else { return nil }
            let start = index
            var value: UInt32 = 0
            while index < bytes.count, index - start < 4, let digit = ASCII.hexadecimalValue(bytes[index]) {
                value = value << 4 | UInt32(digit)
                index += 1
            }
            if index < bytes.count, bytes[index] == 0x2E {
                guard count <= 6, let dotted = IPAddress(strictV4: bytes.extracting(start..<bytes.count)) else { return nil }
                add(UInt16(truncatingIfNeeded: dotted.value >> 16))
                add(UInt16(truncatingIfNeeded: dotted.value))
                index = bytes.count
                break
            }
            guard index > start else { return nil }
            add(UInt16(truncatingIfNeeded: value))
            guard index < bytes.count else { break }
            guard bytes[index] == 0x3A else { return nil }
            index += 1
            guard index < bytes.count else { return nil }
            if bytes[index] == 0x3A {
                guard compressedAt == nil else { return nil }
                compressedAt = count
                index += 1
            }
        }
        if let at = compressedAt {
            guard count < 8 else { return nil }
            self.init(v6: head << (16 * (8 - at)) | tail)
        } else {
            guard count == 8 else { return nil }
            self.init(v6: head)
        }
    }
}
