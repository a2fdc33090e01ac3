import BreakwaterBundle
import BreakwaterURL
import CScan

extension Matcher {
    /// URL rules and expressions, over the canonical URL and, where it hides something, its decoded form.
    func matchRules(_ request: borrowing RequestForms, _ work: inout MatchWork) {
        work.expressions.begin(expressionCount: expressions.count)
        unsafe request.url.folded.withPointer { text, count in
            unsafe matchRules(Subject(text, count), isDecoded: false, request, &work)
        }
        guard request.decoded.count > 0 else { return }
        work.expressions.forgetTried()
        unsafe request.decoded.withPointer { text, count in
            unsafe matchRules(Subject(text, count), isDecoded: true, request, &work)
        }
    }

    private func matchRules(_ subject: Subject, isDecoded: Bool, _ request: borrowing RequestForms, _ work: inout MatchWork) {
        work.expressions.beginRules(count: rules.count)
        let partyBit = Candidate.partyBit(request.party)
        var labels = request.target.count
        while labels > 0 {
            let candidates = index.candidates(ofHost: request.target.hash(labels: labels).fingerprint)
            if !candidates.isEmpty {
                let start = request.url.host.lowerBound &+ request.target.start(labels: labels)
                consider(candidates, start, subject, isDecoded, partyBit, request, &work)
            }
            labels &-= 1
        }
        if request.document.isKnown {
            for number in 0..<request.document.candidates.count {
                let run = request.document.candidates[number]
                consider(run.start..<run.end, -1, subject, isDecoded, partyBit, request, &work)
            }
        } else if request.isOwnDocument {
            for labels in stride(from: request.target.count, through: 1, by: -1) {
                let fingerprint = request.target.hash(labels: labels).fingerprint
                consider(index.candidates(ofDocument: fingerprint), -1, subject, isDecoded, partyBit, request, &work)
            }
        }
        consider(index.always, -1, subject, isDecoded, partyBit, request, &work)
        index.collectWindows(subject, into: &work.places)
        var at = 0
        while at < work.places.count {
            let (candidates, start) = index.candidates(ofWindow: work.places[at], subject)
            consider(candidates, start, subject, isDecoded, partyBit, request, &work)
            at &+= 1
        }
    }

    @inline(__always)
    private func consider(
        _ candidates: Range<Int>, _ keyStart: Int, _ subject: Subject, _ isDecoded: Bool, _ partyBit: UInt64,
        _ request: borrowing RequestForms, _ work: inout MatchWork
    ) {
        var at = candidates.lowerBound
        while at < candidates.upperBound {
            let candidate = index.candidate(at)
            at &+= 1
            guard candidate.mayMatch(subject, keyStart, request.types.rawValue, partyBit) else { continue }
            if candidate.isExpression {
                run(Int(candidate.number), isDecoded, request, &work)
            } else {
                consider(candidate, keyStart, subject, isDecoded, request, &work)
            }
        }
    }

    private func consider(
        _ candidate: Candidate, _ keyStart: Int, _ subject: Subject, _ isDecoded: Bool,
        _ request: borrowing RequestForms, _ work: inout MatchWork
    ) {
        let number = candidate.number
        let record = rules.record(number)
        guard applies(record, request) else { return }
        let start = candidate.patternStart(keyStart)
        let bytes = unsafe RawSpan(_unsafeStart: subject.base, byteCount: subject.count)
        if record.shape.contains(.hasStar) || start == nil {
            guard isWorthTrying(record, number, start, bytes, &work.expressions) else { return }
        }
        if record.shape.contains(.matchesCase) {
            // The decoded form has no letters in their own case: it says nothing about such a rule.
            guard !isDecoded, matchesPattern(record, start, unsafe request.url.bytes.span.bytes, request.url.host) else { return }
        } else {
            guard matchesPattern(record, start, bytes, request.url.host) else { return }
        }
        guard options.allow(record.options, request, suffixes, hasher) else { return }
        work.matches.append(
            Match(
                kind: .url, list: record.list, category: record.category, flags: record.flags, specificity: record.specificity,
                reference: number))
    }

    /// Keeps a URL that names one token a thousand times from being searched a thousand times.
    ///
    /// What follows a `*` must lie behind it, and the first place where the part before the star fits leaves the most room: if the
    /// rule fails there it fails everywhere, and a rule that is searched for was searched for everywhere.
    private func isWorthTrying(
        _ record: RuleRecord, _ number: UInt32, _ start: Int?, _ subject: RawSpan, _ work: inout ExpressionScratch
    ) -> Bool {
        guard !work.isSettled(number) else { return false }
        if let start {
            // A rule for a host's label may fit later in the host, and hosts are short; one that minds the case is rare.
            if record.shape.contains(.startsAtHostLabel) || record.shape.contains(.matchesCase) { return true }
            var end = Int(record.patternOffset)
            while end < record.pattern.upperBound, strings.bytes.u8(at: end) != UInt8(ascii: "*") { end &+= 1 }
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
    private func applies(_ record: RuleRecord, _ request: borrowing RequestForms) -> Bool {
        record.types & request.types.rawValue != 0 && record.methods & request.methods.rawValue != 0
            && record.flags.contains(request.party)
    }

    /// A key that was met says where the pattern must start, so that there is nothing to search for.
    @inline(__always)
    private func matchesPattern(_ record: RuleRecord, _ start: Int?, _ subject: RawSpan, _ host: Range<Int>) -> Bool {
        guard let start else { return searches(record, subject, host) }
        guard start >= 0 else { return false }
        if record.shape.contains(.startsAtHostLabel) {
            guard host.contains(start), start == host.lowerBound || subject.u8(at: start &- 1) == 0x2E else { return false }
        } else if record.shape.contains(.startsAtBeginning), start != 0 {
            return false
        }
        return GlobMatcher.matches(
            strings.bytes, record.pattern, subject, from: start, floats: false, endsAtEnd: record.shape.contains(.endsAtEnd))
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
            if GlobMatcher.matches(text, record.pattern, subject, from: at, floats: false, endsAtEnd: endsAtEnd) { return true }
            while at < host.upperBound, subject.u8(at: at) != 0x2E { at &+= 1 }
            at &+= 1
        }
        return false
    }

    private func run(_ number: Int, _ isDecoded: Bool, _ request: borrowing RequestForms, _ work: inout MatchWork) {
        guard work.expressions.markTried(number) else { return }
        let record = expressions.record(number)
        guard applies(record, request), options.allow(record.options, request, suffixes, hasher) else { return }
        // Text's bytes are its own bytes: there is no padding to read.
        let outcome =
            isDecoded
            ? expressions.search(number, unsafe request.decoded.span.bytes, &work.expressions)
            : expressions.search(number, unsafe request.url.bytes.span.bytes, &work.expressions)
        guard outcome == .match else { return }
        work.matches.append(
            Match(
                kind: .expression, list: record.list, category: record.category, flags: record.flags,
                specificity: record.specificity, reference: UInt32(number)))
    }
}
