/// A small regular expression that can be written as PCRE2, matched naively, and made into a string that it matches.
package indirect enum RandomExpression {
    case byte(UInt8)
    case any
    case oneOf([UInt8], isNegated: Bool)
    case sequence([RandomExpression])
    case alternatives([RandomExpression])
    case repeated(RandomExpression, from: Int, to: Int?, suffix: String)
    case start
    case end

    package static func random(_ random: inout SeededGenerator, depth: Int = 0) -> RandomExpression {
        switch Int.random(in: 0..<(depth > 3 ? 8 : 16), using: &random) {
        case 0..<6: return .byte(alphabet[Int.random(in: alphabet.indices, using: &random)])
        case 6: return .any
        case 7:
            let bytes = Array(alphabet.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
            return .oneOf(bytes, isNegated: Bool.random(using: &random))
        case 8..<11: return .sequence((0..<Int.random(in: 0...4, using: &random)).map { _ in Self.random(&random, depth: depth + 1) })
        case 11..<13: return .alternatives((0..<Int.random(in: 1...3, using: &random)).map { _ in Self.random(&random, depth: depth + 1) })
        case 13, 14:
            let (from, to, suffix) = repetitions[Int.random(in: repetitions.indices, using: &random)]
            return .repeated(Self.random(&random, depth: depth + 1), from: from, to: to, suffix: suffix)
        default: return Bool.random(using: &random) ? .start : .end
        }
    }

    private static let repetitions: [(Int, Int?, String)] = [
        (0, nil, "*"), (1, nil, "+"), (0, 1, "?"), (2, 2, "{2}"), (1, 3, "{1,3}"), (0, 2, "{0,2}"), (0, nil, "*?"), (1, nil, "+?"),
    ]

    package static let alphabet: [UInt8] = Array("aabbcd./-".utf8)

    package var pattern: String {
        switch self {
        case .byte(let byte): Self.escaped(byte)
        case .any: "."
        case .oneOf(let bytes, let isNegated): "[\(isNegated ? "^" : "")\(bytes.map(Self.escaped).joined())]"
        case .sequence(let parts): "(?:\(parts.map(\.pattern).joined()))"
        case .alternatives(let parts): "(\(parts.map(\.pattern).joined(separator: "|")))"
        case .repeated(let part, _, _, let suffix): "(?:\(part.pattern))\(suffix)"
        case .start: "^"
        case .end: "\\z"
        }
    }

    private static func escaped(_ byte: UInt8) -> String {
        let text = String(UnicodeScalar(byte))
        return "./-".contains(text) ? "\\" + text : text
    }

    /// Where in the subject (letters of one case) the expression can end when it starts at any of `places`.
    package func ends(_ subject: [UInt8], from places: Set<Int>) -> Set<Int> {
        switch self {
        case .byte(let byte): return Set(places.filter { $0 < subject.count && subject[$0] == byte }.map { $0 + 1 })
        case .any: return Set(places.filter { $0 < subject.count && subject[$0] != 0x0A }.map { $0 + 1 })
        case .oneOf(let bytes, let isNegated):
            return Set(places.filter { $0 < subject.count && bytes.contains(subject[$0]) != isNegated }.map { $0 + 1 })
        case .sequence(let parts): return parts.reduce(places) { $1.ends(subject, from: $0) }
        case .alternatives(let parts): return parts.reduce(into: []) { $0.formUnion($1.ends(subject, from: places)) }
        case .repeated(let part, let from, let to, _):
            var now = places
            var all: Set<Int> = from == 0 ? places : []
            for count in 1...max(to ?? subject.count + from + 1, 1) {
                now = part.ends(subject, from: now)
                if count >= from { all.formUnion(now) }
                if now.isEmpty { break }
            }
            return all
        case .start: return places.filter { $0 == 0 }
        case .end: return places.filter { $0 == subject.count }
        }
    }

    package func occurs(in subject: [UInt8]) -> Bool { !ends(subject, from: Set(0...subject.count)).isEmpty }

    /// A string that the expression matches, where its anchors allow one.
    package func example(_ random: inout SeededGenerator) -> [UInt8] {
        switch self {
        case .byte(let byte): return [byte]
        case .any: return [Self.alphabet[Int.random(in: Self.alphabet.indices, using: &random)]]
        case .oneOf(let bytes, let isNegated):
            let choices = isNegated ? Self.alphabet.filter { !bytes.contains($0) } + [0x78] : bytes
            return [choices[Int.random(in: choices.indices, using: &random)]]
        case .sequence(let parts): return parts.flatMap { $0.example(&random) }
        case .alternatives(let parts): return parts[Int.random(in: parts.indices, using: &random)].example(&random)
        case .repeated(let part, let from, let to, _):
            return (0..<Int.random(in: from...(to ?? from + 2), using: &random)).flatMap { _ in part.example(&random) }
        case .start, .end: return []
        }
    }
}
