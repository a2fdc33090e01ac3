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
        var name = field.name.rawName
        // Bounds: room for both runs and four bytes more is asked for, and only that much is written.
        name.withUTF8 { name in
            unsafe field.withUnsafeBytesOfValue { value in
                let count = name.count + value.count + 4
                _ = unsafe writeWithUnsafeMutableBytes(minimumWritableBytes: count) { room in
                    unsafe room.copyMemory(from: UnsafeRawBufferPointer(name))
                    unsafe room[name.count] = UInt8(ascii: ":")
                    unsafe room[name.count + 1] = UInt8(ascii: " ")
                    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: room[(name.count + 2)...])
                    unsafe rest.copyMemory(from: UnsafeRawBufferPointer(value))
                    unsafe room[count - 2] = UInt8(ascii: "\r")
                    unsafe room[count - 1] = UInt8(ascii: "\n")
                    return count
                }
            }
        }
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
