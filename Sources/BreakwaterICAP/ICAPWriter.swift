import BreakwaterHTTP
import HTTPTypes

/// Writes ICAP responses (RFC 3507 §4.3.3).
struct ICAPWriter {
    /// The version of what decides: changes with the bundle, so that a client drops the answers it kept.
    let tag: String
    var output: [UInt8] = []

    init(engineIdentity: String) {
        // RFC 3507 §4.7: at most 32 bytes.
        tag = "\"bw-" + engineIdentity.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(26) + "\""
    }

    mutating func write(status: Int, fields: [(String, String)] = []) {
        append("ICAP/1.0 \(status) \(ICAPError.reason(of: status))\r\nISTag: \(tag)\r\n")
        for (name, value) in fields { append("\(name): \(value)\r\n") }
        append("\r\n")
    }

    mutating func writeContinue() { append("ICAP/1.0 100 Continue\r\n\r\n") }

    /// 200 with an HTTP head; a body follows in chunks where `hasBody`.
    mutating func write(head: [UInt8], isRequest: Bool, hasBody: Bool) {
        let body = hasBody ? (isRequest ? "req-body" : "res-body") : "null-body"
        write(status: 200, fields: [("Encapsulated", "\(isRequest ? "req-hdr" : "res-hdr")=0, \(body)=\(head.count)")])
        output.append(contentsOf: head)
    }

    /// 200 with a whole page.
    mutating func write(_ reply: BlockReply) {
        let reason = reply.status.reasonPhrase.isEmpty ? "Refused" : reply.status.reasonPhrase
        var head = Array("HTTP/1.1 \(reply.status.code) \(reason)\r\n".utf8)
        Self.append(reply.fields, to: &head)
        write(head: head, isRequest: false, hasBody: !reply.body.isEmpty)
        guard !reply.body.isEmpty else { return }
        write(chunk: reply.body[...])
        writeLastChunk()
    }

    mutating func write(chunk: ArraySlice<UInt8>) {
        guard !chunk.isEmpty else { return }
        append(String(chunk.count, radix: 16) + "\r\n")
        output.append(contentsOf: chunk)
        append("\r\n")
    }

    mutating func writeLastChunk() { append("0\r\n\r\n") }

    private mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }

    private static func append(_ fields: HTTPFields, to head: inout [UInt8]) {
        for field in fields {
            head.append(contentsOf: field.name.rawName.utf8)
            head.append(contentsOf: [UInt8(ascii: ":"), UInt8(ascii: " ")])
            // Bytes, not text: a value may hold what is no UTF-8, and must come out as it came in.
            unsafe field.withUnsafeBytesOfValue { unsafe head.append(contentsOf: $0) }
            head.append(contentsOf: [0x0D, 0x0A])
        }
        head.append(contentsOf: [0x0D, 0x0A])
    }

    /// A request head that policy changed, in the form in which it came.
    static func bytes(_ head: HTTPRequest, isAbsoluteForm: Bool, isHTTP10: Bool) -> [UInt8] {
        let path = head.path ?? "/"
        let target = isAbsoluteForm ? "\(head.scheme ?? "http")://\(head.authority ?? "")\(path)" : path
        var bytes = Array("\(head.method.rawValue) \(target) HTTP/1.\(isHTTP10 ? 0 : 1)\r\n".utf8)
        append(head.headerFields, to: &bytes)
        return bytes
    }
}
