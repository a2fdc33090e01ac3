/// The bits of the windows that a text is looked through for, 2¹² (512 bytes) to 2²⁰ of them.
struct BitmapWriter {
    private(set) var log = 12
    private(set) var bytes: [UInt8]

    /// The upper bits of each hash choose a bit; at most 1/64 of them are set, of the largest bitmap more.
    init(_ hashes: [UInt32]) {
        while log < 20, 1 << log < hashes.count * 64 { log += 1 }
        bytes = [UInt8](repeating: 0, count: 1 << log / 8)
        for hash in hashes {
            let bit = hash >> UInt32(32 - log)
            bytes[Int(bit >> 3)] |= 1 << UInt8(bit & 7)
        }
    }

    /// A window of five bytes: the hash of the first four chooses a word of 32 bits, the fifth one of its bits.
    struct Pentad {
        let hash: UInt32
        /// `nil`: any.
        let fifth: UInt8?
    }

    /// At most 1/32 of the bits are set, of the largest bitmap more.
    init(_ pentads: [Pentad]) {
        let set = pentads.reduce(0) { $0 + ($1.fifth == nil ? 32 : 1) }
        while log < 20, 1 << log < set * 32 { log += 1 }
        bytes = [UInt8](repeating: 0, count: 1 << log / 8)
        for pentad in pentads {
            let word = Int(pentad.hash >> UInt32(37 - log))
            let bits = pentad.fifth.map { 1 << UInt32($0 & 31) } ?? UInt32.max
            for byte in 0..<4 { bytes[4 * word + byte] |= UInt8(truncatingIfNeeded: bits >> UInt32(8 * byte)) }
        }
    }
}
