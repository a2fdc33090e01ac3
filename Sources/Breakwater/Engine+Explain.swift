import BreakwaterURL
import BreakwaterMatching
public import BreakwaterPolicy

extension Engine {
    /// Decides one request and tells every step: the same function as ``decide(_:using:)`` with a recorder that listens.
    public func explain(_ request: borrowing Request, using scratch: inout MatchScratch) -> Explanation {
        var recorder = StepRecorder()
        let verdict = decide(request, &scratch.state, &recorder)
        let reason = namedReason(for: verdict, request.profile, scratch)
        let isReadable = verdict.rank != .malformed
        var explanation = Explanation(
            verdict: verdict, reason: reason, steps: recorder.steps, canonicalURL: isReadable ? scratch.state.request.url.bytes.span.text : nil)
        if isReadable {
            let entries = metEntries(in: scratch)
            explanation.matches = matches(entries, verdict, profile: index(of: request.profile))
            explanation.lookup = lookup(scratch)
            explanation.withoutDecisiveEntry = verdictWithoutDecisiveEntry(request, entries, explanation.matches, scratch)
        }
        // Asked last: the other profiles' decisions use the same scratch.
        if verdict.rank != .sealed { explanation.reason.wouldChange += otherProfiles(request, &scratch, verdict) }
        return explanation
    }

    /// The reason alone, with the name or prefix that matched: what a table of many URLs needs.
    package func reasonAlone(_ request: borrowing Request, using scratch: inout MatchScratch) -> Reason {
        var recorder = SilentRecorder()
        let verdict = decide(request, &scratch.state, &recorder)
        return namedReason(for: verdict, request.profile, scratch)
    }

    /// ``reason(for:profile:)`` with the name or prefix of the request that this scratch was used for.
    private func namedReason(for verdict: Verdict, _ profile: ProfileID, _ scratch: borrowing MatchScratch) -> Reason {
        var reason = reason(for: verdict, profile: profile)
        if case .domain(let start) = verdict.rule, verdict.rank != .sealed {
            reason.rule = scratch.state.request.url.folded.span.extracting(scratch.state.request.url.host.lowerBound + Int(start)..<scratch.state.request.url.host.upperBound).text
        }
        if case .address(let length) = verdict.rule, verdict.rank != .sealed, case .address(let address) = scratch.state.request.url.hostKind {
            reason.rule = CIDRBlock(address, prefixLength: Int(length))?.description
        }
        return reason
    }

    /// The profiles of the policy that decide otherwise.
    private func otherProfiles(
        _ request: borrowing Request, _ scratch: inout MatchScratch, _ verdict: Verdict
    ) -> [Reason.Change] {
        var changes: [Reason.Change] = []
        var other = copy request
        for profile in policy.profiles where profile.id != request.profile {
            other.profile = profile.id
            if decide(other, using: &scratch).action != verdict.action { changes.append(.otherProfile(profile.id)) }
        }
        return changes
    }

    /// Puts a verdict into words. For a name that matched, give the URL to ``explain(_:using:)`` to learn which name it was.
    public func reason(for verdict: Verdict, profile: ProfileID) -> Reason {
        let profile = policy.profiles[index(of: profile)]
        let isSealed = verdict.rank == .sealed
        let list = isSealed ? nil : verdict.listIndex.flatMap { Int($0) < policy.lists.count ? policy.lists[Int($0)] : nil }
        let category = verdict.categoryIndex.flatMap { Int($0) < policy.categories.count ? policy.categories[Int($0)] : nil }
        let schedule = verdict.scheduleIndex.flatMap { Int($0) < profile.schedules.count ? profile.schedules[Int($0)] : nil }
        let rule = isSealed ? nil : ruleText(verdict.rule)
        return Reason(
            action: verdict.action, rank: verdict.rank, layer: verdict.layer, category: category, list: list, rule: rule?.text,
            line: rule?.line, profile: profile, scheduleName: schedule?.name, changesAt: verdict.changesAt,
            wouldChange: changes(for: verdict))
    }

    private func ruleText(_ rule: RuleReference) -> (text: String, line: Int?)? {
        switch rule {
        case .url(let number):
            let record = matcher.rules.record(number)
            return (matcher.strings.text(record.textOffset, record.textLength), Int(record.line))
        case .expression(let number):
            let record = matcher.expressions.record(Int(number))
            return (matcher.strings.text(record.textOffset, record.textLength), Int(record.line))
        case .none, .domain, .address, .hash, .text:
            return nil
        }
    }

    private func changes(for verdict: Verdict) -> [Reason.Change] {
        guard verdict.action != .allow else { return [] }
        switch verdict.rank {
        case .sealed: return [.nothing]
        case .malformed, .help, .grant: return []
        case .profileEntry, .profileDefault, .category: return [.guardianMayApprove, .guardianMayChangePolicy]
        case .time:
            let end = verdict.changesAt.map { verdict.scheduleIndex == nil ? Reason.Change.quotaResets($0) : .scheduleEnds($0) }
            return (end.map { [$0] } ?? []) + [.guardianMayApprove]
        }
    }
}
