import HTTPTypes
import NIOCore

extension ByteBuffer {
    /// Writes a request head in origin-form; in absolute-form for a parent proxy.
    mutating func writeHead(of outgoing: OutgoingRequest) {
        let path = outgoing.request.path ?? "/"
        let authority = outgoing.request.authority ?? ""
        writeString(outgoing.request.method.rawValue)
        writeStaticString(" ")
        if outgoing.parent != nil {
            writeStaticString("http://")
            writeString(authority)
        }
        // RFC 9112 §3.2.4: a proxy's server-wide OPTIONS has an empty path.
        if outgoing.parent == nil || path != "*" { writeString(path) }
        writeStaticString(" HTTP/1.1\r\nHost: ")
        writeString(authority)
        writeStaticString("\r\n")
        for field in outgoing.request.headerFields {
            let kind = FieldKind(field.name.canonicalName)
            guard !kind.belongsToConnection, kind != .expect || outgoing.expectsContinue else { continue }
            write(field)
        }
        if let authorization = outgoing.parent?.authorization { writeString("Proxy-Authorization: \(authorization)\r\n") }
        write(outgoing.framing)
        if outgoing.upgradesToWebSocket { writeStaticString("Connection: Upgrade\r\nUpgrade: websocket\r\n") }
        writeStaticString("\r\n")
    }

    /// Writes a response head.
    ///
    /// - Parameter connection: what to say of the connection.
    mutating func writeHead(of response: HTTPResponse, framing: BodyFraming, connection: ConnectionNotice) {
        writeStatusLine(response.status)
        for field in response.headerFields {
            let kind = FieldKind(field.name.canonicalName)
            // Only a page of ours still has the question for a password; an origin's was taken away with its connection's fields.
            if !kind.belongsToConnection || kind == .proxyAuthenticate { write(field) }
        }
        write(framing)
        write(connection)
        writeStaticString("\r\n")
    }

    private mutating func writeStatusLine(_ status: HTTPResponse.Status) {
        if status.code == 200, status.reasonPhrase == "OK" {
            writeStaticString("HTTP/1.1 200 OK\r\n")
            return
        }
        writeStaticString("HTTP/1.1 ")
        writeString(String(status.code))
        writeStaticString(" ")
        writeString(status.reasonPhrase)
        writeStaticString("\r\n")
    }

    private mutating func write(_ field: HTTPField) {
        writeString(field.name.rawName)
        writeStaticString(": ")
        // Bound: the field's own bytes, copied before the closure ends.
        unsafe field.withUnsafeBytesOfValue { value in _ = unsafe writeBytes(UnsafeRawBufferPointer(value)) }
        writeStaticString("\r\n")
    }

    private mutating func write(_ framing: BodyFraming) {
        switch framing {
        case .length(let length), .none(contentLength: let length?):
            writeStaticString("Content-Length: ")
            writeString(String(length))
            writeStaticString("\r\n")
        case .chunked:
            writeStaticString("Transfer-Encoding: chunked\r\n")
        case .none(contentLength: nil), .untilClose:
            break
        }
    }

    private mutating func write(_ connection: ConnectionNotice) {
        switch connection {
        case .stays: break
        case .closes: writeStaticString("Connection: close\r\n")
        case .becomesWebSocket: writeStaticString("Connection: Upgrade\r\nUpgrade: websocket\r\n")
        }
    }

    /// The line before a chunk's data.
    mutating func writeChunkSize(_ size: Int) {
        writeString(String(size, radix: 16))
        writeStaticString("\r\n")
    }
}

/// What a response says of the connection it comes on.
enum ConnectionNotice {
    case stays
    case closes
    case becomesWebSocket
}
