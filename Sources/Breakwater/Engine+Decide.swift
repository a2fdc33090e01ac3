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
            return try finish(Asking(request, of: self), &scratch.request, &scratch.work, &recorder)
        } catch {
            recorder.record(.malformed, isDecisive: true) { "The URL cannot be read: \(error.message)." }
            return Verdict(action: .block, rank: .malformed, layer: request.layer)
        }
    }

    /// Reads the request and asks for the memory that the decision will look at.
    func begin(_ request: borrowing Request, _ forms: inout RequestForms) throws(URLSyntaxError) {
        // A canonical URL is its own canonical form.
        let isRead = forms.isRead && forms.url.bytes.equals(request.url.utf8.span)
        forms.isRead = false
        if !isRead { try forms.url.assign(request.url) }
        forms.types = request.type
        forms.assign(document: request.document)
        forms.methods = request.method
        matcher.begin(&forms)
    }

    /// Decides what was begun.
    @inline(__always)
    func finish(
        _ asking: borrowing Asking, _ forms: inout RequestForms, _ work: inout MatchWork, _ recorder: inout some DecisionRecorder
    ) throws(URLSyntaxError) -> Verdict {
        try matcher.finish(&forms, &work)
        var isGranted = false
        if let grants = asking.grants {
            isGranted = grants.allows(forms.url, profile: policy.profiles[asking.profile].id, at: asking.moment.secondsSinceEpoch)
        }
        let exceeded = UInt16(truncatingIfNeeded: work.takeExceededCount())
        return settle(asking, work.matches.span, isGranted: isGranted, exceeded: exceeded, &recorder)
    }

    /// What the matches amount to for who asks.
    @inline(__always)
    func settle(
        _ asking: borrowing Asking, _ matches: borrowing Span<Match>, isGranted: Bool, exceeded: UInt16, _ recorder: inout some DecisionRecorder
    ) -> Verdict {
        let findings = Findings(matches, profile: asking.profile, kinds: listKinds)
        let order = DecisionOrder(
            engine: self, profile: asking.profile, layer: asking.layer, moment: asking.moment, usedMinutes: asking.usedMinutes,
            exceeded: exceeded)
        var verdict = order.settle(findings, matches, isGranted: isGranted, &recorder)
        verdict.wantsInspection = findings.help == nil && profileFacts[asking.profile].inspection.covers(findings.categories)
        return verdict
    }
}
