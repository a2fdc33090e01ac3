/// Undoes the content codings of one body, chunk by chunk, within ``DecodingLimits``.
///
/// It holds the decoders' own windows and one output buffer a layer, never the body.
struct BodyDecoder: ~Copyable {
    /// Why decoding ended before the body did.
    enum Stop: Error {
        /// The receiver has seen enough.
        case enough
        /// The bytes are not what the coding says, or they exceed a limit.
        case unreadable
    }

    /// Bytes that one decoder hands on at a time.
    static let chunk = 32 << 10

    /// The last applied coding comes first.
    private let layers: [Layer]
    private let limits: DecodingLimits
    private var received = 0

    private enum Layer {
        case inflate(Inflater)
        case brotli(BrotliReader)
        case zstd(ZstdReader)
    }

    init(_ codings: [ContentCoding], limits: DecodingLimits) {
        self.limits = limits
        layers = codings.reversed().map { coding in
            switch coding {
            case .gzip: .inflate(Inflater(.gzip, members: limits.members))
            case .deflate: .inflate(Inflater(.deflate, members: 1))
            case .brotli: .brotli(BrotliReader())
            case .zstd: .zstd(ZstdReader(frames: limits.members))
            }
        }
    }

    /// Decodes a chunk and hands on what comes of it, in pieces.
    mutating func decode(_ input: Span<UInt8>, _ receive: (Span<UInt8>) throws(Stop) -> Void) throws(Stop) {
        received += input.count
        try decode(input, layer: 0, receive)
    }

    private func decode(_ input: Span<UInt8>, layer index: Int, _ receive: (Span<UInt8>) throws(Stop) -> Void) throws(Stop) {
        guard index < layers.count else { return try receive(input) }
        switch layers[index] {
        case .inflate(let reader):
            try reader.decode(input) { (piece, total) throws(Stop) in try handOn(piece, total, from: index, receive) }
        case .brotli(let reader):
            try reader.decode(input) { (piece, total) throws(Stop) in try handOn(piece, total, from: index, receive) }
        case .zstd(let reader):
            try reader.decode(input) { (piece, total) throws(Stop) in try handOn(piece, total, from: index, receive) }
        }
    }

    private func handOn(
        _ piece: Span<UInt8>, _ total: Int, from index: Int, _ receive: (Span<UInt8>) throws(Stop) -> Void
    ) throws(Stop) {
        try check(total)
        try decode(piece, layer: index + 1, receive)
    }

    /// An absolute cap first, a ratio second: the best bombs reach 600,000:1 with 165 bytes.
    private func check(_ total: Int) throws(Stop) {
        let isRatioExceeded = total > limits.slack && total / limits.ratio > received
        if total > limits.output || isRatioExceeded { throw .unreadable }
    }
}
