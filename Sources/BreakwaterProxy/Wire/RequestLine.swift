import BreakwaterHTTP
import BreakwaterURL
import HTTPTypes
import NIOCore

/// A request line to a proxy: absolute-form, or CONNECT's authority-form (RFC 9112 §3.2); origin-form where the client believes that it
/// speaks to the origin (redirected, or inside a decrypted tunnel), and for what is on the proxy itself.
///
/// The target is only cut here. What its parts mean, the exchange decides with the one URL parser there is, and the same parse
/// says where to connect.
struct RequestLine {
    let method: HTTPRequest.Method
    let scheme: String?
    /// `nil` in origin-form, where `Host` has it.
    let authority: String?
    let path: String?
    let isHTTP1_0: Bool

    /// - Parameters:
    ///   - line: where the line lies in the buffer's readable bytes.
    ///   - hasNonASCII: whether a byte of the head is outside ASCII.
    ///   - isInTunnel: whether it came through a tunnel that is decrypted.
    init(_ line: Range<Int>, in buffer: ByteBuffer, hasNonASCII: Bool, isInTunnel: Bool = false) throws(MessageFault) {
        let bytes = buffer.readableBytesUInt8Span.extracting(line)
        guard let methodEnd = Self.firstSpace(in: bytes, from: 0),
            let targetEnd = Self.firstSpace(in: bytes, from: methodEnd + 1), targetEnd > methodEnd + 1
        else { throw MessageFault("a request line has not three parts") }
        guard methodEnd <= 32, let method = HTTPRequest.Method(bytes.extracting(first: methodEnd).text) else {
            throw MessageFault("a method is no token")
        }
        self.method = method
        isHTTP1_0 = try Self.version(bytes.extracting(targetEnd + 1..<bytes.count)) == 0
        let target = methodEnd + 1..<targetEnd
        try Self.checkTarget(bytes.extracting(target))
        if isInTunnel, bytes[target.lowerBound] == 0x2F || bytes[target.lowerBound] == 0x2A {
            guard method != .connect else { throw MessageFault("CONNECT with a path") }
            scheme = "https"
            authority = nil
            path = try Self.text(bytes.extracting(target), hasNonASCII)
        } else if method == .connect {
            scheme = nil
            path = nil
            authority = try Self.text(bytes.extracting(target), hasNonASCII)
            guard Self.firstSlash(in: bytes, target) == nil else { throw MessageFault("CONNECT with a path") }
        } else if bytes[target.lowerBound] == 0x2F {
            scheme = nil
            authority = nil
            path = try Self.text(bytes.extracting(target), hasNonASCII)
        } else {
            let parts = try Self.split(bytes, target)
            scheme = try Self.text(bytes.extracting(parts.scheme), hasNonASCII)
            authority = try Self.text(bytes.extracting(parts.authority), hasNonASCII)
            let rest = try Self.text(bytes.extracting(parts.rest), hasNonASCII)
            path = rest.isEmpty ? "/" : rest.utf8.first == 0x3F ? "/" + rest : rest
        }
    }

    private static func firstSpace(in bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == 0x20 { return index }
            index += 1
        }
        return nil
    }

    /// - Returns: the minor version.
    private static func version(_ bytes: Span<UInt8>) throws(MessageFault) -> Int {
        let name: [8 of UInt8] = [0x48, 0x54, 0x54, 0x50, 0x2F, 0x31, 0x2E, 0x31]  // HTTP/1.1
        guard bytes.count == 8 else { throw MessageFault("a version is not HTTP/x.y") }
        for index in 0..<5 where bytes[index] != name[index] { throw MessageFault("a version is not HTTP/x.y") }
        let major = bytes[5]
        let minor = bytes[7]
        guard bytes[6] == 0x2E, (0x30...0x39).contains(major), (0x30...0x39).contains(minor) else {
            throw MessageFault("a version is not HTTP/x.y")
        }
        guard major == 0x31, minor <= 0x31 else { throw MessageFault("a version other than 1.0 and 1.1", reply: .versionNotSupported) }
        return Int(minor) - 0x30
    }

    /// A fragment is never sent (RFC 9112 §3.2); the scanner has refused control characters, and a blank ends the target.
    private static func checkTarget(_ target: Span<UInt8>) throws(MessageFault) {
        for index in target.indices where target[index] == 0x23 || target[index] == 0x09 {
            throw MessageFault("a target with a fragment or a tab")
        }
    }

    /// Cuts `scheme://authority/path?query`.
    private static func split(
        _ bytes: Span<UInt8>, _ target: Range<Int>
    ) throws(MessageFault) -> (scheme: Range<Int>, authority: Range<Int>, rest: Range<Int>) {
        var colon = target.lowerBound
        while colon < target.upperBound, isSchemeByte(bytes[colon]) { colon += 1 }
        guard colon > target.lowerBound, colon + 3 < target.upperBound, bytes[colon] == 0x3A, bytes[colon + 1] == 0x2F,
            bytes[colon + 2] == 0x2F
        else { throw MessageFault("a target that is not absolute: this is a proxy") }
        let start = colon + 3
        var end = start
        while end < target.upperBound, bytes[end] != 0x2F, bytes[end] != 0x3F {
            // Browsers read `\` as `/`, other software as part of the host: URL and request line would part ways.
            guard bytes[end] != 0x5C else { throw MessageFault("a backslash in an authority") }
            end += 1
        }
        guard end > start else { throw MessageFault("a target without a host") }
        return (target.lowerBound..<colon, start..<end, end..<target.upperBound)
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2B, 0x2D, 0x2E: true
        default: false
        }
    }

    private static func firstSlash(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        range.first { bytes[$0] == 0x2F || bytes[$0] == 0x5C || bytes[$0] == 0x3F }
    }

    /// Raw bytes above ASCII are common in what people type; they must be UTF-8, so that the text holds them unchanged.
    private static func text(_ bytes: Span<UInt8>, _ hasNonASCII: Bool) throws(MessageFault) -> String {
        guard hasNonASCII else { return bytes.text }
        guard let text = String(validating: bytes.array, as: UTF8.self) else { throw MessageFault("a target that is no UTF-8") }
        return text
    }
}
