/// A content coding that the filter reads (RFC 9110 §8.4.1, RFC 7932, RFC 8878).
enum ContentCoding: Sendable, Hashable {
    case gzip
    case deflate
    case brotli
    case zstd

    private init?(name: String) {
        switch name {
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        case "br": self = .brotli
        case "zstd": self = .zstd
        default: return nil
        }
    }

    /// Whether a coding that `Accept-Encoding` offers may stay in it.
    static func isReadable(_ name: String) -> Bool { name == "identity" || ContentCoding(name: name) != nil }

    /// The codings in the order they were applied.
    ///
    /// - Returns: `nil` where one is unknown or there are more than `limit`.
    static func list(_ values: [String], limit: Int) -> [ContentCoding]? {
        let names = values.flatMap { $0.split(separator: ",") }.map { $0.trimmingSpace.lowercased() }
            .filter { !$0.isEmpty && $0 != "identity" }
        guard names.count <= limit else { return nil }
        var codings: [ContentCoding] = []
        for name in names {
            guard let coding = ContentCoding(name: name) else { return nil }
            codings.append(coding)
        }
        return codings
    }
}
