import BreakwaterURL
package import HTTPTypes
package import NIOCore

/// A head's fields as they came, and what they say of the connection and the body.
package struct FieldSection {
    package var fields = HTTPFields()
    /// Fields that pass as they came, as lines.
    package var unread: [UInt8] = []
    package var options: ConnectionOptions = []
    /// The value of the one `Content-Length`.
    package var contentLength: Int?
    package var isChunked = false
    package var expectsContinue = false
    package var hasUnknownExpectation = false
    package var upgradesToWebSocket = false
    package var acceptLanguage: String?
    /// Whether the sender reads trailers (`TE: trailers`), as gRPC asks.
    package var acceptsTrailers = false

    package struct ConnectionOptions: OptionSet {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let close = ConnectionOptions(rawValue: 1)
        package static let keepAlive = ConnectionOptions(rawValue: 2)
        package static let upgrade = ConnectionOptions(rawValue: 4)
        /// Something else: the name of a field, mostly.
        package static let others = ConnectionOptions(rawValue: 8)
    }

    package init() {}

    /// Reads the lines after the start line.
    ///
    /// - Parameter leavesUnread: whether fields that the filter does not read are put into ``unread``.
    package init(
        _ scanner: borrowing HeadScanner, in buffer: ByteBuffer, names: inout FieldNameTable, leavesUnread: Bool = false
    ) throws(MessageFault) {
        let lines = scanner.lines
        let bytes = buffer.readableBytesUInt8Span
        fields.reserveCapacity(lines.count)
        for index in 1..<max(1, lines.count) {
            try append(lines[index], of: bytes, hasNonASCII: scanner.hasNonASCII, names: &names, leavesUnread: leavesUnread)
        }
        if leavesUnread, options.contains(.others) {
            self = try FieldSection(scanner, in: buffer, names: &names)
            return
        }
        guard !(isChunked && contentLength != nil) else {
            // RFC 9112 §6.1: may be answered by whoever suspects smuggling, and nobody sends it in good faith.
            throw MessageFault("Content-Length and Transfer-Encoding together")
        }
    }

    private mutating func append(
        _ line: Range<Int>, of bytes: Span<UInt8>, hasNonASCII: Bool, names: inout FieldNameTable, leavesUnread: Bool
    ) throws(MessageFault) {
        var colon = line.lowerBound
        while colon < line.upperBound, bytes[colon] != 0x3A { colon += 1 }
        // A name that is no token covers obs-fold, a blank before the colon, an empty name and a line without a colon.
        guard colon < line.upperBound, let entry = names.entry(bytes.extracting(line.lowerBound..<colon)) else {
            throw MessageFault("a field's name is no token")
        }
        var start = colon + 1
        var end = line.upperBound
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        let value = bytes.extracting(start..<end)
        if leavesUnread, entry.isUnread { return appendUnread(bytes.extracting(line.lowerBound..<colon), value) }
        // Bytes that are no UTF-8 are kept as they are.
        let field = hasNonASCII ? HTTPField(name: entry.name, lenientValue: value.array) : HTTPField(name: entry.name, value: value.text)
        if entry.kind != .ordinary { try note(field.value, of: entry.kind) }
        fields.append(field)
    }

    private mutating func appendUnread(_ name: Span<UInt8>, _ value: Span<UInt8>) {
        if unread.isEmpty { unread.reserveCapacity(512) }
        // Bound: the spans' own bytes, copied before each closure ends.
        unsafe name.withUnsafeBufferPointer { unsafe unread.append(contentsOf: $0) }
        unread.append(UInt8(ascii: ":"))
        unread.append(UInt8(ascii: " "))
        unsafe value.withUnsafeBufferPointer { unsafe unread.append(contentsOf: $0) }
        unread.append(0x0D)
        unread.append(0x0A)
    }

    /// The fields, which are left out from here on: whoever changes them then copies none.
    mutating func takeFields() -> HTTPFields {
        let taken = fields
        fields = HTTPFields()
        return taken
    }

    mutating func note(_ value: String, of kind: FieldKind) throws(MessageFault) {
        switch kind {
        case .contentLength:
            guard contentLength == nil, let length = Self.length(value) else {
                throw MessageFault("Content-Length is there twice, or is no plain number")
            }
            contentLength = length
        case .transferEncoding:
            guard !isChunked else { throw MessageFault("Transfer-Encoding is there twice") }
            guard value.lowercased() == "chunked" else { throw MessageFault("a transfer coding other than chunked") }
            isChunked = true
        case .connection, .proxyConnection:
            if value == "keep-alive" { return options.formUnion(.keepAlive) }
            if value == "close" { return options.formUnion(.close) }
            for token in value.split(separator: ",", maxSplits: 32) { note(option: token) }
        case .upgrade:
            upgradesToWebSocket = value.lowercased() == "websocket"
        case .expect:
            let isContinue = value.lowercased() == "100-continue"
            expectsContinue = isContinue
            hasUnknownExpectation = hasUnknownExpectation || !isContinue
        case .acceptLanguage:
            acceptLanguage = value
        case .te:
            acceptsTrailers = value.lowercased() == "trailers"
        case .ordinary, .host, .keepAlive, .trailer, .http2Settings, .proxyAuthenticate, .proxyAuthorization,
            .proxyAuthenticationInfo, .date:
            break
        }
    }

    private mutating func note(option token: Substring) {
        let option = token.filter { $0 != " " && $0 != "\t" }.lowercased()
        switch option {
        case "close": options.insert(.close)
        case "keep-alive": options.insert(.keepAlive)
        case "upgrade": options.insert(.upgrade)
        default: options.insert(.others)
        }
    }

    /// `1*DIGIT` and nothing else. Stricter than the grammar in one thing: no leading zero, which some read as octal.
    private static func length(_ value: String) -> Int? {
        let digits = value.utf8
        guard (1...18).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard digits.count == 1 || digits.first != 0x30 else { return nil }
        return Int(value)
    }
}
