/// What a connection must know of the listener it came by.
struct ListenerTraits: Sendable {
    var asksForLogin = false
    /// Whether connections come here by redirection, from clients that know of no proxy.
    var isTransparent = false
    /// Where a redirected connection was going.
    var destination: OriginalDestination?
}
