import BreakwaterURL

/// What connections are pooled by: the host as judged, and the port.
struct OriginKey: Hashable {
    let host: Host
    let port: Int
    /// Whether the connection is a parent proxy's, which is asked for the whole URL; else it leads to the host itself.
    var isForwarded = false
    /// The name that the origin's certificate must be for, where the connection is TLS.
    var serverName: DomainName?
    /// Whether HTTP/2 is not offered: WebSocket needs a connection of its own (RFC 6455).
    var isHTTP1Only = false

    /// The other parts hardly ever differ for one host and port.
    func hash(into hasher: inout Hasher) {
        hasher.combine(host)
        hasher.combine(port)
    }
}
