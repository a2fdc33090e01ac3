import BreakwaterBundle
import BreakwaterMatching

/// Collects weighted phrases and writes ``PhraseTable``.
struct PhraseBuilder {
    private struct Entry {
        var literals: [UInt32]
        var list: UInt16
        var weight: Int32
        var category: UInt8
        var kind: UInt8
    }

    private var entries: [Entry] = []
    private var literals: [[UInt8]] = []
    private var numbers: [[UInt8]: UInt32] = [:]

    var count: Int { entries.count }

    /// - Parameters:
    ///   - phrases: folded; a rule one of whose phrases folds to nothing is left out.
    ///   - weight: `nil` bans (or excepts) at once.
    /// - Returns: whether it was taken.
    @discardableResult
    mutating func add(
        _ phrases: [String], weight: Int?, isPercent: Bool = false, isException: Bool, list: UInt16, category: UInt8
    ) -> Bool {
        let folded = phrases.map { Array($0.utf8) }
        guard !folded.isEmpty, folded.allSatisfy({ !$0.isEmpty && $0 != [0x20] && $0.count <= 4096 }) else { return false }
        let kind: UInt8 = weight != nil ? isPercent ? 3 : 0 : isException ? 2 : 1
        entries.append(
            Entry(
                literals: folded.map { number(of: $0) }, list: list, weight: Int32(clamping: weight ?? 0), category: category, kind: kind))
        return true
    }

    private mutating func number(of literal: [UInt8]) -> UInt32 {
        if let known = numbers[literal] { return known }
        let number = UInt32(literals.count)
        literals.append(literal)
        numbers[literal] = number
        return number
    }

    consuming func finish(into writer: inout BundleWriter) {
        guard !entries.isEmpty else { return }
        writer.add(.phraseLiterals, literalSection())
        var rules: [UInt8] = []
        var references: [UInt32] = []
        // In the order of their first literals, so that the rules of what a text holds are found without a look at the others.
        let order = entries.indices.sorted { (entries[$0].literals[0], $0) < (entries[$1].literals[0], $1) }
        for entry in order.map({ entries[$0] }) {
            rules.append(u32: UInt32(references.count))
            rules.append(u16: UInt16(clamping: entry.literals.count))
            rules.append(u16: entry.list)
            rules.append(u32: UInt32(bitPattern: entry.weight))
            rules.append(entry.category)
            rules.append(entry.kind)
            rules.append(u16: 0)
            references += entry.literals
        }
        var bytes: [UInt8] = []
        bytes.append(u32: UInt32(entries.count))
        bytes.append(u32: UInt32(references.count))
        bytes += rules
        for reference in references { bytes.append(u32: reference) }
        writer.add(.phraseRules, bytes)
    }

    private func literalSection() -> [UInt8] {
        var octets: [UInt64: [[UInt8]]] = [:]
        var pentads: [UInt64: [[UInt8]]] = [:]
        var shorts: [UInt64: [[UInt8]]] = [:]
        var octetBits: [UInt32] = []
        var pentadBits: [BitmapWriter.Pentad] = []
        var tiny: [UInt32] = []
        for (index, literal) in literals.enumerated() {
            let number = UInt32(index)
            @discardableResult func file(_ window: Range<Int>, in table: inout [UInt64: [[UInt8]]]) -> UInt64 {
                let key = Self.word(literal[window])
                table[key, default: []].append(Self.candidate(number, literal, window))
                return key
            }
            if literal.count >= 11 {
                // Text is looked at every fourth place: one of four neighbouring windows is met.
                let start = Self.rarest(literal, width: 11)
                for place in start..<start + 4 {
                    octetBits.append(PhraseTable.hash(ofOctet: file(place..<place + 8, in: &octets)))
                }
            } else if literal.count >= 5 {
                // At every second place one of two neighbouring windows is met.
                let start = Self.rarest(literal, width: min(literal.count, 6))
                for place in start..<start + 2 {
                    let hash = PhraseTable.hash(ofQuad: file(place..<place + 4, in: &pentads))
                    pentadBits.append(BitmapWriter.Pentad(hash: hash, fifth: place + 4 < literal.count ? literal[place + 4] : nil))
                }
            } else if literal.count >= 3 {
                file(0..<3, in: &shorts)
            } else {
                tiny.append(number)
            }
        }
        var candidates: [[UInt8]] = []
        let tables = [octets, pentads, shorts].map { WindowTableWriter($0, &candidates) }
        let bitmaps = [octets.isEmpty ? nil : BitmapWriter(octetBits), pentads.isEmpty ? nil : BitmapWriter(pentadBits)]
        var bytes: [UInt8] = []
        let bitmapBytes = bitmaps.reduce(0) { $0 + ($1?.bytes.count ?? 0) }
        let tableBytes = tables.reduce(0) { $0 + $1.bytes.count }
        let candidateStart = PhraseTable.headerBytes + PhraseTable.shortFilterBytes + bitmapBytes + tableBytes
        let candidateEnd = candidateStart + candidates.count * PhraseTable.candidateBytes
        let recordStart = candidateEnd + tiny.count * 4
        let textStart = recordStart + literals.count * 8
        let longest = literals.map(\.count).max() ?? 0
        let logs = bitmaps.map { $0?.log ?? 0 } + tables.map(\.log)
        let counts: [Int] = [literals.count, longest] + logs + [candidates.count, tiny.count, recordStart, textStart, 1]
        for value in counts { bytes.append(u32: UInt32(clamping: value)) }
        bytes += ShortLiteralFilter(literals.filter { $0.count == 3 || $0.count == 4 }).bytes
        for bitmap in bitmaps { bytes += bitmap?.bytes ?? [] }
        for table in tables { bytes += table.bytes }
        for candidate in candidates { bytes += candidate }
        for number in tiny { bytes.append(u32: number) }
        var offset: UInt32 = 0
        for literal in literals {
            bytes.append(u32: offset)
            bytes.append(u32: UInt32(literal.count))
            offset += UInt32(literal.count)
        }
        for literal in literals { bytes += literal }
        return bytes
    }

    /// Where the run of `width` bytes starts that text holds most rarely: windows with spaces and common letters are met everywhere.
    private static func rarest(_ literal: [UInt8], width: Int) -> Int {
        (0...literal.count - width).min { letters(literal, $0, width) < letters(literal, $1, width) } ?? 0
    }

    private static func letters(_ literal: [UInt8], _ start: Int, _ width: Int) -> Int {
        literal[start..<start + width].reduce(0) { $0 + commonness($1) }
    }

    /// One literal's candidate, with the eight bytes beside its window that say most.
    private static func candidate(_ number: UInt32, _ literal: [UInt8], _ window: Range<Int>) -> [UInt8] {
        let after = literal.count - window.upperBound
        let start = after >= 8 || after >= window.lowerBound ? window.upperBound : max(0, window.lowerBound - 8)
        let probe = literal[start..<min(literal.count, start + 8)].prefix(start < window.lowerBound ? window.lowerBound - start : 8)
        var bytes: [UInt8] = []
        bytes.append(u32: number)
        bytes.append(u16: UInt16(bitPattern: Int16(clamping: window.lowerBound)))
        bytes.append(UInt8(probe.count))
        bytes.append(UInt8(bitPattern: Int8(start - window.lowerBound)))
        bytes += probe
        return bytes + [UInt8](repeating: 0, count: 8 - probe.count)
    }

    /// Up to eight bytes, the first in the low byte.
    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    /// Letters and the space by how common they are in text, the rarest first.
    private static let ranks: [Int] = {
        var ranks = [Int](repeating: 8, count: 256)
        for (rank, byte) in "zqjxkvbwfygpmulhdcrnsioate ".utf8.enumerated() { ranks[Int(byte)] = rank }
        return ranks
    }()

    static func commonness(_ byte: UInt8) -> Int { ranks[Int(byte)] }
}
