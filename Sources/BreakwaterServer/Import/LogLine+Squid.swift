extension LogEntry {
    /// A line of Squid's native log: `time elapsed client code/status bytes method URL user hierarchy/peer type`.
    /// - SeeAlso: Squid's documentation of `logformat squid`.
    package static func squid(_ line: String) -> LogEntry {
        let fields = line.split(separator: " ", omittingEmptySubsequences: true)
        guard let first = fields.first else { return .other }
        guard fields.count >= 10, let time = Self.seconds(first) else { return .malformed("not a line of Squid's native format") }
        let method = fields[5]
        let target = String(fields[6])
        let client = String(fields[2])
        let user = fields[7] == "-" ? nil : String(fields[7])
        return request(method: method, target: target, LogLine(time: time, url: "", client: client == "-" ? nil : client, user: user))
    }

    /// What a proxy was asked for: an absolute URL, or `host:port` of a tunnel.
    static func request(method: Substring, target: String, _ line: LogLine) -> LogEntry {
        var line = line
        let lower = target.lowercased()
        if lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("ftp://") || lower.hasPrefix("ws://")
            || lower.hasPrefix("wss://")
        {
            line.url = target
            return .request(line)
        }
        guard method == "CONNECT", !target.isEmpty, !target.contains("/") else { return .other }
        line.url = "https://\(target)/"
        line.isTunnel = true
        return .request(line)
    }

    /// `1580740555.461`, of the years 1970 to 9999.
    private static func seconds(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int64(parts[0]), (0...253_402_300_799).contains(whole),
            parts.allSatisfy({ part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        return whole
    }
}
