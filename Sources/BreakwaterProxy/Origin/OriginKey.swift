import BreakwaterURL

/// What connections are pooled by: the host as judged, and the port.
struct OriginKey: Hashable {
    let host: Host
    let port: Int
}
