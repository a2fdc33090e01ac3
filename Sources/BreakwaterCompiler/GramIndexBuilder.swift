import BreakwaterBundle
import BreakwaterMatching

/// Files expressions and tokenless URL rules under grams of literals that their matches must hold, and writes ``GramIndex``.
struct GramIndexBuilder {
    private var byGram: [UInt32: [UInt32]] = [:]
    private var always: [UInt32] = []

    /// Entries that no literal filters.
    var alwaysCount: Int { always.count }

    /// - Parameter literals: one of which every match holds; `nil` where none is certain.
    /// - Returns: whether the entry is filtered.
    @discardableResult
    mutating func add(_ entry: UInt32, anyOf literals: [[UInt8]]?) -> Bool {
        let places = literals?.map(Self.rarest)
        guard let places, !places.contains(where: { $0 == nil }) else {
            always.append(entry)
            return false
        }
        for gram in Set(places.compactMap { $0?.gram }) { byGram[gram, default: []].append(entry) }
        return true
    }

    /// Files a URL rule by the rarest gram of its pattern.
    ///
    /// - Returns: where in the pattern the gram is, if nothing of unknown length comes before it.
    mutating func add(urlRule number: UInt32, pattern: [UInt8]) -> UInt8 {
        let entry = number | GramIndex.urlRuleBit
        let firstStar = pattern.firstIndex(of: UInt8(ascii: "*")) ?? pattern.count
        var best: (gram: UInt32, commonness: Int, offset: Int)?
        for run in pattern.indices.split(whereSeparator: { pattern[$0] == UInt8(ascii: "*") || pattern[$0] == UInt8(ascii: "^") }) {
            guard let start = run.first, let found = Self.rarest(run.map { Self.lower(pattern[$0]) }) else { continue }
            if found.commonness < best?.commonness ?? .max { best = (found.gram, found.commonness, start + found.offset) }
        }
        guard let best else {
            always.append(entry)
            return RuleRecord.noKeyOffset
        }
        byGram[best.gram, default: []].append(entry)
        return best.offset < min(firstStar, Int(RuleRecord.noKeyOffset)) ? UInt8(best.offset) : RuleRecord.noKeyOffset
    }

    consuming func finish(into writer: inout BundleWriter) {
        guard !byGram.isEmpty || !always.isEmpty else { return }
        var entries = always
        // 2¹⁶ bits (8 KiB) hold the grams of some thousand expressions sparsely.
        let bitmapLog = byGram.count > 8_000 ? 18 : 16
        var bitmap = [UInt8](repeating: 0, count: (1 << bitmapLog) / 8)
        let log = URLRuleBuilder.log(slotsFor: byGram.count)
        var slots = [(gram: UInt32, start: UInt32, count: UInt32)](repeating: (0, 0, 0), count: 1 << log)
        for (gram, numbers) in byGram.sorted(by: { $0.key < $1.key }) {
            let hash = GramIndex.hash(gram)
            let bit = hash >> (32 - UInt32(bitmapLog))
            bitmap[Int(bit >> 3)] |= 1 << UInt8(bit & 7)
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot].count != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = (gram, UInt32(entries.count), UInt32(numbers.count))
            entries += numbers
        }
        var bytes: [UInt8] = []
        for value in [bitmapLog, log, always.count, entries.count] { bytes.append(u32: UInt32(value)) }
        bytes += bitmap
        for slot in slots {
            for value in [slot.gram, slot.start, slot.count, 0] { bytes.append(u32: value) }
        }
        for entry in entries { bytes.append(u32: entry) }
        writer.add(.grams, bytes)
    }

    /// Grams that nearly every URL holds select nothing.
    private static let common: Set<[UInt8]> = Set(
        ["htt", "ttp", "tps", "ps:", "s:/", "p:/", "://", "www", "ww.", "//w", ".co", "com", "om/", ".ne", "net", "et/", ".or", "org", "rg/",
         ".js", ".ht", "htm", "tml", "/js", "js/", ".cs", "css", ".pn", "png", ".jp", "jpg", ".gi", "gif", "ima", "mag", "age", "ges"]
            .map { Array($0.utf8) })

    /// The gram of a literal that the fewest URLs hold, by the rarity of its letters; `nil` for literals under three bytes.
    private static func rarest(_ literal: [UInt8]) -> (gram: UInt32, commonness: Int, offset: Int)? {
        guard literal.count >= 3 else { return nil }
        let offset = (0...literal.count - 3).min { commonness(literal, $0) < commonness(literal, $1) } ?? 0
        return (
            GramIndex.gram(literal[offset], literal[offset + 1], literal[offset + 2]), commonness(literal, offset), offset
        )
    }

    private static func commonness(_ literal: [UInt8], _ offset: Int) -> Int {
        // English letters by frequency; digits and punctuation of paths are common in URLs too.
        let order = Array("zqjxkvbwfygpmulhdcrnsioate".utf8)
        let gram = Array(literal[offset..<offset + 3])
        let sum = gram.reduce(0) { $0 + (order.firstIndex(of: $1) ?? 13) }
        return common.contains(gram) ? sum + 1_000 : sum
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
