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
        for entry in entries {
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
        var byWindow: [UInt32: [(literal: UInt32, offset: UInt32)]] = [:]
        let uses = windowUses()
        var short: [UInt32] = []
        for (number, literal) in literals.enumerated() {
            guard literal.count >= 4 else {
                short.append(UInt32(number))
                continue
            }
            let offset = (0...literal.count - 4).min { rarity(literal, $0, uses) < rarity(literal, $1, uses) } ?? 0
            byWindow[Self.window(literal, offset), default: []].append((UInt32(number), UInt32(offset)))
        }
        let bitmapLog = 19
        var bitmap = [UInt8](repeating: 0, count: (1 << bitmapLog) / 8)
        let log = max(4, TableWriter.log(slotsFor: byWindow.count))
        var slots = [(window: UInt32, start: UInt32, count: UInt32)](repeating: (0, 0, 0), count: 1 << log)
        var candidates: [UInt8] = []
        for (window, list) in byWindow.sorted(by: { $0.key < $1.key }) {
            let hash = PhraseTable.hash(window)
            let bit = hash >> (32 - UInt32(bitmapLog))
            bitmap[Int(bit >> 3)] |= 1 << UInt8(bit & 7)
            var slot = Int(hash >> 5) & (slots.count - 1)
            while slots[slot].count != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = (window, UInt32(candidates.count / 8), UInt32(list.count))
            for candidate in list {
                candidates.append(u32: candidate.literal)
                candidates.append(u32: candidate.offset)
            }
        }
        let recordStart = PhraseTable.headerBytes + bitmap.count + slots.count * 16 + candidates.count + short.count * 4
        let textStart = recordStart + literals.count * 8
        var bytes: [UInt8] = []
        let longest = literals.map(\.count).max() ?? 0
        for value in [literals.count, longest, bitmapLog, log, candidates.count / 8, short.count, recordStart, textStart] {
            bytes.append(u32: UInt32(value))
        }
        bytes += bitmap
        for slot in slots {
            for value in [slot.window, slot.start, slot.count, 0] { bytes.append(u32: value) }
        }
        bytes += candidates
        for number in short { bytes.append(u32: number) }
        var offset: UInt32 = 0
        for literal in literals {
            bytes.append(u32: offset)
            bytes.append(u32: UInt32(literal.count))
            offset += UInt32(literal.count)
        }
        for literal in literals { bytes += literal }
        return bytes
    }

    private static func window(_ literal: [UInt8], _ offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(literal[offset + $1]) << (8 * UInt32($1)) }
    }

    private func windowUses() -> [UInt32: Int] {
        var uses: [UInt32: Int] = [:]
        for literal in literals where literal.count >= 4 {
            for offset in 0...literal.count - 4 { uses[Self.window(literal, offset), default: 0] += 1 }
        }
        return uses
    }

    /// Lower is rarer in text: windows with spaces and common letters are met everywhere.
    private func rarity(_ literal: [UInt8], _ offset: Int, _ uses: [UInt32: Int]) -> Int {
        let order = Array("zqjxkvbwfygpmulhdcrnsioate ".utf8)
        let letters = literal[offset..<offset + 4].reduce(0) { $0 + (order.firstIndex(of: $1) ?? 8) }
        return letters * 4 + min(uses[Self.window(literal, offset)] ?? 0, 64)
    }
}
