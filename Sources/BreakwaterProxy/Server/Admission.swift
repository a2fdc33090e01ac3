import BreakwaterURL
import NIOCore

/// Who may connect, and how often at once. All listeners accept on one event loop, so one table serves them all without a lock.
final class AdmissionTable {
    private let allowedClients: [CIDRBlock]
    private let balancers: [CIDRBlock]
    private let limits: ProxyLimits
    private var connections: [IPAddress: Int] = [:]
    private var total = 0

    init(configuration: ProxyConfiguration) {
        allowedClients = configuration.allowedClients
        balancers = configuration.balancers
        limits = configuration.limits
    }

    /// Counts a connection in, or refuses it.
    func admit(_ address: IPAddress) -> Bool {
        let canonical = address.canonical
        // A balancer speaks for many clients; which of them may come, its header says.
        let isBalancer = balancers.contains { $0.contains(canonical) }
        guard isBalancer || allowedClients.isEmpty || allowedClients.contains(where: { $0.contains(canonical) }) else { return false }
        let client = Self.client(canonical)
        let count = connections[client, default: 0]
        guard isBalancer || count < limits.connectionsPerClient, total < limits.connections else { return false }
        connections[client] = count + 1
        total += 1
        return true
    }

    /// Counts an admitted connection out.
    func leave(_ address: IPAddress) {
        let client = Self.client(address.canonical)
        guard let count = connections[client] else { return }
        connections[client] = count > 1 ? count - 1 : nil
        total -= 1
    }

    /// One machine has one IPv4 address, but a whole /64 of IPv6.
    private static func client(_ address: IPAddress) -> IPAddress {
        address.family == .v4 ? address : IPAddress(v6: (address.value >> 64) << 64)
    }
}

/// Stands before a listener's accepted connections.
final class AdmissionHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel

    private let table: AdmissionTable
    private let metrics: ProxyMetrics

    init(table: AdmissionTable, metrics: ProxyMetrics) {
        self.table = table
        self.metrics = metrics
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        guard let address = channel.remoteAddress?.address, table.admit(address) else {
            metrics.count(.refusedConnections)
            channel.close(promise: nil)
            return
        }
        channel.closeFuture.hop(to: context.eventLoop).assumeIsolated().whenComplete { [table] _ in table.leave(address) }
        context.fireChannelRead(data)
    }

    /// A client that is gone before it is accepted is no reason to stop listening.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
