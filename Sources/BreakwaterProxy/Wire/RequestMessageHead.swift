package import BreakwaterHTTP
package import HTTPTypes
package import NIOCore
import NIOHPACK

/// A client's request head: for the exchange what was asked, for the driver how the message is framed.
package struct RequestMessageHead {
    /// As `FilterExchange` wants it: scheme, authority and path from the target, all fields as they came.
    package private(set) var request: HTTPRequest
    package let syntax: MessageSyntax
    package let framing: BodyFraming
    package let section: FieldSection

    /// - Parameters:
    ///   - buffer: starts with the head.
    ///   - scanner: has found the head's end.
    ///   - isInTunnel: whether it came through a tunnel that is decrypted.
    package init(
        _ scanner: borrowing HeadScanner, in buffer: ByteBuffer, names: inout FieldNameTable, isInTunnel: Bool = false
    ) throws(MessageFault) {
        let line = try RequestLine(scanner.lines[0], in: buffer, hasNonASCII: scanner.hasNonASCII, isInTunnel: isInTunnel)
        var section = try FieldSection(scanner, in: buffer, names: &names)
        guard !(section.isChunked && line.isHTTP1_0) else { throw MessageFault("Transfer-Encoding in HTTP/1.0") }
        syntax = line.isHTTP1_0 ? .http1_0 : .http1_1
        if line.method == .connect {
            // RFC 9110 §9.3.6: a CONNECT request has no content; what follows is the tunnel's.
            guard !section.isChunked, section.contentLength ?? 0 == 0 else { throw MessageFault("CONNECT with a body") }
        }
        framing = section.isChunked ? .chunked : section.contentLength.map { .length($0) } ?? .none()
        request = HTTPRequest(
            method: line.method, scheme: line.scheme, authority: line.authority, path: line.path, headerFields: section.takeFields())
        self.section = section
    }

    /// What a redirected TLS connection would have asked for, had its client known of a proxy.
    ///
    /// - Parameter authority: `HOST:PORT`, as a client could have sent it.
    init?(connectingTo authority: String) {
        guard authority.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        request = HTTPRequest(method: .connect, scheme: nil, authority: authority, path: nil)
        syntax = .http1_1
        framing = .none()
        section = FieldSection()
    }

    /// Reads the field section that opens an HTTP/2 stream. What RFC 9113 §8.3 says of pseudo-fields is checked by NIO before.
    ///
    /// - Parameter endsStream: whether no body follows.
    init(_ headers: HPACKHeaders, endsStream: Bool, names: inout FieldNameTable, limits: borrowing ProxyLimits) throws(MessageFault) {
        var section = try FieldSection(headers, names: &names, limits: limits)
        syntax = .http2
        guard let name = headers.first(name: ":method"), name.utf8.count <= 32, let method = HTTPRequest.Method(name) else {
            throw MessageFault("a method is no token")
        }
        let path = headers.first(name: ":path")
        guard (path ?? "").utf8.count <= limits.startLineBytes else { throw MessageFault("a path is too long", reply: .targetTooLong) }
        // As in HTTP/1.1: some readers end the path at a fragment and some do not.
        guard !(path ?? "").utf8.contains(0x23) else { throw MessageFault("a target with a fragment") }
        if endsStream {
            guard section.contentLength ?? 0 == 0 else { throw MessageFault("a body is missing") }
            // RFC 9110 §8.6: what usually has a body says that it has none, or HTTP/1.1 origins may wait for a length (411).
            framing = [.post, .put, .patch].contains(method) ? .length(0) : .none()
        } else {
            framing = section.contentLength.map { .length($0) } ?? .chunked
        }
        request = HTTPRequest(
            method: method, scheme: headers.first(name: ":scheme"), authority: headers.first(name: ":authority"), path: path,
            headerFields: section.takeFields())
        self.section = section
    }

    /// The request's fields, which are left out from here on: whoever changes them then copies none.
    mutating func takeFields() -> HTTPFields {
        let taken = request.headerFields
        request.headerFields = HTTPFields()
        return taken
    }

    package var isHTTP1_0: Bool { syntax == .http1_0 }

    /// Whether the target is a path alone, as for an origin.
    package var isOriginForm: Bool { request.method != .connect && request.authority == nil }

    /// Whether the client waits for another answer on the connection (RFC 9112 §9.3).
    package var wantsKeepAlive: Bool { !isHTTP1_0 && !section.options.contains(.close) }

    /// Whether the client asks to leave HTTP for WebSocket (RFC 6455); other upgrades are never passed on.
    package var asksForWebSocket: Bool {
        !isHTTP1_0 && section.upgradesToWebSocket && section.options.contains(.upgrade) && framing.isEmpty && request.method == .get
    }

    /// RFC 9110 §9.2.2.
    package var isIdempotent: Bool {
        switch request.method {
        case .get, .head, .options, .put, .delete: true
        default: false
        }
    }
}
