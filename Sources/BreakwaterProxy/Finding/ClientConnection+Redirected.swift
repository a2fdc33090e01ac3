import BreakwaterHTTP
import BreakwaterTLS
import BreakwaterURL
import NIOCore

extension ClientConnection {
    /// Begins a connection whose first byte is TLS's: what CONNECT says elsewhere, the ClientHello and the kernel say here.
    ///
    /// The name is judged and connected to, never the address that the client claims for it; without a name the address is what there is.
    func readRedirectedHello(_ opening: TunnelOpening) throws(MessageFault) -> Bool {
        guard let destination = listener.destination else { throw MessageFault("no destination") }
        let host: String
        switch opening.read(inbound) {
        case .needMore: return false
        case .hello(let hello): host = hello.serverName ?? "\(Self.text(destination))"
        case .otherProtocol, .failed:
            loop.metrics.count(.malformedRequests)
            abort()
            return false
        }
        guard let head = RequestMessageHead(connectingTo: "\(host):\(destination.port)") else {
            abort()
            return false
        }
        isRedirectedTunnel = true
        begin(head)
        return true
    }

    private static func text(_ destination: OriginalDestination) -> String {
        destination.address.family == .v6 ? "[\(destination.address)]" : "\(destination.address)"
    }
}
