public import BreakwaterURL
public import NIOCore

/// How a proxy runs. What it blocks is policy, and how it filters is `FilterConfiguration`, which also names the ports
/// that CONNECT may use.
public struct ProxyConfiguration: Sendable {
    /// Where to listen; by default 127.0.0.1 and ::1, port 8080.
    public var listeners: [ProxyListener]
    public var limits = ProxyLimits()
    /// Private, loopback and link-local prefixes that clients may reach through the proxy; none by default, so that a page
    /// cannot make a browser ask the router, a printer or a cloud's metadata service through us.
    public var allowedPrivatePrefixes: [CIDRBlock] = []
    /// Places that nobody reaches through the proxy, whatever is allowed above: this machine's own administration.
    public var refusedEndpoints: [Endpoint] = []
    /// Who may connect; empty for everybody who can reach a listener, which ``validate()`` allows on loopback only.
    public var allowedClients: [CIDRBlock] = []
    /// Whether a CONNECT tunnel may carry something that is not TLS, and is then judged by its host alone.
    public var allowsOtherProtocolsInTunnels = false
    /// Balancers that must begin their connections with the PROXY protocol's header, and are believed; nobody by default.
    public var balancers: [CIDRBlock] = []
    /// Who may log in, for listeners that ask.
    public var login: ProxyLogin?
    /// Whether listeners that other machines reach may ask for passwords without TLS, which anybody on the way can read.
    public var allowsLoginInClear = false
    /// Another proxy that everything goes through.
    public var parent: ProxyParent?
    public var automaticConfiguration = ProxyAutoConfiguration()
    /// What tunnels are decrypted with; `nil` for none. Which are, profiles say, and `FilterConfiguration.canInspect` must agree.
    public var inspection: ProxyInspection? {
        get { inspectionSlot.snapshot }
        set { inspectionSlot = InspectionSlot(newValue) }
    }
    /// The same, for whoever exchanges it while the proxy runs.
    public var inspectionSlot = InspectionSlot()
    /// Threads that serve connections; one for each processor by default.
    public var eventLoopCount = System.coreCount
    /// How long connections may take to end when the proxy stops.
    public var drainDeadline = TimeAmount.seconds(30)
    /// How names become addresses.
    public var nameLookup = NameLookup.system

    /// An address and a port.
    public struct Endpoint: Sendable, Hashable {
        public var address: IPAddress
        public var port: Int

        public init(address: IPAddress, port: Int) {
            self.address = address
            self.port = port
        }
    }

    public init(listeners: [ProxyListener] = ProxyListener.loopback) {
        self.listeners = listeners
    }
}

/// An address to listen on.
public struct ProxyListener: Sendable, Hashable {
    /// What profiles are assigned by, and nothing else.
    public var name: String
    public var address: IPAddress
    /// 0 for any free one.
    public var port: Int
    /// Whether an IPv6 wildcard takes IPv4 clients as well, as IPv4-mapped addresses (which are judged as IPv4).
    public var acceptsMappedIPv4: Bool
    /// Whether clients have to log in.
    public var asksForLogin = false
    /// Whether connections are redirected here by the kernel, from clients that know of no proxy.
    public var isTransparent = false
    /// A socket that is bound and listens already, from a service manager or from before privileges were dropped; closed with the
    /// listener.
    public var descriptor: CInt?

    public init(name: String = "default", address: IPAddress, port: Int, acceptsMappedIPv4: Bool = false) {
        self.name = name
        self.address = address
        self.port = port
        self.acceptsMappedIPv4 = acceptsMappedIPv4
    }

    /// 127.0.0.1 and ::1, port 8080.
    public static let loopback = [
        ProxyListener(address: IPAddress(v4: 0x7F00_0001), port: 8080), ProxyListener(address: IPAddress(v6: 1), port: 8080),
    ]

    /// Whether only this machine can reach it.
    var isLoopback: Bool {
        let canonical = address.canonical
        return canonical.family == .v4 ? canonical.value >> 24 == 127 : canonical.value == 1
    }
}
