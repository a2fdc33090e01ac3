import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterRules

/// Adblock's wildcards against the plainest matcher there is. Input: flags, pattern, a line end, subject.
final class PatternFuzzer: FuzzTarget {
    func run(_ input: [UInt8]) {
        guard let flags = input.first, let end = input.dropFirst().firstIndex(of: 0x0A), input.count <= 200 else { return }
        let pattern = Array(input[1..<end])
        let subject = Array(input[(end + 1)...])
        // As the list parser makes them: no star at an end, no two in a row.
        guard !pattern.isEmpty, pattern.first != Self.star, pattern.last != Self.star,
            !zip(pattern, pattern.dropFirst()).contains(where: { $0 == Self.star && $1 == Self.star })
        else { return }
        let endsAtEnd = flags & 1 == 1
        let range = 0..<pattern.count
        let occurs = GlobMatcher.match(pattern.rawSpan, range, subject.rawSpan, from: 0, floats: true, endsAtEnd: endsAtEnd) == .match
        let starts = (0...subject.count).map { Self.matches(pattern[...], subject[$0...], endsAtEnd) }
        require(occurs == starts.contains(true), "occurs says \(occurs)")
        for start in 0...subject.count {
            let found = GlobMatcher.match(pattern.rawSpan, range, subject.rawSpan, from: start, endsAtEnd: endsAtEnd)
            require((found == .match) == starts[start], "at \(start) match says \(found)")
            require(found != .noTail || !starts[start...].contains(true), "at \(start) match says that no later place matches")
        }
    }

    private static let star = UInt8(ascii: "*")

    private static func matches(_ pattern: ArraySlice<UInt8>, _ subject: ArraySlice<UInt8>, _ endsAtEnd: Bool) -> Bool {
        // One row of a table: which suffixes of the pattern can begin here.
        var states: Set<Int> = [pattern.startIndex]
        func close(_ states: inout Set<Int>, atEnd: Bool) {
            for index in states.sorted() {
                var index = index
                while index < pattern.endIndex, pattern[index] == star || (atEnd && pattern[index] == UInt8(ascii: "^")) {
                    index += 1
                    states.insert(index)
                }
            }
        }
        close(&states, atEnd: subject.isEmpty)
        for (place, byte) in zip(subject.indices, subject) {
            if !endsAtEnd, states.contains(pattern.endIndex) { return true }
            var next: Set<Int> = []
            for index in states where index < pattern.endIndex {
                switch pattern[index] {
                case star: next.insert(index)
                case UInt8(ascii: "^"): if GlobMatcher.isSeparator(byte) { next.insert(index + 1) }
                default: if pattern[index] == byte { next.insert(index + 1) }
                }
            }
            states = next
            close(&states, atEnd: place == subject.endIndex - 1)
        }
        return states.contains(pattern.endIndex)
    }
}

/// Expressions of lists: what the parser lets through compiles or is refused in words, ends in time, and what it matches holds one of
/// the literals it is filed under. Input: format, expression, a line end, subject.
final class ExpressionFuzzer: FuzzTarget {
    private var scratch = MatcherScratch()

    func run(_ input: [UInt8]) {
        guard let first = input.first, let end = input.dropFirst().firstIndex(of: 0x0A) else { return }
        let format: ListFormat = first % 3 == 0 ? .expressions : first % 3 == 1 ? .squidGuardExpressions : .hostExpressions
        let subject = Array(input[(end + 1)...])
        var collector = RuleCollector()
        ListParser(format: format, file: "list").parse(Array(input[1..<end]).span, into: &collector)
        for rule in collector.rules {
            guard case .expression(let pattern, let matchesCase, _) = rule.trigger else { continue }
            search(pattern, matchesCase, subject)
        }
    }

    private func search(_ pattern: String, _ matchesCase: Bool, _ subject: [UInt8]) {
        let literals = RequiredLiterals.anyOf(pattern)
        let program: PCRE2Pattern
        do throws(PCRE2Pattern.CompileError) {
            program = try PCRE2Pattern(pattern, matchesCase: matchesCase)
        } catch {
            require(!error.message.isEmpty, "an error without words")
            return
        }
        scratch.work.expressions.begin(expressionCount: 1)
        let outcome = program.search(subject.rawSpan, &scratch.work.expressions)
        guard outcome == .match, let literals else { return }
        let lower = subject.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        require(literals.contains { Self.occurs($0, lower) }, "`\(pattern)` matches without one of its literals")
    }

    private static func occurs(_ literal: [UInt8], _ text: [UInt8]) -> Bool {
        literal.count <= text.count && (0...text.count - literal.count).contains { text[$0..<$0 + literal.count].elementsEqual(literal) }
    }
}
