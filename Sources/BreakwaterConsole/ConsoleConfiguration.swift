/// How a console runs.
public struct ConsoleConfiguration: Sendable {
    /// Where a console listens.
    public struct Address: Sendable, Hashable {
        /// An address, `127.0.0.1` or `::1`; no name, so that nothing is resolved.
        public var host: String
        /// 0 takes any free port.
        public var port: Int

        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }

        /// Whether only this machine can reach it.
        public var isLoopback: Bool { host == "::1" || Self.isIPv4Loopback(host) }

        private static func isIPv4Loopback(_ host: String) -> Bool {
            let parts = host.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
            return parts.count == 4 && parts[0] == 127 && parts.map(String.init).joined(separator: ".") == host
        }
    }

    /// Who may reach the console.
    public enum Reach: Sendable, Hashable {
        /// Only this machine; other addresses are refused.
        case loopbackOnly
        /// The network too, under the given host names; there is no TLS here, so put a proxy with TLS in front.
        case network(hostNames: Set<String>)
    }

    /// Both loopback addresses, port 8081.
    public var addresses: [Address]
    public var reach: Reach
    /// Where the access token is kept, as a file of mode 0600.
    public var stateDirectory: String
    /// How long a login lasts.
    public var sessionLifetime: Duration
    /// How many logins may be tried in a minute, by everybody together.
    public var loginsPerMinute: Int

    public init(
        addresses: [Address] = [Address(host: "127.0.0.1", port: 8081), Address(host: "::1", port: 8081)],
        reach: Reach = .loopbackOnly, stateDirectory: String, sessionLifetime: Duration = .seconds(12 * 3600), loginsPerMinute: Int = 10
    ) {
        self.addresses = addresses
        self.reach = reach
        self.stateDirectory = stateDirectory
        self.sessionLifetime = sessionLifetime
        self.loginsPerMinute = loginsPerMinute
    }
}
