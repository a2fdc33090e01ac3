/// What is kept of a tag while it is read: its name, and the attribute values that are text.
struct MarkupTag {
    /// What the value of the current attribute is for.
    enum Purpose {
        case nothing
        /// `alt`, `title`, `placeholder`: shown or spoken.
        case text
        case metaName
        case metaContent
        case metaCharset
        case metaEquivalent
    }

    /// Longer names are none that matter; the rest of them is not kept.
    private static let nameLimit = 16

    var isEndTag = false
    var isSelfClosing = false
    var element = MarkupElement()
    var purpose = Purpose.nothing
    private(set) var name: [UInt8] = []
    private(set) var attributeName: [UInt8] = []
    private(set) var text: [UInt8] = []
    private(set) var metaName: [UInt8] = []
    private(set) var metaContent: [UInt8] = []
    private(set) var metaCharset: [UInt8] = []
    private(set) var metaEquivalent: [UInt8] = []

    mutating func begin(isEndTag: Bool) {
        self.isEndTag = isEndTag
        isSelfClosing = false
        element = MarkupElement()
        purpose = .nothing
        name.removeAll(keepingCapacity: true)
        attributeName.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        metaName.removeAll(keepingCapacity: true)
        metaContent.removeAll(keepingCapacity: true)
        metaCharset.removeAll(keepingCapacity: true)
        metaEquivalent.removeAll(keepingCapacity: true)
    }

    mutating func appendName(_ byte: UInt8) {
        if name.count < Self.nameLimit { name.append(Self.lowerCase(byte)) }
    }

    mutating func endName() { element = MarkupElement.named(name) }

    mutating func beginAttribute() {
        attributeName.removeAll(keepingCapacity: true)
        purpose = .nothing
    }

    mutating func appendAttributeName(_ byte: UInt8) {
        if attributeName.count < Self.nameLimit { attributeName.append(Self.lowerCase(byte)) }
    }

    /// Looks at the attribute's name before its value is read; of two attributes `name`, HTML counts the first.
    mutating func beginValue() {
        purpose = .nothing
        guard !isEndTag, let first = attributeName.first else { return }
        switch first {
        case UInt8(ascii: "a") where attributeName.elementsEqual("alt".utf8),
            UInt8(ascii: "t") where attributeName.elementsEqual("title".utf8),
            UInt8(ascii: "p") where attributeName.elementsEqual("placeholder".utf8):
            purpose = .text
            text.append(UInt8(ascii: "|"))
        case UInt8(ascii: "n") where element.isMeta && metaName.isEmpty && attributeName.elementsEqual("name".utf8): purpose = .metaName
        case UInt8(ascii: "c") where element.isMeta && metaContent.isEmpty && attributeName.elementsEqual("content".utf8):
            purpose = .metaContent
        case UInt8(ascii: "c") where element.isMeta && metaCharset.isEmpty && attributeName.elementsEqual("charset".utf8):
            purpose = .metaCharset
        case UInt8(ascii: "h") where element.isMeta && metaEquivalent.isEmpty && attributeName.elementsEqual("http-equiv".utf8):
            purpose = .metaEquivalent
        default: break
        }
    }

    /// Keeps a part of the value; what is over the limit is not kept.
    mutating func appendValue(_ bytes: Span<UInt8>) {
        for index in 0..<bytes.count {
            switch purpose {
            case .nothing: return
            case .text: Self.append(bytes[index], to: &text)
            case .metaName: Self.append(bytes[index], to: &metaName)
            case .metaContent: Self.append(bytes[index], to: &metaContent)
            case .metaCharset: Self.append(bytes[index], to: &metaCharset)
            case .metaEquivalent: Self.append(bytes[index], to: &metaEquivalent)
            }
        }
    }

    /// The encoding that this `meta` declares.
    var declaredEncoding: CharacterEncoding? {
        let found =
            metaCharset.isEmpty
            ? (metaEquivalent.map(Self.lowerCase).elementsEqual("content-type".utf8) ? CharacterEncoding.inMetaContent(metaContent) : nil)
            : CharacterEncoding(label: String(decoding: metaCharset, as: UTF8.self))
        return found?.isUTF16 == true ? .utf8 : found
    }

    private static func append(_ byte: UInt8, to value: inout [UInt8]) {
        if value.count < MarkupReader.sideLimit { value.append(byte) }
    }

    private static func lowerCase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
