package import BreakwaterHTTP
package import HTTPTypes
package import NIOCore
import NIOHPACK

/// An origin's response head and how its message is framed.
package struct ResponseMessageHead {
    package private(set) var response: HTTPResponse
    package let syntax: MessageSyntax
    package let framing: BodyFraming
    package let section: FieldSection
    /// Whether the connection may carry another request after this message (RFC 9112 §9.3).
    package let keepsConnection: Bool

    /// The status, which the response itself keeps as text.
    package let code: Int

    package var isInformational: Bool { (100..<200).contains(code) && code != 101 }

    /// - Parameters:
    ///   - buffer: starts with the head.
    ///   - scanner: has found the head's end.
    ///   - method: of the request that this answers.
    ///   - leavesUnread: whether fields that the filter does not read are left out of the response, for ``unread``.
    package init(
        _ scanner: borrowing HeadScanner, in buffer: ByteBuffer, answering method: HTTPRequest.Method, names: inout FieldNameTable,
        leavesUnread: Bool = false
    ) throws(MessageFault) {
        let line = try StatusLine(scanner.lines[0], in: buffer)
        var section = try FieldSection(scanner, in: buffer, names: &names, leavesUnread: leavesUnread)
        guard !(section.isChunked && line.isHTTP1_0) else { throw MessageFault("Transfer-Encoding in HTTP/1.0") }
        syntax = line.isHTTP1_0 ? .http1_0 : .http1_1
        let code = line.status.code
        if method == .head || code == 304 {
            framing = .none(contentLength: section.contentLength)
        } else if code < 200 || code == 204 {
            framing = .none()
        } else {
            framing = section.isChunked ? .chunked : section.contentLength.map { .length($0) } ?? .untilClose
        }
        // RFC 9112 §6.1 forbids a transfer coding here; an origin that sends one may send the body as well.
        let isDoubtful = (code < 200 || code == 204) && (section.isChunked || (section.contentLength ?? 0) > 0)
        keepsConnection = !line.isHTTP1_0 && !section.options.contains(.close) && framing != .untilClose && !isDoubtful
        response = HTTPResponse(status: line.status, headerFields: section.takeFields())
        self.section = section
        self.code = code
    }

    /// Reads a field section with `:status` of an HTTP/2 stream.
    ///
    /// - Parameter endsStream: whether no body follows.
    init(
        _ headers: HPACKHeaders, endsStream: Bool, answering method: HTTPRequest.Method, names: inout FieldNameTable,
        limits: borrowing ProxyLimits
    ) throws(MessageFault) {
        var section = try FieldSection(headers, names: &names, limits: limits)
        syntax = .http2
        // RFC 9113 §8.6: there is no 101 in HTTP/2.
        guard let code = headers.first(name: ":status").flatMap({ Int($0) }), (100...599).contains(code), code != 101 else {
            throw MessageFault("a status is out of range")
        }
        if method == .head || code == 304 {
            framing = .none(contentLength: section.contentLength)
        } else if code < 200 || code == 204 {
            framing = .none()
        } else if endsStream {
            framing = .length(0)
        } else {
            framing = section.contentLength.map { .length($0) } ?? .chunked
        }
        keepsConnection = true
        response = HTTPResponse(status: .init(code: code), headerFields: section.takeFields())
        self.section = section
        self.code = code
    }

    /// Fields that pass as they came, as lines.
    package var unread: [UInt8] { section.unread }

    /// The response, of which only the status stays: whoever changes its fields then copies none.
    mutating func takeResponse() -> HTTPResponse {
        let taken = response
        response.headerFields = HTTPFields()
        return taken
    }
}

/// `HTTP/1.1 200 OK` (RFC 9112 §4).
struct StatusLine {
    let status: HTTPResponse.Status
    let isHTTP1_0: Bool

    init(_ line: Range<Int>, in buffer: ByteBuffer) throws(MessageFault) {
        let bytes = buffer.readableBytesUInt8Span.extracting(line)
        let prefix: [7 of UInt8] = [0x48, 0x54, 0x54, 0x50, 0x2F, 0x31, 0x2E]  // HTTP/1.
        guard bytes.count >= 12, bytes[8] == 0x20 else { throw MessageFault("a status line is malformed") }
        for index in 0..<7 where bytes[index] != prefix[index] { throw MessageFault("a status line is not HTTP/1") }
        guard bytes[7] == 0x30 || bytes[7] == 0x31 else { throw MessageFault("a version other than 1.0 and 1.1") }
        isHTTP1_0 = bytes[7] == 0x30
        var code = 0
        for index in 9..<12 {
            guard (0x30...0x39).contains(bytes[index]) else { throw MessageFault("a status is not three digits") }
            code = code * 10 + Int(bytes[index]) - 0x30
        }
        guard (100...599).contains(code), bytes.count == 12 || bytes[12] == 0x20 else { throw MessageFault("a status is out of range") }
        let reason = bytes.count > 13 ? buffer.getString(at: buffer.readerIndex + line.lowerBound + 13, length: bytes.count - 13) : nil
        status = HTTPResponse.Status(code: code, reasonPhrase: reason ?? "")
    }
}
