public import NIOCore

/// What a proxy bears from a client or an origin before it gives up; docs/THREAT-MODEL.md has the reasons.
public struct ProxyLimits: Sendable, Hashable {
    // MARK: A message's head

    /// Bytes of a request line or a status line: RFC 9110 §4.1 asks for 8,000 octets of a URI.
    public var startLineBytes = 8 << 10
    /// Bytes of one field, name and value.
    public var fieldBytes = 16 << 10
    /// Bytes of a whole head.
    public var headBytes = 64 << 10
    /// Fields of one message, trailers among them.
    public var fieldCount = 100

    // MARK: A message's body

    /// Bytes of one chunk-size line, extensions included.
    public var chunkLineBytes = 256
    /// Bytes of chunk extensions in one message; they are dropped.
    public var chunkExtensionBytes = 16 << 10
    /// Bytes of one response that wait for a verdict; past it the exchange is told that time is up.
    public var heldBytes = 2 << 20
    /// Bytes a client may send ahead of what can be sent on: pipelined requests, or a body before its origin is connected.
    public var readAheadBytes = 64 << 10

    // MARK: Time

    /// From a head's first byte to its last.
    public var headDeadline = TimeAmount.seconds(10)
    /// Between two pieces of a body, in either direction; also how long a peer may take to make room for more.
    public var bodyIdle = TimeAmount.seconds(30)
    /// The slowest request body, in bytes a second, measured over ``rateWindow``.
    public var bodyRate = 500
    /// Over what time ``bodyRate`` is measured.
    public var rateWindow = TimeAmount.seconds(10)
    /// Name resolution and connection together.
    public var connectDeadline = TimeAmount.seconds(10)
    /// From the request to the response's first byte.
    public var firstByteDeadline = TimeAmount.seconds(60)
    /// How long text may be held for a verdict.
    public var scanDeadline = TimeAmount.seconds(10)
    /// A connection on which no request is under way, on either side.
    public var keepAliveIdle = TimeAmount.seconds(60)
    /// From the answer to CONNECT to the last byte of the ClientHello.
    public var clientHelloDeadline = TimeAmount.seconds(10)
    /// A tunnel through which nothing passes.
    public var tunnelIdle = TimeAmount.seconds(300)
    /// How long a client may still send after the last answer before the connection is cut.
    public var lingering = TimeAmount.seconds(2)

    // MARK: Numbers

    /// Connections of one client: an IPv4 address or an IPv6 /64.
    public var connectionsPerClient = 256
    /// Connections of all clients.
    public var connections = 8192
    /// Connections to one origin that an event loop keeps for later.
    public var idlePerOrigin = 64
    /// Connections to all origins that an event loop keeps for later.
    public var idleOrigins = 512
    /// Name lookups that wait at once, in the whole process.
    public var waitingLookups = 1024
    /// Addresses of one name that are tried.
    public var addressesPerName = 16

    // MARK: HTTP/2

    public var http2 = HTTP2Limits()

    public init() {}
}
