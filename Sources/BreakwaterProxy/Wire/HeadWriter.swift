import BreakwaterHTTP
import BreakwaterURL
import HTTPTypes
import NIOCore

extension ByteBuffer {
    /// Writes a request head in origin-form; in absolute-form for a parent proxy.
    ///
    /// - Parameter head: where it is put together: each write into a buffer costs more than all the copying.
    mutating func writeHead(of outgoing: OutgoingRequest, in head: inout ByteScratch) {
        let path = outgoing.request.path ?? "/"
        let authority = outgoing.request.authority ?? ""
        head.removeAll()
        head.append(outgoing.request.method.rawValue)
        head.append(" ")
        if outgoing.parent != nil {
            head.append("http://")
            head.append(authority)
        }
        // RFC 9112 §3.2.4: a proxy's server-wide OPTIONS has an empty path.
        if outgoing.parent == nil || path != "*" { head.append(path) }
        head.append(" HTTP/1.1\r\nHost: ")
        head.append(authority)
        head.append("\r\n")
        head.append(outgoing.request.headerFields) { !$0.belongsToConnection && ($0 != .expect || outgoing.expectsContinue) }
        if let authorization = outgoing.parent?.authorization { head.append("Proxy-Authorization: \(authorization)\r\n") }
        head.append(outgoing.framing)
        if outgoing.upgradesToWebSocket { head.append("Connection: Upgrade\r\nUpgrade: websocket\r\n") }
        head.append("\r\n")
        unsafe writeBytes(head.span.bytes)  // Bytes have no padding.
    }

    /// Writes a response head.
    ///
    /// - Parameters:
    ///   - unread: fields besides the response's, as lines.
    ///   - connection: what to say of the connection.
    ///   - head: where it is put together.
    mutating func writeHead(
        of response: HTTPResponse, unread: [UInt8], framing: BodyFraming, connection: ConnectionNotice, in head: inout ByteScratch
    ) {
        head.removeAll()
        head.append(response.status)
        head.append(unread.span)
        // Only a page of ours still has the question for a password; an origin's was taken away with its connection's fields.
        head.append(response.headerFields) { !$0.belongsToConnection || $0 == .proxyAuthenticate }
        head.append(framing)
        head.append(connection)
        head.append("\r\n")
        unsafe writeBytes(head.span.bytes)  // Bytes have no padding.
    }

    /// The line before a chunk's data.
    mutating func writeChunkSize(_ size: Int) {
        writeString(String(size, radix: 16))
        writeStaticString("\r\n")
    }
}

extension ByteScratch {
    fileprivate mutating func append(_ text: String) { append(text.utf8.span) }

    fileprivate mutating func append(_ status: HTTPResponse.Status) {
        if status.code == 200, status.reasonPhrase == "OK" { return append("HTTP/1.1 200 OK\r\n") }
        append("HTTP/1.1 ")
        append(String(status.code))
        append(" ")
        append(status.reasonPhrase)
        append("\r\n")
    }

    fileprivate mutating func append(_ fields: HTTPFields, where isWritten: (FieldKind) -> Bool) {
        for index in fields.indices {
            let name = fields[index].name
            guard isWritten(FieldKind(name.canonicalName)) else { continue }
            append(name.rawName)
            append(": ")
            // Bound: the field's own bytes, copied before the closure ends.
            unsafe fields[index].withUnsafeBytesOfValue { value in unsafe append(value.span) }
            append("\r\n")
        }
    }

    fileprivate mutating func append(_ framing: BodyFraming) {
        switch framing {
        case .length(let length), .none(contentLength: let length?):
            append("Content-Length: ")
            append(String(length))
            append("\r\n")
        case .chunked:
            append("Transfer-Encoding: chunked\r\n")
        case .none(contentLength: nil), .untilClose:
            break
        }
    }

    fileprivate mutating func append(_ connection: ConnectionNotice) {
        switch connection {
        case .stays: break
        case .closes: append("Connection: close\r\n")
        case .becomesWebSocket: append("Connection: Upgrade\r\nUpgrade: websocket\r\n")
        }
    }
}

/// What a response says of the connection it comes on.
enum ConnectionNotice {
    case stays
    case closes
    case becomesWebSocket
}
