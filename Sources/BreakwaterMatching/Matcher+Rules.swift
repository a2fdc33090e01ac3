import BreakwaterBundle
import BreakwaterURL

extension Matcher {
    /// URL rules and expressions, over the canonical URL and, where it hides something, its decoded form.
    func matchRules(_ scratch: inout MatcherScratch) {
        // Taken out for the while, so that the rest of the scratch can be read beside it.
        guard var work = scratch.expressions.take() else { return }
        var matches = scratch.matches
        scratch.matches = []
        // Bytes of text are their own bytes: there is no padding to read.
        matchRules(unsafe scratch.url.folded.span.bytes, isDecoded: false, scratch, &work, &matches)
        if scratch.decoded.count > 0 { matchRules(unsafe scratch.decoded.span.bytes, isDecoded: true, scratch, &work, &matches) }
        scratch.expressions = consume work
        scratch.matches = matches
    }

    private func matchRules(
        _ subject: RawSpan, isDecoded: Bool, _ scratch: borrowing MatcherScratch, _ work: inout ExpressionScratch,
        _ matches: inout [Match]
    ) {
        work.beginRules(count: rules.ruleCount)
        rules.forEachCandidate(byTokensOf: subject) { number, start in
            consider(number, start, subject, isDecoded, scratch, &work, &matches)
        }
        rules.forEachOfDocument(scratch.source, scratch.facts.hasDocument) { number in
            consider(number, -1, subject, isDecoded, scratch, &work, &matches)
        }
        guard !grams.isEmpty else { return }
        work.begin(expressionCount: expressions.count)
        grams.forEachCandidate(subject) { entry, start in
            if entry & GramIndex.urlRuleBit != 0 {
                consider(entry & ~GramIndex.urlRuleBit, start, subject, isDecoded, scratch, &work, &matches)
            } else if work.markTried(Int(entry)) {
                run(Int(entry), isDecoded ? subject : unsafe scratch.url.bytes.span.bytes, scratch, &work, &matches)
            }
        }
    }

    @inline(__always)
    private func consider(
        _ number: UInt32, _ keyStart: Int, _ subject: RawSpan, _ isDecoded: Bool, _ scratch: borrowing MatcherScratch,
        _ work: inout ExpressionScratch, _ matches: inout [Match]
    ) {
        let record = rules.record(number)
        guard applies(record, scratch) else { return }
        if record.shape.contains(.hasStar) || record.keyOffset == RuleRecord.noKeyOffset {
            guard isWorthTrying(record, number, keyStart, subject, &work) else { return }
        }
        if record.shape.contains(.matchesCase) {
            // The decoded form has no letters in their own case: it says nothing about such a rule.
            guard !isDecoded, matchesPattern(record, keyStart, unsafe scratch.url.bytes.span.bytes, scratch.url.host) else { return }
        } else {
            guard matchesPattern(record, keyStart, subject, scratch.url.host) else { return }
        }
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

    /// Keeps a URL that names one token a thousand times from being searched a thousand times.
    ///
    /// What follows a `*` must lie behind it, and the first place where the part before the star fits leaves the most room: if the
    /// rule fails there it fails everywhere, and a rule that is searched for was searched for everywhere.
    private func isWorthTrying(
        _ record: RuleRecord, _ number: UInt32, _ keyStart: Int, _ subject: RawSpan, _ work: inout ExpressionScratch
    ) -> Bool {
        guard !work.isSettled(number) else { return false }
        if keyStart >= 0, record.keyOffset != RuleRecord.noKeyOffset {
            // A rule for a host's label may fit later in the host, and hosts are short; one that minds the case is rare.
            if record.shape.contains(.startsAtHostLabel) || record.shape.contains(.matchesCase) { return true }
            var end = Int(record.patternOffset)
            while end < record.pattern.upperBound, strings.bytes.u8(at: end) != UInt8(ascii: "*") { end &+= 1 }
            let start = keyStart &- Int(record.keyOffset)
            let head = record.pattern.lowerBound..<end
            guard start >= 0, GlobMatcher.matches(strings.bytes, head, subject, from: start, floats: false, endsAtEnd: false) else {
                return false
            }
        }
        work.settle(number)
        return true
    }

    /// The conditions that cost one comparison each.
    @inline(__always)
    private func applies(_ record: RuleRecord, _ scratch: borrowing MatcherScratch) -> Bool {
        record.types & scratch.facts.types.rawValue != 0 && record.methods & scratch.facts.methods.rawValue != 0
            && record.flags.contains(scratch.facts.party)
    }

    /// A token or gram that was met says where the pattern must start, so that there is nothing to search for.
    @inline(__always)
    private func matchesPattern(_ record: RuleRecord, _ keyStart: Int, _ subject: RawSpan, _ host: Range<Int>) -> Bool {
        guard keyStart >= 0, record.keyOffset != RuleRecord.noKeyOffset else { return searches(record, subject, host) }
        let start = keyStart &- Int(record.keyOffset)
        guard start >= 0 else { return false }
        if record.shape.contains(.startsAtHostLabel) {
            guard host.contains(start), start == host.lowerBound || subject.u8(at: start &- 1) == 0x2E, reaches(record, start, host)
            else { return false }
        } else if record.shape.contains(.startsAtBeginning), start != 0 {
            return false
        }
        return GlobMatcher.matches(
            strings.bytes, record.pattern, subject, from: start, floats: false, endsAtEnd: record.shape.contains(.endsAtEnd))
    }

    /// A profile's own entry may be for the host alone, or only for what is below it.
    @inline(__always)
    private func reaches(_ record: RuleRecord, _ start: Int, _ host: Range<Int>) -> Bool {
        if record.shape.contains(.nameAlone) { return start == host.lowerBound }
        return !record.shape.contains(.subdomainsOnly) || start != host.lowerBound
    }

    private func searches(_ record: RuleRecord, _ subject: RawSpan, _ host: Range<Int>) -> Bool {
        let text = strings.bytes
        let endsAtEnd = record.shape.contains(.endsAtEnd)
        if record.shape.contains(.startsAtBeginning) {
            return GlobMatcher.matches(text, record.pattern, subject, from: 0, floats: false, endsAtEnd: endsAtEnd)
        }
        guard record.shape.contains(.startsAtHostLabel) else {
            return GlobMatcher.occurs(text, record.pattern, in: subject, endsAtEnd: endsAtEnd)
        }
        var at = host.lowerBound
        while at < host.upperBound {
            let isReached = reaches(record, at, host)
            if isReached, GlobMatcher.matches(text, record.pattern, subject, from: at, floats: false, endsAtEnd: endsAtEnd) { return true }
            while at < host.upperBound, subject.u8(at: at) != 0x2E { at &+= 1 }
            at &+= 1
        }
        return false
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
