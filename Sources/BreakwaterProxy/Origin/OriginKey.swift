import BreakwaterURL

/// What connections are pooled by: the host as judged, and the port.
struct OriginKey: Hashable {
    let host: Host
    let port: Int
    /// The name that the origin's certificate must be for, where the connection is TLS.
    var serverName: DomainName?
}
