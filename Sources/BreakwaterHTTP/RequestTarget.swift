import BreakwaterURL
import HTTPTypes

/// Where a request wants to go, after the rules that make two readers agree about it.
///
/// - SeeAlso: RFC 9112 §3.2 and §3.3, RFC 9110 §7.1; docs/THREAT-MODEL.md HDR-05, HDR-06.
struct RequestTarget {
    var url: WebURL
    /// What goes on the wire: the client's own bytes, without a fragment. `*` for a server-wide OPTIONS.
    var path: String

    /// - Throws: the error page to answer with.
    init(_ head: HTTPRequest, syntax: MessageSyntax, worker: FilterWorker) throws(ErrorReply) {
        let hosts = head.headerFields[fields: .hostField]
        try Self.check(hosts, beside: head.authority, syntax: syntax)
        guard let authority = head.authority ?? hosts.first?.value, !authority.isEmpty else { throw .badRequest }
        if head.authority == nil || syntax == .http2 {
            // User information belongs to a URL, never to `Host` or `:authority`.
            guard Self.isHostText(authority) else { throw .badRequest }
        }
        path = try Self.path(head.path ?? "/", method: head.method)
        do {
            url = try worker.url("\(head.scheme ?? "http")://\(authority)\(path == "*" ? "/" : path)")
        } catch {
            throw error.code == .tooLong ? .targetTooLong : .badRequest
        }
    }

    /// How many `Host` fields there may be, and what is in them.
    private static func check(_ hosts: [HTTPField], beside authority: String?, syntax: MessageSyntax) throws(ErrorReply) {
        guard hosts.count <= 1, hosts.allSatisfy({ isHostText($0.value) }) else { throw .badRequest }
        switch syntax {
        case .http1_0: break
        case .http1_1:
            if hosts.isEmpty { throw .badRequest }
        case .http2:
            guard let host = hosts.first, let authority else { break }
            if host.value.lowercased() != authority.lowercased() { throw .badRequest }
        }
    }

    /// `host [":" port]` and nothing else: whatever could make one reader see another host is refused.
    private static func isHostText(_ text: String) -> Bool {
        !text.utf8.contains { byte in
            switch byte {
            case 0...0x20, 0x7F, UInt8(ascii: "@"), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "#"),
                UInt8(ascii: ","), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""):
                true
            default: false
            }
        }
    }

    private static func path(_ text: String, method: HTTPRequest.Method) throws(ErrorReply) -> String {
        if text == "*" {
            guard method == .options else { throw .badRequest }
            return text
        }
        // A fragment is never sent; some readers end the path there and some do not.
        let path = text.utf8.prefix { $0 != UInt8(ascii: "#") }
        guard let first = path.first else { return "/" }
        if first == UInt8(ascii: "?") { return "/" + Substring(path) }
        guard first == UInt8(ascii: "/"), isClean(path) else { throw .badRequest }
        return path.count == text.utf8.count ? text : String(Substring(path))
    }

    /// No control character, no blank, and no `%00`, which some readers end a path at. By bytes: every request comes through here.
    private static func isClean(_ path: Substring.UTF8View) -> Bool {
        // How much of `%00` was just read.
        var matched = 0
        for byte in path {
            if byte <= 0x20 || byte == 0x7F { return false }
            switch (byte, matched) {
            case (UInt8(ascii: "%"), _): matched = 1
            case (UInt8(ascii: "0"), 1): matched = 2
            case (UInt8(ascii: "0"), 2): return false
            default: matched = 0
            }
        }
        return true
    }
}

extension ErrorReply: Error {}

/// The target of a CONNECT request: `host:port` and nothing else (RFC 9110 §9.3.6).
struct ConnectTarget {
    var host: Host
    var port: Int

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...].utf8
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port)
        else { return nil }
        let name = String(text[..<colon])
        // An IPv6 address comes in brackets; without them its last group would pass for the port.
        guard !name.contains("@"), name.hasPrefix("[") || !name.contains(":"), let host = try? Host(name) else { return nil }
        self.host = host
        self.port = port
    }
}
