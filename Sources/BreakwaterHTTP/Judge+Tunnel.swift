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
        let reader = PageReader(
            language: LanguagePreference.language(for: head.headerFields[.acceptLanguage]), wantsPage: true, isHead: false)
        var tunnel = JudgedTunnel(host: target.host, dialledHost: target.host, port: target.port, verdict: verdict, reader: reader)
        tunnel.isInspectable = mayInspect(target.host, verdict)
        // A browser shows no page that answers CONNECT; inside a decrypted tunnel it does.
        if tunnel.isRefused, !tunnel.isInspectable {
            guard let url = try? WebURL("https://\(target.host):\(target.port)/") else { throw .badRequest }
            let judged = JudgedRequest(url: url, verdict: verdict, reader: reader, isContinued: false)
            if let page = page(for: verdict, of: judged, now: now) { return .reply(page) }
        }
        if let safe = safeHost(for: SafeSearch.service(of: target.host)) {
            service.counters.safeModeConnections.add(1, ordering: .relaxed)
            tunnel.dialledHost = safe
        }
        return .tunnel(tunnel)
    }

    private mutating func decideTunnel(_ host: Host, port: Int, layer: DecisionLayer, now: Int64) throws(ErrorReply) -> Verdict {
        guard let url = try? worker.url("https", "\(host):\(port)", "/") else { throw .badRequest }
        var request = Request(url: url.description, profile: profile.id, at: moment(at: now), layer: layer)
        request.method = .connect
        request.grants = grants(at: now)
        if !profile.quotas.isEmpty {
            request.usedMinutes = service.usage.minutes(for: client.key, profile: profile.id, at: request.moment, counting: true)
        }
        return decide(request, host: host, now: now)
    }

    /// Whether a tunnel to this host may be decrypted. An address says nothing yet: the server name will.
    private func mayInspect(_ host: Host, _ verdict: Verdict) -> Bool {
        guard configuration.canInspect, role == .proxy, profile.inspection != nil else { return false }
        switch host {
        case .address: return verdict.action != .block
        case .domain(let name): return verdict.wantsInspection && !worker.isExemptFromInspection(name, of: profile)
        }
    }

    mutating func judgeServerName(
        _ name: String?, hasEncryptedClientHello: Bool, of tunnel: JudgedTunnel, now: Int64
    ) -> TunnelAction {
        if hasEncryptedClientHello {
            service.counters.encryptedClientHellos.add(1, ordering: .relaxed)
            if closes(profile.tunnels?.encryptedHello, else: configuration.encryptedClientHello) {
                service.counters.closedEncryptedHellos.add(1, ordering: .relaxed)
                return .close(nil)
            }
        }
        guard let name else {
            service.counters.missingServerNames.add(1, ordering: .relaxed)
            if closes(profile.tunnels?.missingServerName, else: configuration.missingServerName) {
                service.counters.closedWithoutServerName.add(1, ordering: .relaxed)
                return .close(nil)
            }
            return pass(tunnel)
        }
        // RFC 6066 §3: a host name, never an address; anything else hides where the tunnel goes.
        guard let domain = try? DomainName(name) else { return .close(nil) }
        if Host.domain(domain) == tunnel.host { return tunnel.isInspectable ? inspect(domain, tunnel, tunnel.isRefused) : pass(tunnel) }
        return judgeOther(domain, of: tunnel, now: now)
    }

    /// The server name is not the host of CONNECT.
    private mutating func judgeOther(_ domain: DomainName, of tunnel: JudgedTunnel, now: Int64) -> TunnelAction {
        service.counters.serverNameMismatches.add(1, ordering: .relaxed)
        let host = Host.domain(domain)
        // The server name may lead to a search service that the CONNECT target hid.
        if let safe = safeHost(for: SafeSearch.service(of: host)), safe != tunnel.dialledHost { return .close(nil) }
        guard let verdict = try? decideTunnel(host, port: tunnel.port, layer: .serverName, now: now) else { return .close(nil) }
        let isRefused = verdict.action == .block
        if tunnel.isRefused { return .close(nil) }
        if tunnel.isInspectable, mayInspect(host, verdict) { return inspect(domain, tunnel, isRefused) }
        if isRefused { return .close(engine.reason(for: verdict, profile: profile.id)) }
        // An exempt name in front of a host that is to be decrypted is a way round, not a bank.
        if tunnel.isInspectable, case .domain = tunnel.host { return .close(nil) }
        return pass(tunnel)
    }

    /// - Returns: the tunnel, unless it was opened for a page that now cannot be shown.
    private func pass(_ tunnel: JudgedTunnel) -> TunnelAction {
        tunnel.isRefused ? .close(nil) : .open(tunnel.dialledHost, port: tunnel.port)
    }

    private func inspect(_ name: DomainName, _ tunnel: JudgedTunnel, _ isRefused: Bool) -> TunnelAction {
        .inspect(
            InspectedHost(
                host: name, dialledHost: tunnel.dialledHost, port: tunnel.port, isRefused: isRefused,
                mayPassUndecrypted: !isRefused && profile.inspection?.passesPinnedHosts ?? false))
    }

    private func closes(_ treatment: TunnelRules.Treatment?, else process: FilterConfiguration.Unjudged) -> Bool {
        treatment.map { $0 == .close } ?? (process == .block)
    }
}
