/// A canonical URL as a value, for drivers and lists; the decision path itself works on ``CanonicalURL``.
public struct WebURL: Sendable, Hashable, CustomStringConvertible {
    /// `http`, `https`, `ws`, `wss` or `ftp`.
    public let scheme: String
    public let host: Host
    /// The effective port, 0–65535.
    public let port: Int
    /// Starts with `/`.
    public let path: String
    /// Without its `?`; `nil` where there is none.
    public let query: String?
    /// `scheme://host[:port]/path[?query]`, the scheme's own port dropped.
    public let description: String

    /// Reads any spelling a browser would accept.
    ///
    /// - Throws: ``URLSyntaxError``.
    /// - SeeAlso: WHATWG URL Standard §4.4; RFC 3986 §6.
    public init(_ text: String) throws(URLSyntaxError) {
        var url = CanonicalURL()
        try self.init(text.utf8.span, using: &url)
    }

    /// The same for whoever reads many.
    ///
    /// - Parameter url: buffers that are used again.
    package init(_ text: borrowing Span<UInt8>, using url: inout CanonicalURL) throws(URLSyntaxError) {
        try url.assign(text)
        let bytes = url.bytes.span
        description = bytes.text
        switch url.scheme {
        case .http: scheme = "http"
        case .https: scheme = "https"
        case .ws: scheme = "ws"
        case .wss: scheme = "wss"
        case .ftp: scheme = "ftp"
        }
        switch url.hostKind {
        case .domain: host = .domain(DomainName(canonical: bytes.extracting(url.host).text))
        case .address(let address): host = .address(address)
        }
        port = Int(url.port)
        path = bytes.extracting(url.pathStart..<url.queryStart).text
        query = url.queryStart < bytes.count ? bytes.extracting(url.queryStart + 1..<bytes.count).text : nil
    }

    /// Path and query as a request line carries them.
    public var requestTarget: String { query.map { "\(path)?\($0)" } ?? path }
}

extension CanonicalURL {
    /// Replaces the contents with a URL given as text.
    package mutating func assign(_ text: borrowing String) throws(URLSyntaxError) { try assign(text.utf8.span) }
}
