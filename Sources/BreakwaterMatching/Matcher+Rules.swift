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
        index.collectKeys(subject, &work.places, into: &work.keyHits)
        var at = 0
        while at < work.keyHits.count {
            let hit = work.keyHits[at]
            consider(index.candidates(of: hit), Int(hit.place), subject, isDecoded, partyBit, request, &work)
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
        // Keeps a URL that names one key a thousand times from being searched a thousand times. What follows a `*` must lie behind it, and
        // the first place where the part before the star fits leaves the most room: if the rule fails there it fails everywhere. A rule for
        // a host's label may fit later in the host, and hosts are short.
        let settles = start == nil || (record.shape.contains(.hasStar) && !record.shape.contains(.startsAtHostLabel))
        guard !settles || !work.expressions.isSettled(number) else { return }
        let matchesCase = record.shape.contains(.matchesCase)
        // The decoded form has no letters in their own case: it says nothing about a rule that minds it.
        guard !isDecoded || !matchesCase else { return }
        let bytes = matchesCase ? unsafe request.url.bytes.span.bytes : unsafe RawSpan(_unsafeStart: subject.base, byteCount: subject.count)
        let outcome = match(record, start, bytes, request.url.host)
        if settles, outcome != .noHead || start == nil { work.expressions.settle(number) }
        guard outcome == .match else { return }
        guard options.allow(record.options, request, suffixes, hasher) else { return }
        work.matches.append(
            Match(
                kind: .url, list: record.list, category: record.category, flags: record.flags, specificity: record.specificity,
                reference: number))
    }

    /// The conditions that cost one comparison each.
    @inline(__always)
    private func applies(_ record: RuleRecord, _ request: borrowing RequestForms) -> Bool {
        record.types & request.types.rawValue != 0 && record.methods & request.methods.rawValue != 0
            && record.flags.contains(request.party)
    }

    /// A key that was met says where the pattern must start, so that there is nothing to search for.
    @inline(__always)
    private func match(_ record: RuleRecord, _ start: Int?, _ subject: RawSpan, _ host: Range<Int>) -> GlobMatcher.Outcome {
        guard let start else { return search(record, subject, host) }
        if record.shape.contains(.startsAtHostLabel) {
            guard host.contains(start), start == host.lowerBound || subject.u8(at: start &- 1) == 0x2E else { return .noHead }
        } else if record.shape.contains(.startsAtBeginning), start != 0 {
            return .noHead
        }
        return strings.match(record, subject, from: start)
    }

    private func search(_ record: RuleRecord, _ subject: RawSpan, _ host: Range<Int>) -> GlobMatcher.Outcome {
        guard record.shape.contains(.startsAtHostLabel) else {
            let floats = !record.shape.contains(.startsAtBeginning)
            return strings.match(record, subject, from: 0, floats: floats)
        }
        var at = host.lowerBound
        while at < host.upperBound {
            if strings.match(record, subject, from: at) == .match { return .match }
            while at < host.upperBound, subject.u8(at: at) != 0x2E { at &+= 1 }
            at &+= 1
        }
        return .noHead
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
