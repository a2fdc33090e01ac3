public import BreakwaterURL

/// Where a parent proxy is: `proxy.example.org:3128`, `192.0.2.1:3128`, `[2001:db8::1]:3128`.
public struct ParentAddress: Sendable, Hashable, LosslessStringConvertible {
    public var host: Host
    public var port: Int

    /// - Returns: `nil` where the text is not of that form.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port),
            let host = try? Host(String(text[..<colon])), text[..<colon].hasPrefix("[") || !text[..<colon].contains(":")
        else { return nil }
        self.host = host
        self.port = port
    }

    public var description: String { "\(host):\(port)" }
}
