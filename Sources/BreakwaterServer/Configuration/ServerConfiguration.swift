public import BreakwaterURL
public import Logging

/// How a process runs: ports, limits, folders. What is decided is policy, and lives in the bundle.
///
/// Read by ``ConfigurationReader``; docs/CONFIGURATION.md lists every key with its default and meaning.
public struct ServerConfiguration: Sendable, Hashable {
    /// The policy document to compile and serve; `nil` takes the household preset.
    public var policyPath: String?
    /// A compiled bundle to serve in place of a policy document.
    public var bundlePath: String?
    /// The folder for the bundle cache, fetched lists and the event store.
    public var stateDirectory: String
    public var logLevel = Logger.Level.info
    public var logFormat = LogFormatting.text
    public var proxy = Proxy()
    public var filter = Filter()
    public var events = Events()
    public var console = Console()
    public var icap = ICAP()
    public var lists = Lists()
    public var operation = Operation()
    /// Whom the process becomes once it has its sockets, where it is started as root.
    public var user: String?
    /// The group; `nil` is the user's own.
    public var group: String?
    public var inspection = Inspection()
    /// How long open exchanges may go on after SIGTERM.
    public var shutdownGrace = Duration.seconds(10)

    public struct Proxy: Sendable, Hashable {
        public var listeners: [ListenAddress] = [
            ListenAddress(address: IPAddress(v4: 0x7F00_0001), port: 8080), ListenAddress(address: IPAddress(v6: 1), port: 8080),
        ]
        /// Who may use the proxy; everybody else gets 403. This machine and private networks.
        public var allowedClients = ConfigurationDefaults.privateNetworks
        /// Private destinations that clients may reach through the proxy; all others are refused (docs/THREAT-MODEL.md).
        public var allowedPrivateDestinations: [CIDRBlock] = []
        public var connectPorts: [Int] = [443]
        public var maximumConnections = 10_000
        /// Of one IPv4 address or one IPv6 /64; a network behind one address needs more.
        public var connectionsPerClient = 256
        /// Threads that serve connections; `nil` for one a processor.
        public var threads: Int?
        public var idleTimeout = Duration.seconds(120)
        public var connectTimeout = Duration.seconds(10)
        /// Listeners to which the kernel redirects clients that know of no proxy.
        public var transparentListeners: [ListenAddress] = []
        /// Balancers whose PROXY protocol header is believed, and required.
        public var balancers: [CIDRBlock] = []
        /// Another proxy that everything goes through.
        public var parent: ParentAddress?
        /// The file with `user:password` for the parent, readable by its owner only.
        public var parentCredentials: String?
        /// Domains that the automatic configuration tells browsers to reach directly.
        public var directDomains: [DomainName] = []
        /// Whether clients must log in.
        public var requiresLogin = false
        /// The names of listeners that ask for a login; empty for all.
        public var loginListeners: [String] = []
        /// Whether passwords may pass a network unencrypted.
        public var allowsLoginInClear = false
        /// The file of users; `nil` is `users` in the state folder.
        public var usersFile: String?
    }

    public struct Filter: Sendable, Hashable {
        /// The most bytes of a page that wait for a verdict on their text.
        public var scanWindow = 1 << 20
        public var blocksUnscannable = false
        public var blocksMissingServerName = false
        public var decisionMaker: String?
        public var askContact: String?
        /// The folder of page templates; `nil` for the built-in pages.
        public var templates: String?
        /// The scrypt hash of the guardian's code; `nil` for none.
        public var overrideCodeHash: String?
        /// How long the code opens.
        public var overrideDuration = Duration.seconds(3600)
    }

    public struct Events: Sendable, Hashable {
        public var isEnabled = true
        /// The SQLite file; `nil` is `events.db` in the state folder.
        public var database: String?
        public var retentionDays = 30
        public var countRetentionMonths = 13
        public var queueCapacity = 100_000

        public init() {}
    }

    public struct Console: Sendable, Hashable {
        /// Empty: no console. Loopback addresses only, unless ``hostNames`` says otherwise.
        public var listeners: [ListenAddress] = []
        /// The host names that a network knows the console by; empty keeps it on this machine.
        public var hostNames: [String] = []
    }

    public struct ICAP: Sendable, Hashable {
        /// Empty: no ICAP service.
        public var listeners: [ListenAddress] = []
    }

    public struct Operation: Sendable, Hashable {
        /// Where metrics and health are read; loopback addresses only. Empty: only the socket in the state folder.
        public var listeners: [ListenAddress] = []
    }

    public struct Lists: Sendable, Hashable {
        /// The most bytes that one fetched list may have.
        public var maximumBytes = 512 << 20
        /// How long one fetch may take.
        public var timeout = Duration.seconds(300)

        public init() {}
    }

    public struct Inspection: Sendable, Hashable {
        /// The authority's folder; `nil` is `authority` in the state folder.
        public var authority: String?
        /// PEM files of authorities that origins may have beside the system's.
        public var trustedAuthorities: [String] = []
        /// How long a host passes undecrypted after its client refused our certificate.
        public var undecryptedPause = Duration.seconds(3600)

        public init() {}
    }

    public init(stateDirectory: String) { self.stateDirectory = stateDirectory }
}

/// Values that several places need.
package enum ConfigurationDefaults {
    /// Loopback, private (RFC 1918, RFC 4193) and link-local networks.
    package static let privateNetworks: [CIDRBlock] = [
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10",
    ].compactMap(CIDRBlock.init)

    /// `$XDG_STATE_HOME/breakwater`, by the XDG Base Directory Specification.
    package static func stateDirectory(environment: [String: String]) -> String {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/breakwater" }
        if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.local/state/breakwater" }
        return "/var/lib/breakwater"
    }
}
