import HTTPTypes

/// Reads the HTTP heads inside an ICAP message.
enum EncapsulatedHead {
    /// - Returns: the head with `Host` fields left in place, as `FilterExchange` wants it, and what form its target had.
    static func request(_ bytes: ArraySlice<UInt8>, limit: Int) throws(ICAPError) -> (HTTPRequest, isAbsoluteForm: Bool, isHTTP10: Bool) {
        let block = try FieldBlock(bytes, limit: limit)
        try block.fields.checkFraming()
        let parts = block.parts()
        guard parts.count == 3, let method = HTTPRequest.Method(String(parts[0])), let version = version(parts[2]), isTarget(parts[1])
        else { throw .malformed("an encapsulated request line cannot be read") }
        let target = try Target(parts[1], method: method)
        var head = HTTPRequest(method: method, scheme: target.scheme, authority: target.authority, path: target.path)
        head.headerFields = block.fields
        return (head, target.isAbsolute, version == 0)
    }

    static func response(_ bytes: ArraySlice<UInt8>, limit: Int) throws(ICAPError) -> HTTPResponse {
        let block = try FieldBlock(bytes, limit: limit)
        try block.fields.checkFraming()
        let parts = block.parts()
        guard parts.count >= 2, version(parts[0]) != nil, parts[1].utf8.count == 3, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let code = Int(parts[1]), code >= 100
        else { throw .malformed("an encapsulated status line cannot be read") }
        return HTTPResponse(status: HTTPResponse.Status(code: code), headerFields: block.fields)
    }

    /// The minor version of HTTP/1; other major versions are translated by the client before they come here.
    private static func version(_ text: Substring) -> Int? {
        switch text {
        case "HTTP/1.0": 0
        case "HTTP/1.1": 1
        default: nil
        }
    }

    private static func isTarget(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    private struct Target {
        var scheme: String?
        var authority: String?
        var path: String?
        var isAbsolute = false

        init(_ text: Substring, method: HTTPRequest.Method) throws(ICAPError) {
            if method == .connect {
                authority = String(text)
                return
            }
            if text.hasPrefix("/") || text == "*" {
                scheme = "http"
                path = String(text)
                return
            }
            guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
                throw .malformed("an encapsulated request target has no scheme")
            }
            scheme = text[..<colon].lowercased()
            let rest = text[text.index(colon, offsetBy: 3)...]
            let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
            authority = String(rest[..<end])
            path = rest[end...].isEmpty ? "/" : String(rest[end...])
            isAbsolute = true
        }
    }
}
