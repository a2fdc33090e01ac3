public import BreakwaterURL
import struct Foundation.Data

/// Another proxy that this one sends everything through.
public struct ProxyParent: Sendable, Hashable {
    public var host: Host
    public var port: Int
    /// `Proxy-Authorization`, where the parent wants one.
    var authorization: String?

    /// - Parameter credentials: `user:password`.
    public init(host: Host, port: Int, credentials: String? = nil) {
        self.host = host
        self.port = port
        authorization = credentials.map { "Basic " + Data($0.utf8).base64EncodedString() }
    }
}
