import BreakwaterBundle
import BreakwaterURL

extension Matcher {
    func matchRules(_ scratch: inout MatcherScratch) {
        var matches = scratch.matches
        scratch.matches = []
        rules.forEachCandidate(byTokensOf: unsafe scratch.url.folded.span.bytes) { number in
            consider(number, scratch, &matches)
        }
        if scratch.decoded.count > 0 {
            rules.forEachCandidate(byTokensOf: unsafe scratch.decoded.span.bytes) { number in
                consider(number, scratch, &matches)
            }
        }
        rules.forEachTokenless(scratch.source, scratch.facts.hasDocument) { number in
            consider(number, scratch, &matches)
        }
        scratch.matches = matches
    }

    private func consider(_ number: UInt32, _ scratch: borrowing MatcherScratch, _ matches: inout [Match]) {
        let record = rules.record(number)
        guard applies(record, scratch) else { return }
        guard matchesPattern(record, scratch) else { return }
        guard
            options.allow(
                record.options, target: scratch.target, source: scratch.source, hasDocument: scratch.facts.hasDocument,
                suffixes: suffixes)
        else { return }
        matches.append(
            Match(
                kind: .url, list: record.list, category: record.category, flags: record.flags, specificity: record.specificity,
                reference: number))
    }

    /// The conditions that cost one comparison each.
    @inline(__always)
    private func applies(_ record: RuleRecord, _ scratch: borrowing MatcherScratch) -> Bool {
        record.types & scratch.facts.types.rawValue != 0 && record.methods & scratch.facts.methods.rawValue != 0
            && record.flags.contains(scratch.facts.party)
    }

    private func matchesPattern(_ record: RuleRecord, _ scratch: borrowing MatcherScratch) -> Bool {
        if record.shape.contains(.matchesCase) {
            return matches(record, unsafe scratch.url.bytes.span.bytes, scratch.url.host)
        }
        if matches(record, unsafe scratch.url.folded.span.bytes, scratch.url.host) { return true }
        return scratch.decoded.count > 0 && matches(record, unsafe scratch.decoded.span.bytes, scratch.url.host)
    }

    private func matches(_ record: RuleRecord, _ subject: RawSpan, _ host: Range<Int>) -> Bool {
        let text = strings.bytes
        let start = Int(record.patternOffset)
        let pattern = start..<start + Int(record.patternLength)
        let endsAtEnd = record.shape.contains(.endsAtEnd)
        if record.shape.contains(.startsAtBeginning) {
            return GlobMatcher.matches(text, pattern, subject, from: 0, floats: false, endsAtEnd: endsAtEnd)
        }
        guard record.shape.contains(.startsAtHostLabel) else {
            return GlobMatcher.occurs(text, pattern, in: subject, endsAtEnd: endsAtEnd)
        }
        var at = host.lowerBound
        while at < host.upperBound {
            if GlobMatcher.matches(text, pattern, subject, from: at, floats: false, endsAtEnd: endsAtEnd) { return true }
            while at < host.upperBound, subject.u8(at: at) != 0x2E { at &+= 1 }
            at &+= 1
        }
        return false
    }

    func matchExpressions(_ scratch: inout MatcherScratch) {
        // Taken out for the while, so that the rest of the scratch can be read beside it.
        guard var work = scratch.expressions.take() else { return }
        work.begin(expressionCount: expressions.count)
        var matches = scratch.matches
        scratch.matches = []
        expressions.forEachCandidate(unsafe scratch.url.folded.span.bytes, &work, isFirstPass: true) { number, work in
            run(number, unsafe scratch.url.bytes.span.bytes, scratch, &work, &matches)
        }
        if scratch.decoded.count > 0 {
            work.begin(expressionCount: expressions.count)
            expressions.forEachCandidate(unsafe scratch.decoded.span.bytes, &work, isFirstPass: true) { number, work in
                run(number, unsafe scratch.decoded.span.bytes, scratch, &work, &matches)
            }
        }
        scratch.expressions = consume work
        scratch.matches = matches
    }

    private func run(
        _ number: Int, _ subject: RawSpan, _ scratch: borrowing MatcherScratch, _ work: inout ExpressionScratch,
        _ matches: inout [Match]
    ) {
        let record = expressions.record(number)
        guard applies(record, scratch) else { return }
        guard
            options.allow(
                record.options, target: scratch.target, source: scratch.source, hasDocument: scratch.facts.hasDocument,
                suffixes: suffixes),
            expressions.search(number, subject, &work) == .match
        else { return }
        matches.append(
            Match(
                kind: .expression, list: record.list, category: record.category, flags: record.flags,
                specificity: record.specificity, reference: UInt32(number)))
    }
}
