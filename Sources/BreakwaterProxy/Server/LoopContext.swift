import BreakwaterHTTP
import BreakwaterURL
import HTTPTypes
import NIOCore

/// A client's connection, as the end of the proxy sees it.
protocol ConnectedClient: AnyObject {
    /// Closes what is idle now, and what is under way after its answer.
    func drain()
    /// Closes at once.
    func abort()
}

/// What one event loop keeps for all its connections. It never leaves its loop and needs no lock.
final class LoopContext {
    let eventLoop: any EventLoop
    let service: FilterService
    let worker: FilterWorker
    let limits: ProxyLimits
    let metrics: ProxyMetrics
    let secrets: SecretChecks
    let login: ProxyLogin?
    let parent: ProxyParent?
    let automaticConfiguration: ProxyAutoConfiguration
    var fieldNames = FieldNameTable()
    /// Where heads are put together.
    var headText = ByteScratch(capacity: 2048)
    let flushes: FlushQueue
    let allowsOtherProtocolsInTunnels: Bool
    private let inspectionSlot: InspectionSlot
    /// Unowned by the pool, which lives as long as this.
    private(set) var pool: OriginPool!
    private(set) var isDraining = false
    private var clients: [ObjectIdentifier: any ConnectedClient] = [:]
    private var whenEmpty: EventLoopPromise<Void>?
    private var clock = WallClock()

    init(
        eventLoop: any EventLoop, service: FilterService, configuration: ProxyConfiguration, dialer: OriginDialer, metrics: ProxyMetrics,
        secrets: SecretChecks
    ) {
        self.secrets = secrets
        self.eventLoop = eventLoop
        flushes = FlushQueue(eventLoop: eventLoop)
        self.service = service
        self.metrics = metrics
        worker = FilterWorker(service: service)
        limits = configuration.limits
        login = configuration.login
        parent = configuration.parent
        automaticConfiguration = configuration.automaticConfiguration
        allowsOtherProtocolsInTunnels = configuration.allowsOtherProtocolsInTunnels
        inspectionSlot = configuration.inspectionSlot
        pool = OriginPool(dialer: dialer, context: self)
    }

    /// What tunnels are decrypted with now; `nil` where none is. Asked for once or twice a tunnel.
    var inspection: ProxyInspection? { inspectionSlot.snapshot }

    /// Seconds since the epoch.
    var now: Int64 { clock.seconds() }

    /// Now, as a `Date` field has it.
    var httpDate: String { clock.httpDate() }

    /// Whether a request that names no other place is for something that is here.
    func isOwnPage(_ request: HTTPRequest) -> Bool {
        (request.method == .get || request.method == .head)
            && ProxyAutoConfiguration.paths.contains(String((request.path ?? "").prefix { $0 != "?" }))
    }

    // MARK: Connections

    func add(_ client: any ConnectedClient) {
        clients[ObjectIdentifier(client)] = client
        metrics.count(.clientConnections)
    }

    /// Forgets a connection, unless another has taken its place already.
    func remove(_ client: any ConnectedClient) {
        guard clients.removeValue(forKey: ObjectIdentifier(client)) != nil else { return }
        metrics.count(.closedConnections)
        if clients.isEmpty { whenEmpty?.succeed() }
    }

    /// The same connection, which speaks HTTP/2 from now on.
    func replace(_ client: any ConnectedClient, by other: any ConnectedClient) {
        clients[ObjectIdentifier(other)] = other
        clients[ObjectIdentifier(client)] = nil
    }

    // MARK: The end

    /// Closes what is idle and lets what is under way end.
    ///
    /// - Returns: done when no client is left.
    func drain() -> EventLoopFuture<Void> {
        isDraining = true
        pool.closeAll()
        let promise = eventLoop.makePromise(of: Void.self)
        whenEmpty = promise
        for client in Array(clients.values) { client.drain() }
        if clients.isEmpty { promise.succeed() }
        return promise.futureResult
    }

    /// Cuts what is left.
    func closeAll() {
        for client in Array(clients.values) { client.abort() }
        pool.closeAll()
    }
}
