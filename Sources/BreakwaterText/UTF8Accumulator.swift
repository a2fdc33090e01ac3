/// Decodes UTF-8 a byte at a time (WHATWG Encoding §8.1.1), for sequences that are cut or ill-formed.
struct UTF8Accumulator {
    enum Step {
        case needsMore
        case scalar(UInt32)
        /// The bytes so far were ill-formed; `reprocess` where this byte begins something new.
        case invalid(reprocess: Bool)
    }

    private var value: UInt32 = 0
    private var needed: UInt8 = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    /// Whether a sequence has begun and is not complete.
    var isInside: Bool { needed > 0 }

    mutating func reset() { self = UTF8Accumulator() }

    mutating func take(_ byte: UInt8) -> Step {
        guard needed > 0 else { return begin(byte) }
        guard byte >= lowest, byte <= highest else {
            reset()
            return .invalid(reprocess: true)
        }
        lowest = 0x80
        highest = 0xBF
        value = value << 6 | UInt32(byte & 0x3F)
        needed -= 1
        guard needed == 0 else { return .needsMore }
        let scalar = value
        reset()
        return .scalar(scalar)
    }

    private mutating func begin(_ byte: UInt8) -> Step {
        switch byte {
        case 0...0x7F: return .scalar(UInt32(byte))
        case 0xC2...0xDF:
            value = UInt32(byte & 0x1F)
            needed = 1
        case 0xE0...0xEF:
            value = UInt32(byte & 0x0F)
            needed = 2
            // Overlong forms and surrogates are ill-formed from their second byte on.
            if byte == 0xE0 { lowest = 0xA0 }
            if byte == 0xED { highest = 0x9F }
        case 0xF0...0xF4:
            value = UInt32(byte & 0x07)
            needed = 3
            if byte == 0xF0 { lowest = 0x90 }
            if byte == 0xF4 { highest = 0x8F }
        default: return .invalid(reprocess: false)
        }
        return .needsMore
    }
}
