import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterURL

extension HostAsker {
    /// Decides a host name alone, as a resolver or a ClientHello has it: the verdict on `https://host/`, without the text of a URL.
    ///
    /// - Parameter host: a name in any spelling or an address; what is neither is blocked with rank ``DecisionRank/malformed``.
    /// - Complexity: as ``Engine/decide(_:using:)``; in a bundle without rules for URLs, little more than the memory that its names are in.
    public func decide(_ host: borrowing Span<UInt8>, using scratch: inout MatchScratch) -> Verdict {
        guard dependsOnNameAlone else { return judge(host, &scratch.state.request, &scratch.state.work) }
        let domains = engine.matcher.domains
        var name = PlainName()
        domains.begin(host, slack: 0, engine.matcher.hasher, &name)
        domains.look(&name)
        return finish(host, &name, domains, &scratch.verdicts, &scratch.state.request, &scratch.state.work)
    }

    /// Decides many host names, in their order. Each verdict is ``decide(_:using:)-(Span<UInt8>,_)``'s.
    ///
    /// - Parameter body: takes each name's index and verdict.
    public func decide(_ hosts: borrowing HostNames, using scratch: inout BatchScratch, _ body: (Int, Verdict) -> Void) {
        let count = hosts.count
        guard dependsOnNameAlone else {
            for index in 0..<count { body(index, judge(hosts[index], &scratch.forms[0], &scratch.work)) }
            return
        }
        let domains = engine.matcher.domains
        for next in 0..<count + BatchScratch.width {
            let slot = next & (BatchScratch.width - 1)
            let done = next - BatchScratch.width
            // The one whose place the next one takes is finished first.
            if done >= 0 {
                body(done, finish(hosts[done], &scratch.names[slot], domains, &scratch.verdicts, &scratch.forms[0], &scratch.work))
            }
            if next < count {
                domains.begin(hosts[next], slack: hosts.slack(next), engine.matcher.hasher, &scratch.names[slot])
            } else {
                // It points into this engine's bundle, which the scratch may outlive.
                scratch.names[slot].clear()
            }
            // Half way: where a name has moved, its second line has as much time to come as its first had.
            let half = (slot + BatchScratch.width / 2) & (BatchScratch.width - 1)
            domains.look(&scratch.names[half])
        }
    }

    @inline(__always)
    private func finish(
        _ host: borrowing Span<UInt8>, _ name: inout PlainName, _ domains: DomainTable, _ verdicts: inout NameVerdicts,
        _ forms: inout RequestForms, _ work: inout MatchWork
    ) -> Verdict {
        let found = domains.find(&name)
        guard found.key != 0 else { return unlisted }
        if let known = verdicts.verdict(found, for: self) { return known }
        let verdict = judge(host, &forms, &work)
        if found.isComplete { verdicts.remember(verdict, of: found, for: self) }
        return verdict
    }

    /// The way of all requests.
    private func judge(_ host: borrowing Span<UInt8>, _ forms: inout RequestForms, _ work: inout MatchWork) -> Verdict {
        var recorder = SilentRecorder()
        do throws(URLSyntaxError) {
            try forms.url.assign(host: host)
            forms.types = .document
            forms.assign(document: nil)
            forms.methods = .get
            engine.matcher.begin(&forms)
            return try engine.finish(asking, &forms, &work, &recorder)
        } catch {
            return Verdict(action: .block, rank: .malformed, layer: asking.layer)
        }
    }
}
