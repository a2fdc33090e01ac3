import BreakwaterURL

/// Which addresses the proxy connects to: the public Internet's, and private prefixes only where configuration says so.
///
/// It is asked after names are resolved, about the very address that is then dialled, so that a name which points inside
/// (or starts to, between check and use) gains nothing.
struct OriginAddressPolicy: Sendable {
    private let allowedPrivatePrefixes: [CIDRBlock]
    private let ownEndpoints: Set<Endpoint>

    struct Endpoint: Sendable, Hashable {
        let address: IPAddress
        let port: Int
    }

    /// - Parameter ownEndpoints: where this proxy listens; it never connects to itself.
    init(allowedPrivatePrefixes: [CIDRBlock], ownEndpoints: Set<Endpoint>) {
        self.allowedPrivatePrefixes = allowedPrivatePrefixes
        self.ownEndpoints = ownEndpoints
    }

    /// For a place that the operator named.
    static let anywhere = OriginAddressPolicy(
        allowedPrivatePrefixes: ["0.0.0.0/0", "::/0"].compactMap { CIDRBlock($0) }, ownEndpoints: [])

    func allows(_ address: IPAddress, port: Int) -> Bool {
        // `::ffff:127.0.0.1` and `64:ff9b::7f00:1` reach what `127.0.0.1` reaches.
        let canonical = address.canonical
        guard (1...65_535).contains(port), !ownEndpoints.contains(Endpoint(address: canonical, port: port)) else { return false }
        return canonical.isGloballyReachable || allowedPrivatePrefixes.contains { $0.contains(canonical) }
    }
}
