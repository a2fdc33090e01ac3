import BreakwaterMatching
import BreakwaterPolicy

/// What the matches of one request amount to, before a profile is asked.
struct Findings: Sendable {
    var sealed: Match?
    var help: Match?
    /// The most specific own entry of the profile; deny wins a tie.
    var ownEntry: (match: Match, isDeny: Bool)?
    /// Categories that stand after exceptions.
    var categories = CategorySet()
    /// Categories that a list named and an exception cancelled.
    var cancelled = CategorySet()
    /// - Complexity: O(matches); no allocation.
    init(_ matches: borrowing Span<Match>, profile: Int, kinds: borrowing [ListSource.Kind]) {
        guard !matches.isEmpty else { return }
        var listed = CategorySet()
        var important = CategorySet()
        var excepted = CategorySet()
        var importantlyExcepted = CategorySet()
        for index in matches.indices {
            let match = matches[index]
            let list = Int(match.list)
            guard list < kinds.count else {
                addOwn(match, list - kinds.count, profile)
                continue
            }
            let isException = match.flags.contains(.exception)
            switch kinds[list] {
            case .sealed:
                if sealed == nil, !isException { sealed = match }
            case .help:
                if help == nil, !isException { help = match }
            case .exception:
                excepted.insert(match.category)
            case .normal:
                if isException {
                    excepted.insert(match.category)
                    if match.flags.contains(.important) { importantlyExcepted.insert(match.category) }
                } else {
                    listed.insert(match.category)
                    if match.flags.contains(.important) { important.insert(match.category) }
                }
            }
        }
        categories.bits = (listed.bits & ~excepted.bits) | (important.bits & ~importantlyExcepted.bits)
        cancelled.bits = listed.bits & ~categories.bits
    }

    /// Own entries are lists of their own behind the policy's: `2 × profile` allows, `2 × profile + 1` denies.
    private mutating func addOwn(_ match: Match, _ number: Int, _ profile: Int) {
        guard number / 2 == profile else { return }
        let isDeny = number % 2 == 1
        guard let known = ownEntry else {
            ownEntry = (match, isDeny)
            return
        }
        if match.specificity > known.match.specificity || (match.specificity == known.match.specificity && isDeny) {
            ownEntry = (match, isDeny)
        }
    }

    /// The match that names the reason: important before plain, then the list that comes first, then the most specific.
    static func best(in set: CategorySet, of matches: borrowing Span<Match>) -> Match? {
        guard set.bits != 0 else { return nil }
        var best: Match?
        for index in matches.indices {
            let match = matches[index]
            guard set.contains(match.category), !match.flags.contains(.exception) else { continue }
            guard let known = best else {
                best = match
                continue
            }
            if Self.order(match) < Self.order(known) { best = match }
        }
        return best
    }

    private static func order(_ match: Match) -> (UInt8, UInt16, UInt16, UInt32) {
        (match.flags.contains(.important) ? 0 : 1, match.list, .max - match.specificity, match.reference)
    }
}

extension Match {
    var ruleReference: RuleReference {
        switch kind {
        case .domain: .domain(start: UInt16(truncatingIfNeeded: reference))
        case .address: .address(prefixLength: UInt8(truncatingIfNeeded: reference))
        case .url: .url(reference)
        case .expression: .expression(reference)
        case .hash: .hash
        }
    }
}

extension MatchWork {
    /// How many expressions gave no answer since the last call.
    mutating func takeExceededCount() -> UInt64 {
        defer { expressions.exceededCount = 0 }
        return expressions.exceededCount
    }
}
