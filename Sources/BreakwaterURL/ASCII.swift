/// Byte classes of URLs and host names (RFC 3986 §2, WHATWG URL).
package enum ASCII {
    @inlinable
    package static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    @inlinable
    package static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    @inlinable
    package static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// 0–15, or `nil`.
    @inlinable
    package static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- 0x30 }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }

    @inlinable
    package static func upperHexadecimal(_ nibble: UInt8) -> UInt8 {
        let value = nibble & 15
        return value < 10 ? 0x30 &+ value : 0x37 &+ value
    }

    /// RFC 3986 §2.3.
    @inlinable
    package static func isUnreserved(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
    }

    /// What a host name's label may hold: letters, digits, hyphen, and the underscore that real names have.
    @inlinable
    package static func isHostByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == 0x2D || byte == 0x5F
    }
}
