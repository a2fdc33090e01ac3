import Metrics

/// The proxy's counters. No label names a client, a host or a URL.
struct ProxyMetrics: Sendable {
    /// What is counted; the raw value is the metric's name.
    enum Count: String, CaseIterable {
        case clientConnections = "breakwater_proxy_client_connections_total"
        case refusedConnections = "breakwater_proxy_refused_connections_total"
        case exchanges = "breakwater_proxy_exchanges_total"
        case tunnels = "breakwater_proxy_tunnels_total"
        case malformedRequests = "breakwater_proxy_malformed_requests_total"
        case clientTimeouts = "breakwater_proxy_client_timeouts_total"
        case originConnections = "breakwater_proxy_origin_connections_total"
        case closedConnections = "breakwater_proxy_closed_connections_total"
        case refusedLogins = "breakwater_proxy_refused_logins_total"
        case allowed = "breakwater_proxy_allowed_total"
        case warned = "breakwater_proxy_warned_total"
        case blocked = "breakwater_proxy_blocked_total"
        case reusedOriginConnections = "breakwater_proxy_reused_origin_connections_total"

        /// The place among all cases.
        fileprivate var index: Int {
            switch self {
            case .clientConnections: 0
            case .refusedConnections: 1
            case .exchanges: 2
            case .tunnels: 3
            case .malformedRequests: 4
            case .clientTimeouts: 5
            case .originConnections: 6
            case .reusedOriginConnections: 7
            case .closedConnections: 8
            case .refusedLogins: 9
            case .allowed: 10
            case .warned: 11
            case .blocked: 12
            }
        }
    }

    private let counters: [Counter]
    /// By `failure`, see `OriginFailure`.
    private let originFailures: [String: Counter]

    init() {
        counters = Count.allCases.sorted { $0.index < $1.index }.map { Counter(label: $0.rawValue) }
        let labels = OriginFailure.all.map(\.label)
        originFailures = Dictionary(
            uniqueKeysWithValues: labels.map { label in
                (label, Counter(label: "breakwater_proxy_origin_failures_total", dimensions: [("failure", label)]))
            })
    }

    func count(_ what: Count) { counters[what.index].increment() }

    func count(_ failure: OriginFailure) { originFailures[failure.label]?.increment() }
}
