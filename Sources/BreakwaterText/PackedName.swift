/// The name of an element or attribute in lower case, in one integer, so that reading a tag allocates nothing.
///
/// Names of more than 15 letters are all the same name, which no table has.
struct PackedName: Hashable, Comparable {
    private var bits: UInt128 = 0

    init() {}

    init(_ text: some StringProtocol) {
        for byte in text.utf8 { append(byte) }
    }

    var isEmpty: Bool { bits == 0 }

    mutating func append(_ byte: UInt8) {
        let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
        // The top byte is filled only by a sixteenth letter.
        bits = bits >> 120 != 0 ? .max : bits << 8 | UInt128(lower)
        if bits >> 120 != 0 { bits = .max }
    }

    /// The letters, as far as they were kept.
    var bytes: [UInt8] {
        var result: [UInt8] = []
        for shift in stride(from: 112, through: 0, by: -8) {
            let byte = UInt8(truncatingIfNeeded: bits >> UInt128(shift))
            if byte != 0 || !result.isEmpty { result.append(byte) }
        }
        return result
    }

    static func < (a: Self, b: Self) -> Bool { a.bits < b.bits }
}
