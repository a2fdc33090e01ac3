import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import Synchronization

extension Judge {
    /// The page for a request whose host is an alias (CNAME) of a name that policy limits.
    mutating func judge(_ canonicalNames: [DomainName], of request: JudgedRequest, now: Int64) -> BlockReply? {
        guard let found = limited(canonicalNames, of: request, now: now) else { return nil }
        request.canonicalName = found.name
        if found.verdict.action == .warn { request.isContinued = hasContinued(to: request.url.host, now: now) }
        return page(for: found.verdict, of: request, now: now)
    }

    /// The same for a tunnel's host. A warning is let through, and counted, as that of a tunnel's own name is.
    mutating func judge(_ canonicalNames: [DomainName], of tunnel: JudgedTunnel, now: Int64) -> BlockReply? {
        guard let url = try? WebURL("https://\(tunnel.host):\(tunnel.port)/") else { return nil }
        let judged = JudgedRequest(url: url, verdict: tunnel.verdict, reader: tunnel.reader, method: .connect, isContinued: false)
        guard let found = limited(canonicalNames, of: judged, now: now), found.verdict.action == .block else { return nil }
        judged.canonicalName = found.name
        return page(for: found.verdict, of: judged, now: now)
    }

    private mutating func limited(
        _ names: [DomainName], of judged: JudgedRequest, now: Int64
    ) -> (name: DomainName, verdict: Verdict)? {
        var request = Request(url: "", profile: profile.id, at: moment(at: now))
        if let kind = judged.kind {
            request.document = kind.document
            request.type = kind.type
        }
        request.method = judged.method
        request.grants = grants(at: now)
        guard let found = strictest(names, of: judged.url, besides: judged.verdict, request) else { return nil }
        service.counters.limitedCanonicalNames.add(1, ordering: .relaxed)
        note(found.verdict, host: judged.url.host, now: now)
        return found
    }

    /// The strictest verdict on a canonical name that counts beside the verdict on the name that was asked for.
    ///
    /// - Parameter request: the one that was asked; each name is judged in its place, without a path, since nobody asked that of it.
    func strictest(
        _ names: [DomainName], of url: WebURL, besides own: Verdict, _ request: Request
    ) -> (name: DomainName, verdict: Verdict)? {
        var request = request
        request.layer = .name
        var found: (name: DomainName, verdict: Verdict)?
        for name in names {
            request.url = "\(url.scheme)://\(name):\(url.port)/"
            let verdict = worker.decide(request, with: engine)
            if verdict.counts(besides: own), verdict.isStricter(than: found?.verdict) { found = (name, verdict) }
        }
        return found
    }
}

extension Verdict {
    /// Whether this verdict on a canonical name says more than the one on the name that was asked for.
    ///
    /// What a guardian has said of the asked name (an own entry, a permission), and help, stand above what a list says of another name for
    /// it; a deny entry stands above a permission, as it does for one name. Times were judged already, and a profile that opens listed
    /// names only lists those that people ask for.
    fileprivate func counts(besides own: Verdict) -> Bool {
        guard action.strictness > own.action.strictness else { return false }
        switch rank {
        case .sealed: return true
        case .profileEntry: return own.rank > .profileEntry
        case .category: return own.rank >= .category
        case .malformed, .help, .grant, .time, .profileDefault: return false
        }
    }

    fileprivate func isStricter(than other: Verdict?) -> Bool {
        guard let other else { return true }
        return action.strictness > other.action.strictness || action == other.action && rank < other.rank
    }
}
