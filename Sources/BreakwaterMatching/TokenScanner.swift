import BreakwaterBundle


/// Runs of `a`–`z`, `0`–`9` and `%` in a URL or a pattern: the keys of the URL rules' index.
package enum TokenScanner {
    package static let minimumLength = 2

    @inline(__always)
    package static func isTokenByte(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x25
    }

    package static let seed: UInt32 = 0x811C_9DC5

    @inline(__always)
    package static func step(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

    /// Spreads the hash over all bits; never 0, which marks an empty slot.
    @inline(__always)
    package static func finish(_ hash: UInt32) -> UInt32 {
        var value = hash
        value ^= value >> 15
        value = value &* 0x2C1B_3C6D
        value ^= value >> 12
        return value == 0 ? 1 : value
    }

    /// Calls `body` with the hash and the start of every token of the subject, lower-case bytes.
    @inline(__always)
    package static func forEachToken(_ subject: RawSpan, _ body: (_ hash: UInt32, _ start: Int) -> Void) {
        var hash = seed
        var length = 0
        let count = subject.byteCount
        for index in 0..<count {
            let byte = subject.u8(at: index)
            if isTokenByte(byte) {
                hash = step(hash, byte)
                length &+= 1
            } else {
                if length >= minimumLength { body(finish(hash), index &- length) }
                hash = seed
                length = 0
            }
        }
        if length >= minimumLength { body(finish(hash), count &- length) }
    }
}
