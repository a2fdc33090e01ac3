/// The connections to one origin that wait for requests. Each knows its place, so that to wait again takes no search.
final class IdleConnections {
    var connections: [OriginConnection] = []
    /// Whether the pool looks here.
    var isListed = true
}
