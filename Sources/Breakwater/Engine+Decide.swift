import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterURL

extension Engine {
    /// Decides one request.
    ///
    /// A profile that the policy does not have is judged as the policy's default one; a URL that cannot be read as one unambiguous
    /// URL is blocked with rank ``DecisionRank/malformed``.
    ///
    /// - Complexity: no lock. Meant to allocate nothing once the scratch has grown; address literals, internationalised names and
    ///   hashed lists still do. docs/ARCHITECTURE.md has measured times.
    public func decide(_ request: borrowing Request, using scratch: inout MatchScratch) -> Verdict {
        var recorder = SilentRecorder()
        return decide(request, &scratch.state, &recorder)
    }

    func decide(_ request: borrowing Request, _ scratch: inout MatcherScratch, _ recorder: inout some DecisionRecorder) -> Verdict {
        do throws(URLSyntaxError) {
            try scratch.url.assign(request.url)
            scratch.facts.hasDocument = false
            if let document = request.document {
                scratch.facts.hasDocument = (try? scratch.document.assign(document)) != nil
                if !scratch.facts.hasDocument, !request.type.contains(.document) {
                    // A document without a host (`about:blank`, `data:`, the `null` of a sandbox) is no site's: all that it asks for
                    // is a third party's, as in Adblock Plus and uBlock Origin. No URL has a host under `.invalid` (RFC 6761).
                    try scratch.document.assign("http://document.invalid/")
                    scratch.facts.hasDocument = true
                }
            }
            scratch.facts.types = request.type
            scratch.facts.methods = request.method
            try matcher.match(&scratch)
        } catch {
            recorder.record(.malformed, isDecisive: true) { "The URL cannot be read: \(error.message)." }
            return Verdict(action: .block, rank: .malformed, layer: request.layer)
        }
        let profileIndex = index(of: request.profile)
        let findings = Findings(scratch.matches, profile: profileIndex, kinds: listKinds)
        var order = DecisionOrder(
            engine: self, profile: profileIndex, layer: request.layer, moment: request.moment, usedMinutes: request.usedMinutes,
            exceeded: UInt16(truncatingIfNeeded: scratch.takeExceededCount()))
        let isGranted = request.grants?.allows(
            scratch.url, profile: policy.profiles[profileIndex].id, at: request.moment.secondsSinceEpoch)
        return order.settle(findings, isGranted: isGranted ?? false, &recorder)
    }
}
