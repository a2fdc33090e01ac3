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

        case inspectedTunnels = "breakwater_proxy_inspected_tunnels_total"
        /// Clients that refused our certificate.
        case refusedCertificates = "breakwater_proxy_refused_certificates_total"
        /// Tunnels that passed undecrypted because their client refused our certificate before.
        case undecryptedTunnels = "breakwater_proxy_undecrypted_tunnels_total"
        /// Tunnels closed because too many new certificates were asked for.
        case unservedTunnels = "breakwater_proxy_unserved_tunnels_total"
        /// Requests inside a tunnel for another host than the tunnel's.
        case misdirectedRequests = "breakwater_proxy_misdirected_requests_total"
    }

    private let counters: [Count: Counter]
    /// By `failure`, see `OriginFailure`.
    private let originFailures: [String: Counter]

    init() {
        counters = Dictionary(uniqueKeysWithValues: Count.allCases.map { ($0, Counter(label: $0.rawValue)) })
        let labels = OriginFailure.all.map(\.label)
        originFailures = Dictionary(
            uniqueKeysWithValues: labels.map { label in
                (label, Counter(label: "breakwater_proxy_origin_failures_total", dimensions: [("failure", label)]))
            })
    }

    func count(_ what: Count) { counters[what]?.increment() }

    func count(_ failure: OriginFailure) { originFailures[failure.label]?.increment() }
}
