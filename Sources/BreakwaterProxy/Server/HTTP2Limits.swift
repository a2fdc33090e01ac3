public import NIOCore

/// What an HTTP/2 connection may ask of the proxy beside ``ProxyLimits``; docs/THREAT-MODEL.md has the reasons.
public struct HTTP2Limits: Sendable, Hashable {
    /// Requests under way on one connection.
    public var streams = 100
    /// Body bytes that a client may send ahead on one stream.
    public var clientWindow = 64 << 10
    /// Body bytes that an origin may send ahead on one stream. A stream is no faster than this much a round trip, and a slow
    /// client makes the proxy keep no more than this much.
    public var originWindow = 256 << 10
    /// Bytes on all streams of a connection that may be on their way.
    public var connectionWindow = 1 << 20
    /// Bytes of one stream that wait for the socket before its sender is told to stop.
    public var outboundBytes = 64 << 10
    /// CONTINUATION frames of one field section (CVE-2024-27316).
    public var continuations = 8
    /// RST_STREAM frames over ``rateWindow`` (CVE-2023-44487): a browser that leaves a page may well cancel all its streams at once,
    /// and again on the next page.
    public var resets = 200
    /// Streams over ``rateWindow`` that the peer's mistakes made us reset.
    public var streamErrors = 100
    /// SETTINGS, PING, PRIORITY and the like over ``rateWindow``.
    public var controlFrames = 1000
    /// DATA frames in a row that carry nothing.
    public var emptyFrames = 8
    /// Over what time frames are counted.
    public var rateWindow = TimeAmount.seconds(10)
    /// Connections to an origin of HTTP/1.1 that one client connection's requests may have at once; the others wait. Browsers allow
    /// themselves six to a host, but pages that count on HTTP/2 may keep some requests open.
    public var originConnections = 16
    /// Requests on one connection to an origin, before another takes its place.
    public var requestsPerConnection = 100_000

    public init() {}
}
