import HTTPTypes

/// Cuts the bytes of one ICAP connection into messages: incremental, bounded, never traps.
///
/// ## Theory of operation
///
/// `head` waits for an ICAP head; `encapsulated` for the HTTP heads whose lengths it names; `preview` and `body` hand on what
/// the chunks hold. A preview ends in `.previewEnd`, after which the session says ``continueBody()`` or ``skipBody()``.
/// The first error is final.
struct ICAPDecoder: ~Copyable {
    enum Event {
        case request(ICAPRequest)
        case body([UInt8])
        /// The client waits: answer, or ask for the rest.
        case previewEnd
        /// The message is complete.
        case end
        case more
    }

    private enum State {
        /// Next: encapsulated.
        case head
        /// Next: preview, body, ended.
        case encapsulated(ICAPRequest.Method, service: String, HTTPFields, EncapsulatedList)
        /// Next: waiting, ended.
        case preview(left: Int)
        /// Next: body, head.
        case waiting
        /// Next: ended.
        case body
        /// `.end` is due. Next: head.
        case ended
        /// Next: none.
        case failed(ICAPError)
    }

    private var state = State.head
    private var buffer: [UInt8] = []
    private var start = 0
    private var chunks: ChunkReader
    private let limits: ICAPLimits

    init(_ limits: ICAPLimits = ICAPLimits()) {
        self.limits = limits
        chunks = ChunkReader(limits)
    }

    mutating func append(_ bytes: some Sequence<UInt8>) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Whether a message has begun and is not complete.
    var isInMessage: Bool {
        if case .head = state { start < buffer.count } else { true }
    }

    /// After `.previewEnd`: the client was asked for the rest.
    mutating func continueBody() { state = .body }

    /// After `.previewEnd`: the client was answered, and sends no more of this message.
    mutating func skipBody() { state = .ended }

    mutating func next() throws(ICAPError) -> Event {
        do throws(ICAPError) {
            return try advance()
        } catch {
            state = .failed(error)
            throw error
        }
    }

    private mutating func advance() throws(ICAPError) -> Event {
        while true {
            switch state {
            case .head:
                guard try readHead() else { return .more }
            case .encapsulated(let method, let service, let fields, let list):
                guard let request = try readEncapsulated(method, service, fields, list) else { return .more }
                state = !request.hasBody ? .ended : request.preview.map { .preview(left: $0) } ?? .body
                return .request(request)
            case .preview(let left):
                switch try nextChunk() {
                case .bytes(let bytes):
                    guard bytes.count <= left else { throw .malformed("the preview is longer than it says") }
                    state = .preview(left: left - bytes.count)
                    return .body(bytes)
                case .end(let isWholeBody):
                    state = isWholeBody ? .ended : .waiting
                    if !isWholeBody { return .previewEnd }
                case .more: return .more
                }
            case .waiting: return .more
            case .body:
                switch try nextChunk() {
                case .bytes(let bytes): return .body(bytes)
                case .end: state = .ended
                case .more: return .more
                }
            case .ended:
                state = .head
                return .end
            case .failed(let error): throw error
            }
        }
    }

    private mutating func nextChunk() throws(ICAPError) -> ChunkReader.Event {
        var input = buffer[start...]
        let event = try chunks.next(&input)
        start = input.startIndex
        return event
    }

    /// - Returns: `false` where more input is needed.
    private mutating func readHead() throws(ICAPError) -> Bool {
        guard let end = Self.endOfHead(buffer[start...].prefix(limits.head)) else {
            guard buffer.count - start < limits.head else { throw ICAPError(413, "the ICAP head is too long") }
            return false
        }
        let block = try FieldBlock(buffer[start..<end], limit: limits.fields)
        start = end
        let parts = block.parts()
        guard parts.count == 3 else { throw .malformed("the ICAP request line cannot be read") }
        guard parts[2] == "ICAP/1.0" else { throw ICAPError(505, "the version is not ICAP/1.0") }
        guard let method = ICAPRequest.Method(rawValue: String(parts[0])) else { throw ICAPError(501, "the ICAP method is unknown") }
        let list = try EncapsulatedList(block.fields[values: .encapsulated], method: method, limit: limits.encapsulated)
        state = .encapsulated(method, service: try Self.service(parts[1]), block.fields, list)
        return true
    }

    private static func endOfHead(_ bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex
        while let feed = bytes[index...].firstIndex(of: 0x0A) {
            if feed >= bytes.startIndex + 3, bytes[(feed - 3)...feed].elementsEqual([0x0D, 0x0A, 0x0D, 0x0A]) { return feed + 1 }
            index = feed + 1
        }
        return nil
    }

    /// The path of `icap://host:port/path?query`.
    private static func service(_ target: Substring) throws(ICAPError) -> String {
        guard target.lowercased().hasPrefix("icap://") || target.lowercased().hasPrefix("icaps://"),
            let authority = target.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last
        else { throw .malformed("the ICAP URI cannot be read") }
        let path = authority.drop { $0 != "/" }.prefix { $0 != "?" }
        return path.isEmpty ? "/" : String(path)
    }

    private mutating func readEncapsulated(
        _ method: ICAPRequest.Method, _ service: String, _ fields: HTTPFields, _ list: EncapsulatedList
    ) throws(ICAPError) -> ICAPRequest? {
        let total = list.heads.reduce(0) { $0 + $1.length }
        guard buffer.count - start >= total else { return nil }
        var message = ICAPRequest(method: method, service: service, fields: fields, hasBody: list.body != .noBody)
        for head in list.heads {
            let bytes = buffer[start..<(start + head.length)]
            start += head.length
            if head.part == .requestHead {
                let (request, isAbsoluteForm, isHTTP10) = try EncapsulatedHead.request(bytes, limit: limits.fields)
                message.request = .init(bytes: Array(bytes), head: request)
                message.isAbsoluteForm = isAbsoluteForm
                message.syntaxIsHTTP10 = isHTTP10
            } else {
                message.response = .init(bytes: Array(bytes), head: try EncapsulatedHead.response(bytes, limit: limits.fields))
            }
        }
        message.preview = try Self.preview(fields)
        return message
    }

    private static func preview(_ fields: HTTPFields) throws(ICAPError) -> Int? {
        let values = fields[values: .preview]
        guard let value = values.first else { return nil }
        guard values.count == 1, (1...9).contains(value.utf8.count), value.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let size = Int(value)
        else { throw .malformed("Preview is no number") }
        return size
    }
}

extension HTTPField.Name {
    static let encapsulated = known("Encapsulated")
    static let preview = known("Preview")
    static let xClientIP = known("X-Client-IP")
    static let xClientUsername = known("X-Client-Username")

    /// A name in our own source.
    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("`\(text)` is no field name") }
        return name
    }
}
