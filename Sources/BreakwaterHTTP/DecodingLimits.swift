/// How far a compressed body is decoded before it counts as unscannable (docs/THREAT-MODEL.md: decompression bombs).
public struct DecodingLimits: Sendable, Hashable {
    /// The most decoded bytes of one body: 8 MiB.
    public var output = 8 << 20
    /// The most decoded bytes for each byte received, once ``slack`` is passed.
    public var ratio = 100
    /// Decoded bytes before the ratio counts: 1 MiB.
    public var slack = 1 << 20
    /// Content codings on top of one another.
    public var layers = 2
    /// gzip members or zstd frames after one another.
    public var members = 16

    public init() {}
}
