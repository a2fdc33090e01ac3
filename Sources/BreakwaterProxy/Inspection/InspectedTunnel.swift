import BreakwaterHTTP
import BreakwaterTLS
import BreakwaterURL
import NIOSSL

/// A tunnel whose TLS ends here: for which host the client was shown a certificate, and where its requests go.
struct InspectedTunnel {
    let host: InspectedHost
    /// Why there is no origin that may be asked; every request that policy allows is answered with it.
    let failure: OriginFailure?

    var key: OriginKey { OriginKey(host: host.dialledHost, port: host.port, serverName: host.host) }

    /// What `Host` must say inside.
    var authority: String { host.port == 443 ? host.host.description : "\(host.host):\(host.port)" }

    /// The client broke the handshake off after our certificate.
    func clientFailed(_ error: any Error, on client: ClientConnection) {
        guard client.alerts?.sawRefusal ?? false || Self.refusesCertificate(error) else { return }
        client.loop.metrics.count(.refusedCertificates)
        guard host.mayPassUndecrypted else { return }
        client.loop.inspection?.pinning.note(client: client.identity.key, host: host.host, now: client.loop.now)
    }

    /// Alerts that say that a certificate is not believed: RFC 8446 §6.2, by the names that BoringSSL gives them.
    private static let alerts = [
        "ALERT_BAD_CERTIFICATE", "ALERT_UNSUPPORTED_CERTIFICATE", "ALERT_CERTIFICATE_REVOKED", "ALERT_CERTIFICATE_EXPIRED",
        "ALERT_CERTIFICATE_UNKNOWN", "ALERT_UNKNOWN_CA",
    ]

    private static func refusesCertificate(_ error: any Error) -> Bool {
        guard case .handshakeFailed(.sslError(let stack))? = error as? NIOSSLError else { return false }
        return stack.contains { entry in alerts.contains { entry.description.contains($0) } }
    }
}
