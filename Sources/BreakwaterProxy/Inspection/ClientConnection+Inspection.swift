import BreakwaterHTTP
import BreakwaterTLS
import Foundation
import NIOCore
import NIOSSL

extension ClientConnection {
    /// Shows the client a certificate for the tunnel's host; what it sent so far is its ClientHello.
    ///
    /// - Parameter origin: what the origin's own certificate was; `nil` where nothing but pages of ours will be sent.
    func beginInspection(of tunnel: InspectedTunnel, origin: LeafStore.Origin?) {
        exchange = nil
        guard let context, let inspection = loop.inspection else { return abort() }
        flushNow()
        let tls: NIOSSLServerHandler
        let alerts = ClientAlertReader()
        do {
            let now = Date(timeIntervalSince1970: TimeInterval(loop.now))
            let leaf = try inspection.leaves.context(for: tunnel.host.host, origin: origin, client: identity.key, now: now)
            tls = NIOSSLServerHandler(context: leaf)
            try context.pipeline.syncOperations.addHandlers([alerts, tls], position: .before(self))
            tlsContext = try context.pipeline.syncOperations.context(handler: tls)
        } catch {
            loop.metrics.count(.unservedTunnels)
            return abort()
        }
        self.tunnel = tunnel
        self.alerts = alerts
        state = .handshaking
        setDeadline(loop.limits.clientHelloDeadline)
        let hello = inbound
        inbound = ByteBuffer()
        isReading = false
        feed(hello, to: tls)
        requestRead()
    }

    /// As if the bytes had just come: to the handler itself, as nobody before it needs to see them twice.
    private func feed(_ bytes: ByteBuffer, to tls: NIOSSLServerHandler) {
        guard let position = tlsContext else { return abort() }
        tls.channelRead(context: position, data: NIOAny(bytes))
        tls.channelReadComplete(context: position)
    }

    /// The client believes our certificate.
    ///
    /// - Parameter name: the protocol that ALPN settled on, if any.
    func inspectionBegan(speaking name: String?) {
        guard case .handshaking = state else { return }
        if let alerts { context?.pipeline.syncOperations.removeHandler(alerts, promise: nil) }
        alerts = nil
        loop.metrics.count(.inspectedTunnels)
        if let tunnel { loop.inspection?.pinning.noteBelief(client: identity.key, host: tunnel.host.host, now: loop.now) }
        if name == "h2" { return handOver() }
        state = .awaitingRequest
        setDeadline(loop.limits.keepAliveIdle)
        requestRead()
    }

    /// The client speaks HTTP/2: a ``ClientSession`` takes this handler's place.
    private func handOver() {
        guard let context, let tunnel else { return abort() }
        do {
            try ClientSession.take(over: self, for: tunnel, in: context)
        } catch {
            abort()
        }
    }
}
