import BreakwaterBundle
import BreakwaterMatching
import BreakwaterURL

/// Files every URL rule and expression under the key that selects best, and writes ``RuleIndex``.
struct RuleIndexBuilder {
    /// What a candidate is made of, beside its place.
    private struct Filed {
        var number: UInt32
        var types: UInt16
        var party: RuleFlags
    }

    /// A literal that every match of a rule, or one of which every match of an expression, holds.
    private struct Literal {
        var filed: Filed
        /// The text that holds it, in lower case; `*` and `^` are wildcards where ``isPattern``.
        var text: [UInt8]
        var runs: [Range<Int>]
        var isPattern: Bool
    }

    private let hasher: NameHasher
    private var byHost: [UInt64: [Candidate]] = [:]
    private var byDocument: [UInt64: [Candidate]] = [:]
    private var literals: [Literal] = []
    private var always: [Candidate] = []

    /// How many rules whose longest literals have three or four bytes are tried always.
    private static let mostShortTried = 12

    /// How many literals of four bytes are filed under windows of four, one for each byte that may come before.
    private static let mostFours = 64

    init(hasher: NameHasher) { self.hasher = hasher }

    /// - Parameters:
    ///   - pattern: its bytes; letters count as lower case.
    ///   - documents: the hosts of `$domain`, for a rule without a token.
    mutating func add(urlRule number: UInt32, _ record: RuleRecord, pattern: [UInt8], documents: [String]) {
        let filed = Filed(number: number, types: record.types, party: record.flags)
        let pattern = pattern.map(ASCII.lowercased)
        if let host = Self.host(of: pattern, record.shape) {
            let key = hasher.hash(host).fingerprint
            byHost[key, default: []].append(Self.candidate(filed, pattern, key: 0..<host.utf8.count, isPattern: true))
            return
        }
        let literal = Literal(filed: filed, text: pattern, runs: Self.runs(of: pattern), isPattern: true)
        let window = Window.best(of: literal.text, in: literal.runs, [:])
        if let window, window.isRare || documents.isEmpty {
            literals.append(literal)
        } else if add(filed, documents) {
            return
        } else if window != nil {
            literals.append(literal)
        } else {
            always.append(Self.unplaced(filed))
        }
    }

    /// - Parameters:
    ///   - required: literals of which every match holds one; `nil` where none is certain.
    ///   - documents: the hosts of `$domain`.
    /// - Returns: whether the expression is filtered.
    mutating func add(expression number: UInt32, _ record: RuleRecord, anyOf required: [[UInt8]]?, documents: [String]) -> Bool {
        let filed = Filed(number: number | Candidate.expressionBit, types: record.types, party: record.flags)
        let alternatives = (required ?? []).map { Literal(filed: filed, text: $0, runs: [$0.indices], isPattern: false) }
        let windows = alternatives.map { Window.best(of: $0.text, in: $0.runs, [:]) }
        if !windows.allSatisfy({ $0?.isRare ?? false }), add(filed, documents) { return true }
        guard required != nil, !windows.contains(where: { $0 == nil }) else {
            if add(filed, documents) { return true }
            always.append(Self.unplaced(filed))
            return false
        }
        literals += alternatives
        return true
    }

    /// Files a rule under the hosts of its `$domain`, where it has no other good key.
    private mutating func add(_ filed: Filed, _ documents: [String]) -> Bool {
        guard !documents.isEmpty, !documents.contains(where: { $0.hasSuffix(".*") }) else { return false }
        for document in documents { byDocument[hasher.hash(document).fingerprint, default: []].append(Self.unplaced(filed)) }
        return true
    }

    private static func unplaced(_ filed: Filed) -> Candidate {
        Candidate(number: filed.number, types: filed.types, party: filed.party, keyOffset: Candidate.noKeyOffset, probeOffset: 0, probe: [])
    }

    /// The host that a pattern names whole: `||host` before what cannot be part of a host.
    private static func host(of pattern: [UInt8], _ shape: RuleRecord.Shape) -> String? {
        guard shape.contains(.startsAtHostLabel) else { return nil }
        let end = pattern.firstIndex { !ASCII.isHostByte($0) && $0 != 0x2E } ?? pattern.count
        guard end > 0, end < 256, pattern[0] != 0x2E, pattern[end - 1] != 0x2E else { return nil }
        guard end < pattern.count ? [0x2F, 0x5E, 0x3A, 0x3F].contains(pattern[end]) : shape.contains(.endsAtEnd) else { return nil }
        return String(decoding: pattern[..<end], as: UTF8.self)
    }

    /// The runs of a pattern without wildcards.
    private static func runs(of pattern: [UInt8]) -> [Range<Int>] {
        pattern.indices.split { pattern[$0] == UInt8(ascii: "*") || pattern[$0] == UInt8(ascii: "^") }.compactMap { indices in
            indices.first.map { $0..<$0 + indices.count }
        }
    }

    /// A candidate with the probe that says most beside its key: the window of literal bytes that has most of them outside the key.
    private static func candidate(
        _ filed: Filed, _ text: [UInt8], key: Range<Int>, isPattern: Bool, precededByAny: Bool = false
    ) -> Candidate {
        // The key then begins one byte before `key`.
        let shift = precededByAny ? -1 : 0
        func isStar(_ index: Int) -> Bool { isPattern && text[index] == UInt8(ascii: "*") }
        func isLiteral(_ index: Int) -> Bool { !isPattern || (text[index] != UInt8(ascii: "*") && text[index] != UInt8(ascii: "^")) }
        var low = key.lowerBound
        while low > 0, !isStar(low - 1) { low -= 1 }
        var high = key.upperBound
        while high < text.count, !isStar(high) { high += 1 }
        var best: (start: Int, count: Int, gain: Int) = (key.lowerBound, 0, 0)
        for start in low..<high where (-127...126).contains(start - key.lowerBound) {
            var end = start
            while end < high, end - start < 7, isLiteral(end) { end += 1 }
            let gain = (start..<end).count { !key.contains($0) }
            if gain > best.gain { best = (start, end - start, gain) }
        }
        // The key's place says where the pattern starts if nothing of unknown length is before it.
        let isPlaced = isPattern && low == 0 && key.lowerBound < 128
        return Candidate(
            number: filed.number, types: filed.types, party: filed.party,
            keyOffset: isPlaced ? Int8(key.lowerBound + shift) : Candidate.noKeyOffset,
            probeOffset: Int8(best.start - key.lowerBound - shift), probe: Array(text[best.start..<best.start + best.count]))
    }

    consuming func finish(into writer: inout BundleWriter) {
        guard !(byHost.isEmpty && byDocument.isEmpty && literals.isEmpty && always.isEmpty) else { return }
        var quads: [UInt64: [Candidate]] = [:]
        var triples: [UInt64: [Candidate]] = [:]
        let chosen = chooseWindows()
        let fours = chosen.filter(\.window.isFour)
        let short = Set(chosen.filter { $0.window.width == 3 && !($0.window.isFour && fours.count <= Self.mostFours) }.map(\.literal.filed.number))
        // To look for three bytes at every place of every URL costs more than to try a few rules.
        let triesShort = short.count <= Self.mostShortTried
        var tried: Set<UInt32> = []
        for (literal, window) in chosen {
            if window.isFour, fours.count <= Self.mostFours {
                // At an odd place of the URL the window at the even place before holds any byte and the first three.
                let key = window.start..<window.start + 3
                for byte in (UInt8.min...UInt8.max) where ASCII.lowercased(byte) == byte {
                    quads[RuleIndex.key([byte] + literal.text[key]), default: []].append(
                        Self.candidate(literal.filed, literal.text, key: key, isPattern: literal.isPattern, precededByAny: true))
                }
                let whole = window.start..<window.start + 4
                quads[RuleIndex.key(literal.text[whole]), default: []].append(
                    Self.candidate(literal.filed, literal.text, key: whole, isPattern: literal.isPattern))
                continue
            }
            if triesShort, short.contains(literal.filed.number) {
                if tried.insert(literal.filed.number).inserted { always.append(Self.unplaced(literal.filed)) }
                continue
            }
            for start in window.places {
                let key = start..<start + window.width
                let candidate = Self.candidate(literal.filed, literal.text, key: key, isPattern: literal.isPattern)
                if window.width == 4 {
                    quads[RuleIndex.key(literal.text[key]), default: []].append(candidate)
                } else {
                    triples[RuleIndex.key(literal.text[key]), default: []].append(candidate)
                }
            }
        }
        var candidates = always
        let tables = [byHost, byDocument, quads, triples].map { KeyTableWriter($0, &candidates) }
        let bitmaps = [
            BitmapWriter(byHost.keys.map { UInt32(truncatingIfNeeded: $0 >> 32) }), BitmapWriter(quads.keys.map(RuleIndex.hash)),
            BitmapWriter(triples.keys.map(RuleIndex.hash)),
        ]
        var bytes: [UInt8] = []
        let counts = [always.count, candidates.count, quads.isEmpty ? 0 : 1, triples.isEmpty ? 0 : 1]
        for value in bitmaps.map(\.log) + tables.map(\.log) + counts { bytes.append(u32: UInt32(clamping: value)) }
        bytes.append(contentsOf: repeatElement(0, count: RuleIndex.headerBytes - bytes.count))
        for bitmap in bitmaps { bytes += bitmap.bytes }
        for table in tables { bytes += table.bytes }
        for candidate in candidates { candidate.write(to: &bytes) }
        writer.add(.ruleIndex, bytes)
    }
}

extension RuleIndexBuilder {
    /// Each literal's window, chosen by how many rules hold it.
    private func chooseWindows() -> [(literal: Literal, window: Window)] {
        var uses: [UInt64: Int] = [:]
        for literal in literals {
            for run in literal.runs where run.count >= 4 {
                for start in run.lowerBound...run.upperBound - 4 { uses[RuleIndex.key(literal.text[start..<start + 4]), default: 0] += 1 }
            }
        }
        return literals.compactMap { literal in Window.best(of: literal.text, in: literal.runs, uses).map { (literal, $0) } }
    }
}

/// Where in a literal the key is by which it is filed: four bytes at two neighbouring places, or three at one.
private struct Window {
    var start: Int
    var width: Int
    /// The run that holds the literal has four bytes.
    var isFour: Bool
    private var cost: Int

    var places: Range<Int> { start..<start + (width == 4 ? 2 : 1) }
    /// Four bytes, and not ones that nearly every URL holds.
    var isRare: Bool { width == 4 && cost < URLStatistics.common }

    /// The window that selects best; `nil` for runs under three bytes.
    ///
    /// - Parameter uses: how many rules hold four bytes: what many rules hold, many URLs hold.
    static func best(of text: [UInt8], in runs: [Range<Int>], _ uses: [UInt64: Int]) -> Window? {
        func cost(_ key: Range<Int>) -> Int { URLStatistics.commonness(text, key) + 12 * uses[RuleIndex.key(text[key]), default: 0] }
        var best: Window?
        for run in runs where run.count >= 3 {
            let width = run.count >= 5 ? 4 : 3
            for start in run.lowerBound...run.upperBound - (width == 4 ? 5 : 3) {
                // A window of three bytes must be looked for at every place of every URL.
                if run.count == 4, start > run.lowerBound { break }
                let cost = width == 4 ? max(cost(start..<start + 4), cost(start + 1..<start + 5)) : cost(start..<start + 3) + 5_000
                if cost < best?.cost ?? .max { best = Window(start: start, width: width, isFour: run.count == 4, cost: cost) }
            }
        }
        return best
    }
}
