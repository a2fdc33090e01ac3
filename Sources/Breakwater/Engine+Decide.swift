import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterURL

extension Engine {
    /// Decides one request.
    ///
    /// A profile that the policy does not have is judged as the policy's default one; a URL that cannot be read as one unambiguous
    /// URL is blocked with rank ``DecisionRank/malformed``.
    ///
    /// - Complexity: no lock, and no allocation once the scratch has grown and the expressions that the request meets are compiled.
    ///   The one exception is a host with characters outside ASCII, which libidn2 converts in memory of its own; browsers send such
    ///   names converted. docs/ARCHITECTURE.md has measured times.
    public func decide(_ request: borrowing Request, using scratch: inout MatchScratch) -> Verdict {
        var recorder = SilentRecorder()
        return decide(request, &scratch.state, &recorder)
    }

    func decide(_ request: borrowing Request, _ scratch: inout MatcherScratch, _ recorder: inout some DecisionRecorder) -> Verdict {
        do throws(URLSyntaxError) {
            try begin(request, &scratch.request)
            return try finish(request, &scratch.request, &scratch.work, &recorder)
        } catch {
            recorder.record(.malformed, isDecisive: true) { "The URL cannot be read: \(error.message)." }
            return Verdict(action: .block, rank: .malformed, layer: request.layer)
        }
    }

    /// Reads the request and asks for the memory that the decision will look at.
    func begin(_ request: borrowing Request, _ forms: inout RequestForms) throws(URLSyntaxError) {
        try forms.url.assign(request.url)
        forms.types = request.type
        forms.assign(document: request.document)
        forms.methods = request.method
        matcher.begin(&forms)
    }

    /// Decides a request that was begun.
    func finish(
        _ request: borrowing Request, _ forms: inout RequestForms, _ work: inout MatchWork, _ recorder: inout some DecisionRecorder
    ) throws(URLSyntaxError) -> Verdict {
        try matcher.finish(&forms, &work)
        let profileIndex = index(of: request.profile)
        let findings = Findings(work.matches.span, profile: profileIndex, kinds: listKinds)
        let isGranted = request.grants?.allows(forms.url, profile: policy.profiles[profileIndex].id, at: request.moment.secondsSinceEpoch)
        let order = DecisionOrder(
            engine: self, profile: profileIndex, layer: request.layer, moment: request.moment, usedMinutes: request.usedMinutes,
            exceeded: UInt16(truncatingIfNeeded: work.takeExceededCount()))
        var verdict = order.settle(findings, work.matches.span, isGranted: isGranted ?? false, &recorder)
        verdict.wantsInspection = findings.help == nil && profileFacts[profileIndex].inspection.covers(findings.categories)
        return verdict
    }
}
