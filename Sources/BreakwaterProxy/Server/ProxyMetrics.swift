import Metrics

/// The proxy's counters. No label names a client, a host or a URL.
struct ProxyMetrics: Sendable {
    /// What is counted. A number, because several are counted for every request: counters are found by index.
    enum Count: Int, CaseIterable {
        case clientConnections
        case refusedConnections
        case exchanges
        case tunnels
        case malformedRequests
        case clientTimeouts
        case originConnections
        case closedConnections
        case refusedLogins
        case allowed
        case warned
        case blocked
        case reusedOriginConnections
        case inspectedTunnels
        /// Of these, the ones that speak HTTP/2.
        case http2Connections
        /// HTTP/2 connections closed for floods, resets or frames that break the protocol.
        case refusedHTTP2Connections
        /// Clients that refused our certificate.
        case refusedCertificates
        /// Tunnels that passed undecrypted because their client refused our certificate before.
        case undecryptedTunnels
        /// Tunnels closed because too many new certificates were asked for.
        case unservedTunnels
        /// Requests inside a tunnel for another host than the tunnel's.
        case misdirectedRequests

        /// The metric's name.
        var label: String {
            switch self {
            case .clientConnections: "breakwater_proxy_client_connections_total"
            case .refusedConnections: "breakwater_proxy_refused_connections_total"
            case .exchanges: "breakwater_proxy_exchanges_total"
            case .tunnels: "breakwater_proxy_tunnels_total"
            case .malformedRequests: "breakwater_proxy_malformed_requests_total"
            case .clientTimeouts: "breakwater_proxy_client_timeouts_total"
            case .originConnections: "breakwater_proxy_origin_connections_total"
            case .closedConnections: "breakwater_proxy_closed_connections_total"
            case .refusedLogins: "breakwater_proxy_refused_logins_total"
            case .allowed: "breakwater_proxy_allowed_total"
            case .warned: "breakwater_proxy_warned_total"
            case .blocked: "breakwater_proxy_blocked_total"
            case .reusedOriginConnections: "breakwater_proxy_reused_origin_connections_total"
            case .inspectedTunnels: "breakwater_proxy_inspected_tunnels_total"
            case .http2Connections: "breakwater_proxy_http2_connections_total"
            case .refusedHTTP2Connections: "breakwater_proxy_http2_refused_connections_total"
            case .refusedCertificates: "breakwater_proxy_refused_certificates_total"
            case .undecryptedTunnels: "breakwater_proxy_undecrypted_tunnels_total"
            case .unservedTunnels: "breakwater_proxy_unserved_tunnels_total"
            case .misdirectedRequests: "breakwater_proxy_misdirected_requests_total"
            }
        }
    }

    /// By `Count.rawValue`.
    private let counters: [Counter]
    /// By `failure`, see `OriginFailure`.
    private let originFailures: [String: Counter]

    init() {
        counters = Count.allCases.map { Counter(label: $0.label) }
        let labels = OriginFailure.all.map(\.label)
        originFailures = Dictionary(
            uniqueKeysWithValues: labels.map { label in
                (label, Counter(label: "breakwater_proxy_origin_failures_total", dimensions: [("failure", label)]))
            })
    }

    func count(_ what: Count) { counters[what.rawValue].increment() }

    func count(_ failure: OriginFailure) { originFailures[failure.label]?.increment() }
}
