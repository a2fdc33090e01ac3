import BreakwaterURL
import HTTPTypes
import NIOCore

/// Where an exchange's request goes and its response comes from: an HTTP/1.1 connection, or a stream of an HTTP/2 connection.
///
/// It lives on the exchange's event loop, and tells the exchange what comes through `receive…`, `finishResponse` and `originFailed`.
protocol ExchangeOrigin: AnyObject {
    /// What the name that was dialled is an alias of: each exchange judges that for itself, since connections are shared by profiles.
    var canonicalNames: [DomainName] { get }
    /// Whether it takes more bytes now.
    var isWritable: Bool { get }
    /// Whether the origin may just have closed the connection that the request went out on, having done nothing.
    var mayBeStale: Bool { get }
    /// Whether the origin has said that it did nothing about the request.
    var hasRefused: Bool { get }
    var speaksHTTP2: Bool { get }

    /// Writes the request's head; ``flush()`` sends it.
    func begin(_ exchange: ProxyExchange, with request: OutgoingRequest)
    func write(_ bytes: ByteBuffer, isChunked: Bool)
    /// The body is over.
    func finishRequest(isChunked: Bool, trailers: HTTPFields?)
    func flush()
    /// Stops or resumes reading, as the client keeps up or does not.
    func setPaused(_ paused: Bool)
    /// Nothing was begun on it, and nothing will be: others may have it.
    func giveBack()
    /// Forgets the exchange and gives up what is under way.
    func close()
}
