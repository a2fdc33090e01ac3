import BreakwaterBundle
import BreakwaterMatching

/// Files every expression under grams of the literals that its matches must hold.
struct ExpressionBuilder {
    private var records: [UInt8] = []
    private(set) var count = 0
    private var byGram: [UInt32: [UInt32]] = [:]
    private var always: [UInt32] = []

    mutating func add(_ record: RuleRecord, pattern: String) {
        let number = UInt32(count)
        count += 1
        record.write(to: &records)
        let literals = RequiredLiterals.anyOf(pattern)?.map(Self.rarestGram)
        guard let grams = literals, !grams.contains(nil) else {
            always.append(number)
            return
        }
        for gram in Set(grams.compactMap(\.self)) { byGram[gram, default: []].append(number) }
    }

    /// - Returns: how many expressions no literal filters.
    consuming func finish(into writer: inout BundleWriter) -> Int {
        guard count > 0 else { return 0 }
        writer.add(.expressions, records)
        var numbers = always
        let bitmapLog = 16
        var bitmap = [UInt8](repeating: 0, count: (1 << bitmapLog) / 8)
        let log = URLRuleBuilder.log(slotsFor: byGram.count)
        var slots = [(gram: UInt32, start: UInt32, count: UInt32)](repeating: (0, 0, 0), count: 1 << log)
        for (gram, expressions) in byGram.sorted(by: { $0.key < $1.key }) {
            let hash = ExpressionSet.hash(gram)
            let bit = hash >> (32 - UInt32(bitmapLog))
            bitmap[Int(bit >> 3)] |= 1 << UInt8(bit & 7)
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot].count != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = (gram, UInt32(numbers.count), UInt32(expressions.count))
            numbers += expressions
        }
        var bytes: [UInt8] = []
        for value in [bitmapLog, log, always.count, numbers.count] { bytes.append(u32: UInt32(value)) }
        bytes += bitmap
        for slot in slots {
            for value in [slot.gram, slot.start, slot.count, 0] { bytes.append(u32: value) }
        }
        for number in numbers { bytes.append(u32: number) }
        writer.add(.expressionGrams, bytes)
        return always.count
    }

    /// Grams that nearly every URL holds select nothing.
    private static let common: Set<[UInt8]> = Set(
        ["htt", "ttp", "tps", "ps:", "s:/", "p:/", "://", "www", "ww.", "//w", ".co", "com", "om/", ".ne", "net", "et/", ".or", "org", "rg/"]
            .map { Array($0.utf8) })

    /// The gram of a literal that the fewest URLs hold, by the rarity of its letters; `nil` for literals under three bytes.
    private static func rarestGram(_ literal: [UInt8]) -> UInt32? {
        guard literal.count >= 3 else { return nil }
        let grams = (0...literal.count - 3).map { Array(literal[$0..<$0 + 3]) }
        let best = grams.min { commonness($0) < commonness($1) }
        return best.map { ExpressionSet.gram($0[0], $0[1], $0[2]) }
    }

    private static func commonness(_ gram: [UInt8]) -> Int {
        // English letters by frequency; digits and punctuation of paths are common in URLs too.
        let order = Array("zqjxkvbwfygpmulhdcrnsioate".utf8)
        let sum = gram.reduce(0) { $0 + (order.firstIndex(of: $1) ?? 13) }
        return common.contains(gram) ? sum + 1_000 : sum
    }
}
