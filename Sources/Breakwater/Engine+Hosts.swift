import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterURL

extension Engine {
    /// Decides a host name alone, as a resolver or a ClientHello has it: the verdict on `https://host/`, without the text of a URL.
    ///
    /// - Parameter host: a name in any spelling or an address; what is neither is blocked with rank ``DecisionRank/malformed``.
    /// - Complexity: as ``decide(_:using:)``; in a bundle without rules for URLs, little more than the memory that its names are in.
    public func decide(host: borrowing Span<UInt8>, for asker: borrowing HostAsker, using scratch: inout MatchScratch) -> Verdict {
        guard asker.dependsOnNameAlone else { return judge(host: host, asker, &scratch.state.request, &scratch.state.work) }
        var name = PlainName()
        matcher.domains.begin(host, slack: 0, matcher.hasher, &name)
        if name.isPlain { matcher.domains.look(&name) }
        return finish(host, &name, asker, &scratch.verdicts, &scratch.state.request, &scratch.state.work)
    }

    /// Decides many host names of one asker, in their order. Each verdict is ``decide(host:for:using:)``'s.
    ///
    /// - Parameter body: takes each name's index and verdict.
    public func decide(
        _ hosts: borrowing HostNames, for asker: borrowing HostAsker, using scratch: inout BatchScratch, _ body: (Int, Verdict) -> Void
    ) {
        let count = hosts.count
        guard asker.dependsOnNameAlone else {
            for index in 0..<count { body(index, judge(host: hosts[index], asker, &scratch.forms[0], &scratch.work)) }
            return
        }
        let domains = matcher.domains
        for next in 0..<count + BatchScratch.width {
            let slot = next & (BatchScratch.width - 1)
            let done = next - BatchScratch.width
            // The one whose place the next one takes is finished first.
            if done >= 0 { body(done, finish(hosts[done], &scratch.names[slot], asker, &scratch.verdicts, &scratch.forms[0], &scratch.work)) }
            if next < count { domains.begin(hosts[next], slack: hosts.slack(next), matcher.hasher, &scratch.names[slot]) }
            // Half way: where a name has moved, its second line has as much time to come as its first had.
            let half = (slot + BatchScratch.width / 2) & (BatchScratch.width - 1)
            if scratch.names[half].isPlain { domains.look(&scratch.names[half]) }
        }
    }

    @inline(__always)
    private func finish(
        _ host: borrowing Span<UInt8>, _ name: inout PlainName, _ asker: borrowing HostAsker, _ verdicts: inout NameVerdicts,
        _ forms: inout RequestForms, _ work: inout MatchWork
    ) -> Verdict {
        guard name.isPlain else { return judge(host: host, asker, &forms, &work) }
        let found = matcher.domains.find(&name)
        guard found.key != 0 else { return asker.unlisted }
        if let known = verdicts.verdict(found, for: asker) { return known }
        let verdict = judge(host: host, asker, &forms, &work)
        if found.isComplete { verdicts.remember(verdict, of: found, for: asker) }
        return verdict
    }

    /// The way of all requests.
    private func judge(
        host: borrowing Span<UInt8>, _ asker: borrowing HostAsker, _ forms: inout RequestForms, _ work: inout MatchWork
    ) -> Verdict {
        var recorder = SilentRecorder()
        do throws(URLSyntaxError) {
            try forms.url.assign(host: host)
            forms.types = .document
            forms.assign(document: nil)
            forms.methods = .get
            matcher.begin(&forms)
            return try finish(asker.asking, &forms, &work, &recorder)
        } catch {
            return Verdict(action: .block, rank: .malformed, layer: asker.asking.layer)
        }
    }
}
