import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterURL

extension Engine {
    /// Each entry that the request met, with what became of it.
    func matches(_ entries: [MetEntry], _ verdict: Verdict, profile: Int) -> [Explanation.Match] {
        let met = entries.map(\.match)
        let findings = Findings(met.span, profile: profile, kinds: listKinds)
        return entries.map { entry in
            let list = entry.list.map { policy.lists[$0] }
            let isSealed = list?.kind == .sealed
            let category = Int(entry.match.category)
            return Explanation.Match(
                kind: kind(entry.match.kind), role: role(entry, verdict, findings, profile), list: isSealed ? nil : list?.id,
                listKind: list?.kind, profile: entry.profile.flatMap { policy.profiles.indices.contains($0) ? policy.profiles[$0].id : nil },
                category: policy.categories.indices.contains(category) ? policy.categories[category].id : nil,
                rule: isSealed ? nil : entry.rule, line: isSealed ? nil : entry.line, file: nil,
                isImportant: entry.match.flags.contains(.important))
        }
    }

    private func kind(_ kind: Match.Kind) -> Explanation.Match.Kind {
        switch kind {
        case .domain: .name
        case .address: .address
        case .url: .url
        case .expression: .expression
        case .hash: .hash
        }
    }

    private func role(_ entry: MetEntry, _ verdict: Verdict, _ findings: Findings, _ profile: Int) -> Explanation.Match.Role {
        if let owner = entry.profile, owner != profile { return .otherProfile }
        let isSameList = entry.list.map { verdict.listIndex == UInt16(clamping: $0) } ?? (verdict.rank == .profileEntry)
        if isSameList, verdict.rule != .none, entry.match.ruleReference == verdict.rule, !entry.match.flags.contains(.exception) { return .decides }
        guard verdict.rank >= .category else { return .notReached }
        guard let list = entry.list, listKinds[list] == .normal || listKinds[list] == .exception else { return .outranked }
        if entry.match.flags.contains(.exception) || listKinds[list] == .exception { return .exception }
        return findings.cancelled.contains(entry.match.category) ? .cancelled : .outranked
    }

    /// What the decision would have been had the entry that decided not been there; `nil` where no entry decided.
    func verdictWithoutDecisiveEntry(
        _ request: borrowing Request, _ entries: [MetEntry], _ roles: [Explanation.Match], _ scratch: borrowing MatchScratch
    ) -> Verdict? {
        guard let index = roles.firstIndex(where: { $0.role == .decides }), roles[index].listKind != .sealed else { return nil }
        let decisive = entries[index].match
        let rest = entries.map(\.match).filter { $0 != decisive }
        let profileIndex = self.index(of: request.profile)
        let findings = Findings(rest.span, profile: profileIndex, kinds: listKinds)
        let order = DecisionOrder(
            engine: self, profile: profileIndex, layer: request.layer, moment: request.moment, usedMinutes: request.usedMinutes, exceeded: 0)
        let isGranted = request.grants?.allows(scratch.state.request.url, profile: policy.profiles[profileIndex].id, at: request.moment.secondsSinceEpoch)
        var recorder = SilentRecorder()
        return order.settle(findings, rest.span, isGranted: isGranted ?? false, &recorder)
    }

    /// What was looked up for the request that this scratch was used for.
    func lookup(_ scratch: borrowing MatchScratch) -> Explanation.Lookup {
        let host = scratch.state.request.url.folded.span.extracting(scratch.state.request.url.host).text
        var lookup = Explanation.Lookup(names: [], decodedURL: nil, registrableDomain: nil)
        if case .domain = scratch.state.request.url.hostKind {
            let labels = host.split(separator: ".")
            let depth = labels.count
            lookup.names = (0..<depth).filter { matcher.domains.mayHold(labels: depth - $0) }.map { labels[$0...].joined(separator: ".") }
            let registrable = matcher.suffixes.registrableLabels(scratch.state.request.target)
            if registrable > 0, registrable <= depth { lookup.registrableDomain = labels.suffix(registrable).joined(separator: ".") }
        }
        if scratch.state.request.decoded.count > 0 { lookup.decodedURL = scratch.state.request.decoded.span.text }
        return lookup
    }
}
