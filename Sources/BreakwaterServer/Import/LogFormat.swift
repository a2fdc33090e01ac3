/// The access logs that can be imported.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
    /// Squid's native `access.log`; e2guardian writes it too with `logfileformat = 3`.
    case squid
    /// Apache's and nginx's combined format, of a forward proxy: the request line names the whole URL.
    case combined
    /// One JSON object a line: `{"time": 1767225600, "url": "https://…", "client": "192.0.2.7", "user": "sora"}`.
    case jsonl
}

/// One line of a log, as far as a decision needs it.
package struct LogLine: Sendable, Hashable {
    /// Seconds since the epoch.
    package var time: Int64
    /// Absolute; of a CONNECT target `https://host:port/`.
    package var url: String
    /// A CONNECT tunnel: only the name could be seen.
    package var isTunnel: Bool
    package var client: String?
    package var user: String?

    package init(time: Int64, url: String, isTunnel: Bool = false, client: String? = nil, user: String? = nil) {
        self.time = time
        self.url = url
        self.isTunnel = isTunnel
        self.client = client
        self.user = user
    }
}

/// What a line turned out to be.
package enum LogEntry: Sendable, Hashable {
    case request(LogLine)
    /// Not a request that a filter decides: the cache's own, an error before a URL was known, a blank line.
    case other
    /// Not a line of this format.
    case malformed(String)
}
