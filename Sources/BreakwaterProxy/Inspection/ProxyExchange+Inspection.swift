import BreakwaterHTTP
import BreakwaterTLS
import HTTPTypes
import NIOCore

extension ProxyExchange {
    /// Makes ready to decrypt a tunnel: first the origin's certificate, then ours.
    func inspect(_ host: InspectedHost) {
        guard let inspection = loop.inspection else { return abort() }
        client.awaitOrigin()
        if host.mayPassUndecrypted, inspection.pinning.passes(client: client.identity.key, host: host.host, now: loop.now) {
            loop.metrics.count(.undecryptedTunnels)
            return connect(OriginKey(host: host.dialledHost, port: host.port)) { exchange, origin in exchange.openRelay(to: origin) }
        }
        let tunnel = InspectedTunnel(host: host, failure: nil)
        guard !host.isRefused else { return handOver(tunnel, origin: nil) }
        if let verified = loop.pool.verified(tunnel.key) { return handOver(tunnel, origin: verified) }
        loop.pool.connect(tunnel.key) { [self] result in
            if case .ended = responseState {
                if case .success(let origin) = result { origin.close() }
                return
            }
            switch result {
            case .success(let origin):
                loop.pool.put(origin) ? origin.setDeadline(loop.limits.keepAliveIdle) : origin.close()
                handOver(tunnel, origin: origin.verified)
            case .failure(let failure):
                loop.metrics.count(failure)
                handOver(InspectedTunnel(host: host, failure: failure), origin: nil)
            }
        }
    }

    /// Ends without an event: the requests inside have theirs.
    private func handOver(_ tunnel: InspectedTunnel, origin: LeafStore.Origin?) {
        responseState = .ended
        client.beginInspection(of: tunnel, origin: origin)
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
        send(request, to: tunnel.key)
    }
}
