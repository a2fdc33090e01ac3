import CScan
import Synchronization

/// One URL in the form that every list and the connection are judged by, in a buffer that is used again.
///
/// `scheme://host[:port]/path[?query]`: scheme and host in lower case, the host as ``HostParser`` makes it, the scheme's own
/// port dropped, percent-encoded unreserved characters decoded and other escapes in upper case (RFC 3986 §6.2.2), dot segments
/// resolved, user information, fragment, tabs and line ends dropped, bytes outside ASCII percent-encoded.
///
/// - Complexity: O(n) a URL and no allocation once the buffers have grown, except for a host that ``HostParser`` hands to libidn2.
package struct CanonicalURL: ~Copyable {
    /// A longer URL is refused, not cut: cutting would hide what comes after.
    package static let maximumLength = 65_536
    /// How many times over a path may be percent-encoded; deeper is refused (ATTACKS limits table: 16).
    package static let maximumDecodingRounds = 16

    /// The canonical bytes.
    package var bytes = ByteScratch(capacity: 2048)
    /// The same bytes with ASCII letters in lower case.
    package var folded = ByteScratch(capacity: 2048)
    /// Where the host is in ``bytes`` (brackets belong to it).
    package var host = 0..<0
    package var hostKind = HostParser.Kind.domain
    /// The places of the host's dots, where it is a plain name of at most 64 bytes.
    package internal(set) var dots: UInt64?
    /// The effective port: the scheme's own where none was given.
    package var port: UInt16 = 0
    package var scheme = URLScheme.http
    /// Where the path starts in ``bytes``; its first byte is `/`.
    package var pathStart = 0
    /// Where the query starts in ``bytes``, at its `?`; the end where there is none.
    package var queryStart = 0
    /// Whether an escape is left that ``appendDecodedForm(to:)`` decodes.
    package var isHiding = false
    /// The last input that had tabs or line ends, without them.
    var unbroken: ByteScratch?
    /// Keeps the value where it is: the fields of a plain struct of this size are copied for every call that borrows it.
    private let place = Atomic<Bool>(false)

    package init() {}

    /// Whether the host is a name.
    @inline(__always)
    package var isDomain: Bool {
        if case .domain = hostKind { true } else { false }
    }
}

/// The schemes that a proxy is asked for.
package enum URLScheme: UInt8, Sendable, Hashable {
    case http, https, ws, wss, ftp

    package var name: StaticString {
        switch self {
        case .http: "http"
        case .https: "https"
        case .ws: "ws"
        case .wss: "wss"
        case .ftp: "ftp"
        }
    }

    package var defaultPort: UInt16 {
        switch self {
        case .http, .ws: 80
        case .https, .wss: 443
        case .ftp: 21
        }
    }
}

/// Which part of a URL bytes are in: each has its own that need thought.
enum URLPart {
    case query, path, segment

    var rawValue: Int32 {
        switch self {
        case .query: Int32(CSCAN_QUERY)
        case .path: Int32(CSCAN_PATH)
        case .segment: Int32(CSCAN_SEGMENT)
        }
    }
}
