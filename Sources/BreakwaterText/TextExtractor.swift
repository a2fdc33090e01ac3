/// Turns the bytes of a page into the folded text that phrases are compared with.
///
/// A stream: give it the body as it arrives, and it appends what it has to the output. Every cut of the body yields
/// the same output. Words are separated by one space, and the text begins and ends with one, so that the phrase
/// `" sex "` means a whole word. `TextFolding` says how words are spelled, `CharacterEncoding` how the encoding is found.
///
/// Text is what a browser shows, the title, `alt`, `title` and `placeholder` attributes, and the page's own
/// description and keywords. Memory does not grow with the page: at most 1 KiB is held until the encoding is known,
/// 2 KiB where it must be guessed, and 16 KiB of attribute text.
public struct TextExtractor: ~Copyable {
    private enum Phase {
        /// The first `CharacterEncoding.declarationLimit` bytes are collected. Next: `ascii`, `decoding`.
        case opening
        /// Nothing declared the encoding, and all bytes so far were ASCII. Next: `guessing`.
        case ascii
        /// Bytes from the first that is not ASCII are collected. Next: `decoding`.
        case guessing
        case decoding
    }

    private enum Kind {
        case unknown
        case html
        case xml
        case plain
    }

    private var phase = Phase.opening
    private var kind: Kind
    private let declared: CharacterEncoding?
    private var held: [UInt8] = []
    private var decoder: CharacterDecoder?
    private var reader: MarkupReader

    /// The page's encoding, once it is known; `nil` while all bytes could be any.
    public private(set) var encoding: CharacterEncoding?

    /// The labels that the page carries in its first 64 KiB, as far as it has been read.
    public var labels: PageLabels { reader.labels }

    /// - Parameter contentType: the Content-Type header's value, with its `charset`. Without one, a page that begins with
    ///   `<` is HTML.
    public init(contentType: String?) {
        kind = contentType.map(Self.kind) ?? .unknown
        declared = contentType.flatMap { CharacterEncoding(contentType: $0) }
        reader = MarkupReader(dialect: kind == .xml ? .xml : .html, isPlainText: kind == .plain)
    }

    /// Whether bodies of this Content-Type have text to extract; scripts, style sheets and images do not.
    public static func reads(contentType: String) -> Bool {
        let type = mediaType(contentType)
        if type == "text/css" || type == "text/javascript" || type == "text/ecmascript" { return false }
        return type.hasPrefix("text/") || kind(contentType) != .plain || type == "application/json"
    }

    /// Reads the next bytes of the body and appends the text that is certain.
    ///
    /// - Complexity: linear in the bytes.
    public mutating func consume(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
        var index = 0
        while index < bytes.count {
            switch phase {
            case .opening:
                index = hold(bytes, from: index, upTo: CharacterEncoding.declarationLimit)
                if held.count >= CharacterEncoding.declarationLimit { endOpening(into: &output) }
            case .ascii:
                let end = bytes.endOfASCII(from: index)
                if end > index { reader.consume(bytes.extracting(index..<end), into: &output) }
                index = end
                if let late = reader.declaredEncoding {
                    settle(on: late)
                } else if index < bytes.count {
                    phase = .guessing
                }
            case .guessing:
                index = hold(bytes, from: index, upTo: CharacterEncoding.guessLimit)
                if held.count >= CharacterEncoding.guessLimit { endGuessing(isComplete: false, into: &output) }
            case .decoding:
                decode(bytes.extracting(index..<bytes.count), into: &output)
                index = bytes.count
            }
        }
    }

    /// Ends the page and appends the rest of its text. Nothing may follow.
    public mutating func finish(into output: inout [UInt8]) {
        if phase == .opening { endOpening(into: &output) }
        if phase == .guessing { endGuessing(isComplete: true, into: &output) }
        decoder?.finish { reader.consume($0, into: &output) }
        reader.finish(into: &output)
    }

    // MARK: Finding the encoding

    private mutating func hold(_ bytes: Span<UInt8>, from start: Int, upTo limit: Int) -> Int {
        let count = min(bytes.count - start, limit - held.count)
        guard count > 0 else { return start }
        held.reserveCapacity(limit)
        // Bound: the buffer is the extracted span's own, copied before the closure ends.
        unsafe bytes.extracting(start..<start + count).withUnsafeBufferPointer { unsafe held.append(contentsOf: $0) }
        return start + count
    }

    private mutating func endOpening(into output: inout [UInt8]) {
        let opening = held
        held = []
        let mark = CharacterEncoding.byteOrderMark(opening.span)
        let known = mark?.encoding ?? declared ?? (kind == .plain ? nil : CharacterEncoding.declared(in: opening.span))
        phase = .ascii
        if let known { settle(on: known) }
        let text = opening.span.extracting((mark?.length ?? 0)..<opening.count)
        if kind == .unknown { decideKind(text) }
        consume(text, into: &output)
    }

    private mutating func endGuessing(isComplete: Bool, into output: inout [UInt8]) {
        let text = held
        held = []
        settle(on: CharacterEncoding.guess(text.span, isComplete: isComplete))
        decode(text.span, into: &output)
    }

    private mutating func settle(on found: CharacterEncoding) {
        phase = .decoding
        encoding = found
        // Where the system has no converter, what is ASCII in the page is still read.
        decoder = CharacterDecoder(found)
    }

    private mutating func decode(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
        guard decoder != nil else { return reader.consume(bytes, into: &output) }
        decoder?.decode(bytes) { reader.consume($0, into: &output) }
    }

    // MARK: Finding the kind

    private mutating func decideKind(_ text: Span<UInt8>) {
        var index = 0
        while index < text.count, text[index] <= 0x20 { index += 1 }
        let isMarkup = index < text.count && text[index] == UInt8(ascii: "<")
        kind = isMarkup ? .html : .plain
        if !isMarkup { reader = MarkupReader(dialect: .html, isPlainText: true) }
    }

    private static func kind(_ contentType: String) -> Kind {
        if contentType.utf8.span.namesMediaType("text/html") { return .html }
        let type = mediaType(contentType)
        if type.hasSuffix("/xml") || type.hasSuffix("+xml") { return .xml }
        return type.isEmpty ? .unknown : .plain
    }

    private static func mediaType(_ contentType: String) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let type = contentType.utf8.prefix { $0 != UInt8(ascii: ";") }.drop(while: isBlank)
        return Substring(type.prefix { !isBlank($0) }).lowercased()
    }
}
