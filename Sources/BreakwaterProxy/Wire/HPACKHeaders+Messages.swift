import HTTPTypes
import NIOHPACK

extension HPACKHeaders {
    /// A request's head, as the first field section of a stream.
    init(_ outgoing: OutgoingRequest) {
        self.init()
        let request = outgoing.request
        reserveCapacity(request.headerFields.count + 6)
        add(name: ":method", value: request.method.rawValue)
        add(name: ":scheme", value: request.scheme ?? "https")
        add(name: ":authority", value: request.authority ?? "")
        add(name: ":path", value: request.path ?? "/")
        add(fieldsOf: request.headerFields, keepsExpectation: outgoing.expectsContinue)
        add(lengthOf: outgoing.framing)
        if outgoing.acceptsTrailers { add(name: "te", value: "trailers") }
    }

    /// A response's head.
    init(_ response: HTTPResponse, framing: BodyFraming) {
        self.init()
        reserveCapacity(response.headerFields.count + 2)
        add(name: ":status", value: String(response.status.code))
        add(fieldsOf: response.headerFields, keepsExpectation: true)
        add(lengthOf: framing)
    }

    /// What comes after a body.
    init(trailers: HTTPFields) {
        self.init()
        add(fieldsOf: trailers, keepsExpectation: true)
    }

    private mutating func add(fieldsOf fields: HTTPFields, keepsExpectation: Bool) {
        for field in fields {
            let kind = FieldKind(field.name.canonicalName)
            guard !kind.belongsToConnection, kind != .expect || keepsExpectation else { continue }
            add(name: field.name.canonicalName, value: Self.text(field), indexing: Self.indexing(field.name))
        }
    }

    private mutating func add(lengthOf framing: BodyFraming) {
        switch framing {
        case .length(let length), .none(contentLength: let length?): add(name: "content-length", value: String(length))
        case .chunked, .untilClose, .none(contentLength: nil): break
        }
    }

    /// RFC 7541 §7.1.3: secrets stay out of the table, whose contents others on the same connection can guess at.
    private static func indexing(_ name: HTTPField.Name) -> HPACKIndexing {
        name == .cookie || name == .authorization || name == .setCookie ? .neverIndexed : .indexable
    }

    /// NIO takes values as text, so bytes that are no UTF-8 (Shift_JIS from HTTP/1.1 origins) cannot pass as they are. In a URL they are
    /// escaped, as browsers do; elsewhere they become U+FFFD.
    private static func text(_ field: HTTPField) -> String {
        guard field.name == .location else { return field.value }
        // Bound: the field's own bytes, copied before the closure ends.
        let bytes = unsafe field.withUnsafeBytesOfValue { unsafe Array($0) }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return bytes.reduce(into: "") { text, byte in
            text += byte < 0x80 ? String(Unicode.Scalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
        }
    }
}
