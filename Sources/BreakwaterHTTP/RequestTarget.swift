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
    init(_ head: borrowing HTTPRequest, syntax: MessageSyntax, worker: FilterWorker) throws(ErrorReply) {
        let written = head.authority
        let host = try Self.host(head.headerFields, beside: written, syntax: syntax)
        guard let authority = written ?? host, !authority.isEmpty else { throw .badRequest }
        // User information belongs to a URL, never to `Host` or `:authority`.
        if written == nil || syntax == .http2, !Self.isHostText(authority) { throw .badRequest }
        path = try Self.path(head.path ?? "/", method: head.method)
        do {
            url = try worker.url(head.scheme ?? "http", authority, path == "*" ? "/" : path)
        } catch {
            throw error.code == .tooLong ? .targetTooLong : .badRequest
        }
    }

    /// The one `Host`: how many there may be, and what is in it.
    private static func host(_ fields: HTTPFields, beside authority: String?, syntax: MessageSyntax) throws(ErrorReply) -> String? {
        var host: String?
        for index in fields.indices where fields[index].name == .hostField {
            let value = fields[index].value
            guard host == nil, isHostText(value) else { throw .badRequest }
            host = value
        }
        switch syntax {
        case .http1_0: break
        case .http1_1:
            if host == nil { throw .badRequest }
        case .http2:
            guard let host, let authority else { break }
            if host.lowercased() != authority.lowercased() { throw .badRequest }
        }
        return host
    }

    /// `host [":" port]` and nothing else: whatever could make one reader see another host is refused.
    private static func isHostText(_ text: String) -> Bool {
        let bytes = text.utf8.span
        for index in bytes.indices {
            switch bytes[index] {
            case 0...0x20, 0x7F, UInt8(ascii: "@"), UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "#"),
                UInt8(ascii: ","), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""):
                return false
            default: break
            }
        }
        return true
    }

    private static func path(_ text: String, method: HTTPRequest.Method) throws(ErrorReply) -> String {
        if text == "*" {
            guard method == .options else { throw .badRequest }
            return text
        }
        let bytes = text.utf8.span
        // A fragment is never sent; some readers end the path there and some do not.
        var end = 0
        // How much of `%00` was just read, which some readers end a path at.
        var matched = 0
        while end < bytes.count, bytes[end] != UInt8(ascii: "#") {
            let byte = bytes[end]
            guard byte > 0x20, byte != 0x7F else { throw .badRequest }
            switch (byte, matched) {
            case (UInt8(ascii: "%"), _): matched = 1
            case (UInt8(ascii: "0"), 1): matched = 2
            case (UInt8(ascii: "0"), 2): throw .badRequest
            default: matched = 0
            }
            end += 1
        }
        guard end > 0 else { return "/" }
        if bytes[0] == UInt8(ascii: "?") { return "/" + bytes.extracting(first: end).text }
        guard bytes[0] == UInt8(ascii: "/") else { throw .badRequest }
        return end == bytes.count ? text : bytes.extracting(first: end).text
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
