/// Finds literals of which every match of a PCRE2 expression holds at least one (the idea of RE2's `FilteredRE2`).
///
/// The parser knows the common syntax and says "no literal" for all that it does not know: a wrong literal would be a silent miss,
/// a missing one only costs time. `RequiredLiteralsTests` holds the property against PCRE2 itself.
package enum RequiredLiterals {
    /// - Returns: lower-case literals, or `nil` where none is certain.
    package static func anyOf(_ pattern: String) -> [[UInt8]]? {
        var parser = Parser(bytes: Array(pattern.utf8))
        guard let result = parser.alternation(depth: 0), parser.index == parser.bytes.count else { return nil }
        guard let literals = result, literals.count <= 64 else { return nil }
        return literals
    }

    /// Literals that nearly every URL holds.
    private static let common: Set<[UInt8]> = Set(["://", "http", "https", "http://", "https://", "www", "www.", ".com", "com"].map { Array($0.utf8) })

    /// How well the weakest of the alternatives selects: its length up to six, 1 where nearly every URL holds it.
    private static func selectivity(_ literals: [[UInt8]]) -> Int {
        literals.map { common.contains($0) ? 1 : min($0.count, 6) }.min() ?? 0
    }

    private struct Parser {
        let bytes: [UInt8]
        var index = 0

        private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

        /// - Returns: the outer `nil` where the syntax is not known; the inner where no literal is required.
        mutating func alternation(depth: Int) -> [[UInt8]]?? {
            guard depth < 50 else { return nil }
            var all: [[UInt8]] = []
            var hasAll = true
            while true {
                guard let branch = sequence(depth: depth) else { return nil }
                if let branch { all += branch } else { hasAll = false }
                guard next == UInt8(ascii: "|") else { break }
                index += 1
            }
            return .some(hasAll ? all : nil)
        }

        private mutating func sequence(depth: Int) -> [[UInt8]]?? {
            var best: [[UInt8]]?
            var run: [UInt8] = []
            func better(_ a: [[UInt8]]?, _ b: [[UInt8]]) -> [[UInt8]] {
                guard let a else { return b }
                // What selects best is the literal that the fewest URLs hold; of equals, the fewer alternatives.
                return (RequiredLiterals.selectivity(b), -b.count) > (RequiredLiterals.selectivity(a), -a.count) ? b : a
            }
            func flush() {
                if !run.isEmpty { best = better(best, [run]) }
                run = []
            }
            while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
                guard let atom = atom(depth: depth) else { return nil }
                let repetition = quantifier()
                switch (atom, repetition) {
                case (_, .unknown): return nil
                case (.literal(let letter), .once): run.append(letter)
                case (.literal(let letter), .atLeastOnce):
                    run.append(letter)
                    flush()
                case (.group(let literals?), .once), (.group(let literals?), .atLeastOnce):
                    flush()
                    best = better(best, literals)
                case (.nothing, .once): flush()
                default: flush()
                }
            }
            flush()
            return .some(best)
        }

        private enum Atom {
            case literal(UInt8)
            case group([[UInt8]]?)
            /// A class, an assertion, a dot: consumes something unknown or nothing.
            case nothing
        }

        private mutating func atom(depth: Int) -> Atom? {
            guard let byte = next else { return nil }
            index += 1
            switch byte {
            case UInt8(ascii: "("): return group(depth: depth)
            case UInt8(ascii: "["): return skipClass() ? .nothing : nil
            case UInt8(ascii: "\\"): return escape()
            case UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "$"): return .nothing
            case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"): return nil
            default: return byte < 0x80 ? .literal(lower(byte)) : .nothing
            }
        }

        private mutating func group(depth: Int) -> Atom? {
            var counts = true
            if next == UInt8(ascii: "?") {
                index += 1
                guard let kind = next else { return nil }
                index += 1
                switch kind {
                case UInt8(ascii: ":"), UInt8(ascii: ">"): break
                case UInt8(ascii: "="), UInt8(ascii: "!"): counts = false
                case UInt8(ascii: "<") where next == UInt8(ascii: "=") || next == UInt8(ascii: "!"):
                    index += 1
                    counts = false
                case UInt8(ascii: "i") where next == UInt8(ascii: ")"):
                    index += 1
                    return .nothing
                default: return nil
                }
            } else if next == UInt8(ascii: "*") {
                return nil
            }
            guard let inner = alternation(depth: depth + 1), next == UInt8(ascii: ")") else { return nil }
            index += 1
            return counts ? .group(inner) : .nothing
        }

        private mutating func escape() -> Atom? {
            guard let byte = next else { return nil }
            index += 1
            switch byte {
            case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "w"), UInt8(ascii: "W"), UInt8(ascii: "s"), UInt8(ascii: "S"),
                UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "z"), UInt8(ascii: "Z"), UInt8(ascii: "h"),
                UInt8(ascii: "v"), UInt8(ascii: "R"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                return .nothing
            default:
                // An escaped punctuation mark is itself; every other letter or digit (back references, \x, \Q, \p …) is not known here.
                let isAlphanumeric = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
                return isAlphanumeric || byte >= 0x80 ? nil : .literal(byte)
            }
        }

        private mutating func skipClass() -> Bool {
            if next == UInt8(ascii: "^") { index += 1 }
            if next == UInt8(ascii: "]") { index += 1 }
            while let byte = next {
                index += 1
                if byte == UInt8(ascii: "\\") {
                    // \Q…\E inside a class is not known here, nor a \E alone, which is nothing and may stand before a literal `]`.
                    if next == UInt8(ascii: "Q") || next == UInt8(ascii: "E") || next == nil { return false }
                    index += 1
                } else if byte == UInt8(ascii: "["), let mark = next, [UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "=")].contains(mark) {
                    guard skipNamedClass() else { return false }
                } else if byte == UInt8(ascii: "]") {
                    return true
                }
            }
            return false
        }

        /// `:alpha:]` and `:^alpha:]`; anything else after `[:` is not known here (`[[:]` is a class of two signs).
        private mutating func skipNamedClass() -> Bool {
            guard next == UInt8(ascii: ":") else { return false }
            index += 1
            if next == UInt8(ascii: "^") { index += 1 }
            while let letter = next, letter &- 0x61 < 26 { index += 1 }
            guard next == UInt8(ascii: ":") else { return false }
            index += 1
            guard next == UInt8(ascii: "]") else { return false }
            index += 1
            return true
        }

        private enum Repetition {
            case once, atLeastOnce, perhaps, unknown
        }

        private mutating func quantifier() -> Repetition {
            guard let byte = next else { return .once }
            var result: Repetition
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: "?"): result = .perhaps
            case UInt8(ascii: "+"): result = .atLeastOnce
            case UInt8(ascii: "{"):
                guard let close = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else { return .unknown }
                let body = bytes[index + 1..<close]
                guard let first = body.first, first &- 0x30 < 10, body.allSatisfy({ $0 &- 0x30 < 10 || $0 == UInt8(ascii: ",") })
                else { return .unknown }
                result = first == 0x30 ? .perhaps : .atLeastOnce
                index = close
            default: return .once
            }
            index += 1
            // Lazy and possessive forms repeat as often.
            if next == UInt8(ascii: "?") || next == UInt8(ascii: "+") { index += 1 }
            if let again = next, [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "{")].contains(again) { result = .unknown }
            return result
        }

        private func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
    }
}
