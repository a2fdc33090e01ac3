import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes
import Synchronization

extension Judge {
    /// Judges a CONNECT target: the port by configuration, the host by policy.
    ///
    /// A target that policy only warns of is let through, and counted: a tunnel cannot show a page, and where the proxy
    /// inspects it, the request inside shows the page.
    mutating func judgeTunnel(_ head: HTTPRequest, now: Int64) throws(ErrorReply) -> RequestRuling {
        guard let target = ConnectTarget(head.authority ?? "") else { throw .badRequest }
        let ports = configuration.connectPorts
        guard ports.isEmpty || ports.contains(target.port) else { throw .notAllowed }
        let verdict = try decideTunnel(target.host, port: target.port, layer: .name, now: now)
        if verdict.action == .block {
            guard let url = try? WebURL("https://\(target.host):\(target.port)/") else { throw .badRequest }
            let reader = PageReader(
                language: LanguagePreference.language(for: head.headerFields[.acceptLanguage]), wantsPage: true, isHead: false)
            let judged = JudgedRequest(url: url, verdict: verdict, reader: reader, isContinued: false)
            if let page = page(for: verdict, of: judged, now: now) { return .reply(page) }
        }
        return .tunnel(JudgedTunnel(host: target.host, dialledHost: safeHost(for: target.host) ?? target.host, port: target.port))
    }

    private mutating func decideTunnel(_ host: Host, port: Int, layer: DecisionLayer, now: Int64) throws(ErrorReply) -> Verdict {
        guard let url = try? WebURL("https://\(host):\(port)/") else { throw .badRequest }
        var request = Request(url: url.description, profile: profile.id, at: moment(at: now), layer: layer)
        request.method = .connect
        request.grants = grants(at: now)
        if !profile.quotas.isEmpty {
            request.usedMinutes = service.usage.minutes(for: client.key, profile: profile.id, at: request.moment, counting: true)
        }
        return decide(request, host: host.description, now: now)
    }

    /// The host that stands in for this one so that its search is safe; `nil` where there is none.
    private func safeHost(for host: Host) -> Host? {
        guard let limit = configuration.safeSearchUpTo, profile.ageBand.isWithin(limit), role == .proxy else { return nil }
        return SafeSearch.substitute(for: host, ageBand: profile.ageBand)
    }

    mutating func judgeServerName(
        _ name: String?, hasEncryptedClientHello: Bool, of tunnel: JudgedTunnel, now: Int64
    ) -> TunnelAction {
        if hasEncryptedClientHello {
            service.counters.encryptedClientHellos.add(1, ordering: .relaxed)
            if configuration.encryptedClientHello == .block { return .close(nil) }
        }
        guard let name else {
            service.counters.missingServerNames.add(1, ordering: .relaxed)
            return configuration.missingServerName == .block ? .close(nil) : .open
        }
        // RFC 6066 §3: a host name, never an address; anything else hides where the tunnel goes.
        guard let domain = try? DomainName(name) else { return .close(nil) }
        let host = Host.domain(domain)
        if host == tunnel.host { return .open }
        service.counters.serverNameMismatches.add(1, ordering: .relaxed)
        // The server name may lead to a search service that the CONNECT target hid.
        if let safe = safeHost(for: host), safe != tunnel.dialledHost { return .close(nil) }
        guard let verdict = try? decideTunnel(host, port: tunnel.port, layer: .serverName, now: now) else { return .close(nil) }
        return verdict.action == .block ? .close(engine.reason(for: verdict, profile: profile.id)) : .open
    }
}
