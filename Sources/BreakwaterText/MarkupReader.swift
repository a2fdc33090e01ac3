/// Reads the text of a page out of its markup, a byte at a time, in the states of WHATWG HTML §13.2.5 that matter to
/// text. Bytes are UTF-8; everything the reader looks for is ASCII.
///
/// What browsers show is text here; what they hide from everyone (scripts, styles, comments) is not. Where a browser
/// needs the tree to know which it is (`svg`, CDATA sections, self-closed scripts), the reader takes the choice that
/// yields more text: markup must not be able to hide from the filter what a child sees.
///
/// Memory is bounded: a tag keeps only the attribute values that are text, `sideLimit` bytes of them, and everything else
/// passes by. Text that stands inside a tag or over the words (`alt`, `title`, Ruby) waits in `sideText` until the
/// next gap between words, so that it does not cut the word it stands in.
struct MarkupReader: ~Copyable {
    enum State {
        /// Next: `tagOpen`.
        case text
        /// The content of `rawElement`. Next: `rawLessThan`.
        case rawText
        /// Inside a CDATA section. Next: `text`.
        case cdata
        /// To the end of the document.
        case plainText
        /// Inside a tag of an element whose tags are stripped. Next: `rawText`, `rawLessThan`.
        case strippedTag
        /// After `<` in `text`. Next: `tagName`, `endTagOpen`, `declaration`, `bogusComment`, `text`.
        case tagOpen
        /// After `</`. Next: `tagName`, `bogusComment`, `text`.
        case endTagOpen
        /// After `<` in `rawText` or `strippedTag`. Next: `rawEndTag`, `strippedTag`, `rawText`.
        case rawLessThan
        /// Inside what may be the end tag of `rawElement`. Next: `beforeAttributeName`, or as `rawLessThan`.
        case rawEndTag
        // A tag, in its order; its `>` leads to `text`, `rawText` or `plainText`.
        case tagName
        case beforeAttributeName
        case attributeName
        case afterAttributeName
        case beforeAttributeValue
        case doubleQuotedValue
        case singleQuotedValue
        case unquotedValue
        case afterQuotedValue
        /// After `<!`. Next: `comment`, `cdata`, `bogusComment`.
        case declaration
        // Both end in `text`.
        case comment
        case bogusComment
    }

    /// Whether the document is XML: there `<title>` holds elements and `<![CDATA[` text.
    enum Dialect: Sendable {
        case html
        case xml
    }

    /// Where text goes.
    enum Flow {
        case page
        /// Ruby, and `noscript` inside a line: kept apart, so that it does not cut the word it stands in.
        case beside
        /// The parentheses of Ruby.
        case nowhere
    }

    /// Bytes of attribute and Ruby text held back, at most.
    static let sideLimit = 16 * 1024
    /// Bytes of the document in which labels count.
    static let labelLimit = 64 * 1024

    let dialect: Dialect
    var folder = TextFolder(beginsWithSeparator: true)
    var state = State.text
    var labels = PageLabels()
    /// What the first `<meta>` that says so declares; for pages that say it past the pre-scan.
    var declaredEncoding: CharacterEncoding?
    /// Bytes of earlier chunks.
    var consumed = 0

    // Elements
    var tag = MarkupTag()
    var rawElement = MarkupElement()
    /// The name whose end tag ends `rawText`.
    var rawName: [UInt8] = []
    /// How many `svg` and `math` elements are open.
    var foreignDepth = 0
    var flow = Flow.page
    var sideText: [UInt8] = []

    // Lexical
    var reference = CharacterReference()
    var isInReference = false
    /// Letters of `rawName`, of `[CDATA[` or of `]]>` seen in a row.
    var matched = 0
    var comment = CommentEnd()
    private var decoded: [UInt8] = []

    /// - Parameter isPlainText: whether there is no markup at all.
    init(dialect: Dialect, isPlainText: Bool) {
        self.dialect = dialect
        if isPlainText { state = .plainText }
    }

    mutating func consume(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
        var index = 0
        while index < bytes.count {
            if isInReference {
                index = readReference(bytes, at: index, into: &output)
                continue
            }
            switch state {
            case .text, .rawText: index = readText(bytes, from: index, into: &output)
            case .cdata: index = readCDATA(bytes, from: index, into: &output)
            case .plainText: index = folder.fold(bytes, from: index, stops: .atEnd, into: &output)
            case .strippedTag: index = readStrippedTag(bytes, from: index)
            case .tagOpen: index = readTagOpen(bytes[index], at: index, into: &output)
            case .endTagOpen: index = readEndTagOpen(bytes[index], at: index)
            case .rawLessThan: index = readRawLessThan(bytes[index], at: index, into: &output)
            case .rawEndTag: index = readRawEndTag(bytes[index], at: index, into: &output)
            case .tagName, .beforeAttributeName, .attributeName, .afterAttributeName, .beforeAttributeValue, .doubleQuotedValue,
                .singleQuotedValue, .unquotedValue, .afterQuotedValue:
                index = readTag(bytes, from: index, into: &output)
            case .declaration: index = readDeclaration(bytes[index], at: index)
            case .comment: index = readComment(bytes, from: index)
            case .bogusComment: index = readBogusComment(bytes, from: index)
            }
        }
        consumed += bytes.count
    }

    mutating func finish(into output: inout [UInt8]) {
        if isInReference { endReference(next: nil, into: &output) }
        flushSideText(into: &output)
        folder.breakWord(into: &output)
        folder.finish(into: &output)
    }

    // MARK: Where text goes

    /// Writes text that the current place shows: into the page, over it (Ruby), or nowhere.
    mutating func write(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
        switch flow {
        case .page: _ = folder.fold(bytes, from: 0, stops: .atEnd, into: &output)
        case .nowhere: break
        case .beside: appendSideText(bytes, into: &output)
        }
    }

    mutating func appendSideText(_ bytes: Span<UInt8>, into output: inout [UInt8]) {
        for index in 0..<bytes.count {
            if sideText.count >= Self.sideLimit { flushSideText(into: &output) }
            sideText.append(bytes[index])
        }
    }

    mutating func flushSideText(into output: inout [UInt8]) {
        guard !sideText.isEmpty else { return }
        var text: [UInt8] = []
        swap(&text, &sideText)
        folder.breakWord(into: &output)
        _ = folder.fold(text.span, from: 0, stops: .atEnd, into: &output)
        folder.breakWord(into: &output)
        text.removeAll(keepingCapacity: true)
        sideText = text
    }

    mutating func breakWord(into output: inout [UInt8]) {
        folder.breakWord(into: &output)
        flushSideText(into: &output)
    }

    // MARK: References

    mutating func beginReference() {
        reference.begin()
        isInReference = true
    }

    private mutating func readReference(_ bytes: Span<UInt8>, at index: Int, into output: inout [UInt8]) -> Int {
        switch reference.take(bytes[index]) {
        case .needsMore: return index + 1
        case .finished:
            endReference(next: nil, into: &output)
            return index + 1
        case .finishedBefore:
            endReference(next: bytes[index], into: &output)
            return index
        }
    }

    private mutating func endReference(next: UInt8?, into output: inout [UInt8]) {
        isInReference = false
        let isInAttribute = state == .doubleQuotedValue || state == .singleQuotedValue || state == .unquotedValue
        var text = decoded
        decoded = []
        text.removeAll(keepingCapacity: true)
        reference.append(to: &text, next: next, isInAttribute: isInAttribute)
        if isInAttribute {
            tag.appendValue(text.span)
        } else {
            write(text.span, into: &output)
        }
        decoded = text
    }
}
