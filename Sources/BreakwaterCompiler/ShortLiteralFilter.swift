import BreakwaterMatching

/// The filter for literals of three and four bytes: `cscan_short_filter`.
///
/// A place of the text passes where each of its bytes has the low and the high nibble of some literal of one bucket. So literals that look
/// alike belong in one bucket: each goes where the bucket lets the least more of common text pass, and is asked again when all have a place.
struct ShortLiteralFilter {
    private static let rounds = 3

    private struct Bucket {
        var low = [UInt16](repeating: 0, count: 4)
        var high = [UInt16](repeating: 0, count: 4)

        mutating func add(_ literal: [UInt8]) {
            for place in 0..<4 {
                low[place] |= place < literal.count ? 1 << UInt16(literal[place] & 15) : .max
                high[place] |= place < literal.count ? 1 << UInt16(literal[place] >> 4) : .max
            }
        }

        /// The share of text that passes.
        var share: Double {
            (0..<4).reduce(1) { product, place in
                product * letterShares.indices.reduce(0) { sum, byte in
                    low[place] >> UInt16(byte & 15) & high[place] >> UInt16(byte >> 4) & 1 == 1 ? sum + letterShares[byte] : sum
                }
            }
        }
    }

    private let literals: [[UInt8]]
    /// Each literal's bucket.
    private var places: [Int?]
    private var buckets = [Bucket](repeating: Bucket(), count: 8)

    init(_ literals: [[UInt8]]) {
        self.literals = literals.sorted { $0.lexicographicallyPrecedes($1) }
        places = [Int?](repeating: nil, count: literals.count)
        for _ in 0..<Self.rounds {
            for number in self.literals.indices { settle(number) }
        }
    }

    private mutating func settle(_ number: Int) {
        if let old = places[number] {
            places[number] = nil
            buckets[old] = Bucket()
            for (other, place) in places.enumerated() where place == old { buckets[old].add(literals[other]) }
        }
        let added = buckets.map { bucket in
            var larger = bucket
            larger.add(literals[number])
            return larger.share - bucket.share
        }
        let best = added.indices.min { added[$0] < added[$1] } ?? 0
        places[number] = best
        buckets[best].add(literals[number])
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for table in [\Bucket.low, \Bucket.high] {
            for place in 0..<4 {
                for nibble in 0..<16 {
                    bytes.append(
                        buckets.enumerated().reduce(0) { byte, bucket in
                            byte | UInt8(bucket.element[keyPath: table][place] >> UInt16(nibble) & 1) << UInt8(bucket.offset)
                        })
                }
            }
        }
        var bits = [UInt8](repeating: 0, count: PhraseTable.shortFilterBytes - bytes.count)
        for literal in literals {
            let bit = PhraseTable.bit(ofShort: UInt32(literal[0]) | UInt32(literal[1]) << 8 | UInt32(literal[2]) << 16)
            bits[bit >> 3] |= 1 << UInt8(bit & 7)
        }
        return bytes + bits
    }
}

/// About how much of text each byte is: letters and the space by their ranks in European text.
private let letterShares: [Double] = {
    let weights = (0..<256).map { byte in
        let rank = PhraseBuilder.commonness(UInt8(byte))
        return byte < 0x20 || byte > 0x7E ? 0.5 : 1 + Double(rank * rank) / 6
    }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
}()
