import BreakwaterHTTP
import BreakwaterTLS
import HTTPTypes
import NIOCore

extension ProxyExchange {
    /// Makes ready to decrypt a tunnel: first the origin's certificate, then ours.
    func inspect(_ host: InspectedHost) {
        guard let inspection = loop.inspection else { return abort() }
        client.connection?.awaitOrigin()
        if host.mayPassUndecrypted, inspection.pinning.passes(client: client.identity.key, host: host.host, now: loop.now) {
            loop.metrics.count(.undecryptedTunnels)
            return connect(OriginKey(host: host.dialledHost, port: host.port)) { exchange, origin in exchange.openRelay(to: origin) }
        }
        let tunnel = InspectedTunnel(host: host, failure: nil)
        guard !host.isRefused else { return handOver(tunnel, origin: nil) }
        if let verified = loop.pool.verified(tunnel.key) { return handOver(tunnel, origin: verified) }
        loop.pool.prepare(tunnel.key) { [self] result in
            if case .ended = responseState { return }
            switch result {
            case .success(let verified): handOver(tunnel, origin: verified)
            case .failure(let failure):
                loop.metrics.count(failure)
                handOver(InspectedTunnel(host: host, failure: failure), origin: nil)
            }
        }
    }

    /// Ends without an event: the requests inside have theirs.
    private func handOver(_ tunnel: InspectedTunnel, origin: LeafStore.Origin?) {
        responseState = .ended
        client.connection?.beginInspection(of: tunnel, origin: origin)
    }

    /// Sends a request that was judged on its own authority to the tunnel's origin, and to no other.
    func forward(_ request: HTTPRequest, through tunnel: InspectedTunnel) {
        // RFC 9110 §15.5.20. The server name was judged, and the certificate is for it; another host behind the same address
        // (domain fronting) has neither.
        guard request.scheme == "https", request.authority == tunnel.authority else {
            loop.metrics.count(.misdirectedRequests)
            return end(with: errorReply(.misdirectedRequest))
        }
        if let failure = tunnel.failure { return end(with: errorReply(failure.reply)) }
        var key = tunnel.key
        key.isHTTP1Only = head.asksForWebSocket || loop.pool.requiresHTTP1(key)
        send(request, to: key)
    }
}
