import BreakwaterMatching
import BreakwaterURL

/// Tells expressions that a short URL brings to their budget.
///
/// The tree proposes texts to attack with; PCRE2 itself, counting its steps, tells whether they hurt. So nothing is refused for its looks
/// alone: `(a{2})*` is left alone, `(a+)+b` is not.
/// - SeeAlso: Weideman et al., "Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers" (CIAA 2016).
package enum BacktrackingRisk {
    package enum Growth: String, Sendable, Hashable {
        /// Each repetition of the attack multiplies the work: no budget is enough.
        case exponential
        /// The work grows with a power of the URL's length.
        case polynomial
    }

    package struct Finding: Sendable, Hashable {
        package var growth: Growth
        /// What is repeated, as text that a person can read.
        package var pump: String
        /// Bytes of the text that did it.
        package var length: Int

        /// Why a list may not have the expression, and what to do.
        package var refusal: String {
            "the expression takes exponential time: \(length) bytes that repeat `\(pump)` cost it more than \(BacktrackingRisk.maximumSteps) "
                + "steps, so a site could write URLs that it never judges; write it so that a text fits in one way only (no loop round a loop, "
                + "no two branches that begin alike under `*` or `+`)"
        }
    }

    /// Steps of PCRE2's interpreter, some 20 ms: a thousand times what an ordinary search of a URL needs.
    package static let maximumSteps: UInt32 = 1_000_000
    private static let repetitions = 40
    /// What ends the match after all that was repeated, so that every way must be tried.
    private static let spoilers: [[UInt8]] = [[], [0x21], [0x7E], [0x01], [0x0A], [0x20]]
    /// For expressions whose syntax is not known here.
    private static let commonPumps = ["a", "0", "/", ".", "a.", "a/", "-", " ", "a=1&", "%41", "ab"].map { Array($0.utf8) }

    /// Whether the expression takes exponential time (or a power of the length as bad) on a short text.
    package static func exponential(_ pattern: String, matchesCase: Bool) -> Finding? {
        guard mayRepeat(pattern) else { return nil }
        let attacks = attacks(pattern, matchesCase, AmbiguitySearch.attacks)
        guard !attacks.isEmpty, let trial = BacktrackingTrial(pattern, matchesCase: matchesCase) else { return nil }
        for attack in attacks {
            for end in ends(attack.tail) {
                for subject in urls(of: attack.prefix + repeated(attack.pump, repetitions) + end) where trial.exceeds(maximumSteps, on: subject) {
                    return Finding(growth: .exponential, pump: readable(attack.pump), length: subject.count)
                }
            }
        }
        return nil
    }

    /// Whether the expression gives no answer within the budget of a decision on a URL of about this length, because its work grows faster
    /// than the URL.
    package static func slow(_ pattern: String, matchesCase: Bool, length: Int) -> Finding? {
        guard mayRepeat(pattern), let program = try? PCRE2Pattern(pattern, matchesCase: matchesCase),
            let trial = BacktrackingTrial(pattern, matchesCase: matchesCase)
        else { return nil }
        var scratch = ExpressionScratch()
        for attack in attacks(pattern, matchesCase, AmbiguitySearch.loopBytes) {
            for end in ends(attack.tail) where !end.isEmpty {
                let room = length - attack.prefix.count - end.count
                guard room > 0 else { continue }
                for subject in urls(of: attack.prefix + repeated(attack.pump, room / attack.pump.count) + end) {
                    // What costs a few steps a byte is how expressions are.
                    guard trial.exceeds(UInt32(clamping: subject.count * stepsPerByte), on: subject) else { continue }
                    scratch.begin(expressionCount: 0)
                    guard program.search(subject.span, &scratch) == .budgetExceeded else { continue }
                    return Finding(growth: .polynomial, pump: readable(attack.pump), length: subject.count)
                }
            }
        }
        return nil
    }

    private static let stepsPerByte = 20

    /// What may end the match late. A matcher gives up at once where a byte that it must see is missing, so the end of the expression comes
    /// too, spoiled in front or between its bytes.
    private static func ends(_ tail: [UInt8]) -> [[UInt8]] {
        guard !tail.isEmpty else { return spoilers }
        var found = spoilers
        for spoiler in spoilers { found.append(spoiler + tail) }
        var apart: [UInt8] = []
        for byte in tail { apart += [0x21, byte] }
        found.append(apart)
        return found
    }

    /// The attack as expressions meet it: inside a URL. Text that is a URL itself stays as it is; any text may stand in a query, because
    /// rules also see a URL with its escapes decoded.
    private static func urls(of text: [UInt8]) -> [[UInt8]] {
        // A host that no expression has a word of: a match in it would end the search.
        var found = [Array("http://h.test/?".utf8) + text]
        if let colon = text.firstIndex(of: UInt8(ascii: ":")), colon <= 5, text[colon...].starts(with: "://".utf8) {
            let url = Array("http".utf8) + text[colon...]
            // A host of two thousand dots is refused before any expression sees it.
            if (try? WebURL(String(decoding: url, as: UTF8.self))) != nil { found.insert(url, at: 0) }
        }
        return found
    }

    /// Most expressions of lists repeat nothing and need no look.
    private static func mayRepeat(_ pattern: String) -> Bool { pattern.utf8.contains { $0 == 0x2A || $0 == 0x2B || $0 == 0x7B } }

    private static func attacks(
        _ pattern: String, _ matchesCase: Bool, _ search: (PositionAutomaton) -> [AmbiguitySearch.Attack]
    ) -> [AmbiguitySearch.Attack] {
        guard let tree = ExpressionTreeParser.tree(pattern, isCaseless: !matchesCase) else {
            return commonPumps.map { AmbiguitySearch.Attack(prefix: [], pump: $0, tail: []) }
        }
        guard tree.repeats || !tree.lookarounds.isEmpty else { return [] }
        return ([tree] + tree.lookarounds).flatMap { node -> [AmbiguitySearch.Attack] in
            guard let automaton = PositionAutomaton(node) else {
                return commonPumps.map { AmbiguitySearch.Attack(prefix: [], pump: $0, tail: []) }
            }
            return search(automaton)
        }
    }

    private static func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] { Array(repeatElement(bytes, count: max(0, count)).joined()) }

    private static func readable(_ bytes: [UInt8]) -> String {
        bytes.prefix(24).map { (0x21...0x7E).contains($0) ? String(UnicodeScalar($0)) : "%" + String($0, radix: 16, uppercase: true) }.joined()
    }
}
