public import BreakwaterURL

/// How the ICAP server runs.
public struct ICAPConfiguration: Sendable, Hashable {
    /// An address of this machine. Anything but a loopback address needs ``peers`` to say who may connect.
    public var address = "127.0.0.1"
    /// 1344 is ICAP's own; 0 takes any free one.
    public var port = 1344
    /// Who may connect. They are believed about who their clients are (`X-Client-IP`, `X-Client-Username`).
    public var peers: [CIDRBlock] = [CIDRBlock("127.0.0.0/8"), CIDRBlock("::1/128")].compactMap { $0 }
    /// Connections at once; announced as `Max-Connections`.
    public var maximumConnections = 100
    /// How long a client may keep what OPTIONS said.
    public var optionsTTL = Duration.seconds(60)
    /// How long a connection may be without a byte in the middle of a message.
    public var messageTimeout = Duration.seconds(30)
    /// How long a connection may be without a request.
    public var idleTimeout = Duration.seconds(300)
    /// How long text may be judged before configuration decides (ATTACKS limits: 2 s).
    public var decisionDeadline = Duration.seconds(2)
    /// Event loop threads.
    public var threads = 1
    /// Whether allowed responses are counted too. Off where the same requests already came by REQMOD, so that nothing counts twice.
    public var recordsAllowedResponses = false
    /// The listener's name, for the policy's assignments.
    public var listener: String?

    public init() {}
}

/// Bounds of one message (docs/THREAT-MODEL.md).
struct ICAPLimits {
    /// ICAP's own head.
    var head = 16 << 10
    /// The HTTP heads inside, together.
    var encapsulated = 128 << 10
    var fields = 100
    /// A chunk-size line.
    var chunkLine = 256
    /// Trailer fields, which are dropped.
    var trailer = 16 << 10
    /// One chunk is handed on in pieces, so its size needs a bound against overflow alone: 1 TiB.
    var chunk = 1 << 40
}
