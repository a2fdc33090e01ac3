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

    var isEndTag = false
    var isSelfClosing = false
    var element = MarkupElement()
    var purpose = Purpose.nothing
    private(set) var name = PackedName()
    private(set) var attributeName = PackedName()
    /// Whether any of the values below may have bytes.
    private var keepsValues = false
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
        name = PackedName()
        attributeName = PackedName()
        guard keepsValues else { return }
        keepsValues = false
        text.removeAll(keepingCapacity: true)
        metaName.removeAll(keepingCapacity: true)
        metaContent.removeAll(keepingCapacity: true)
        metaCharset.removeAll(keepingCapacity: true)
        metaEquivalent.removeAll(keepingCapacity: true)
    }

    mutating func appendName(_ byte: UInt8) {
        name.append(byte)
    }

    mutating func endName() { element = MarkupElement.named(name) }

    mutating func beginAttribute() {
        attributeName = PackedName()
        purpose = .nothing
    }

    mutating func appendAttributeName(_ byte: UInt8) {
        attributeName.append(byte)
    }

    /// Looks at the attribute's name before its value is read; of two attributes `name`, HTML counts the first.
    mutating func beginValue() {
        purpose = .nothing
        guard !isEndTag else { return }
        switch attributeName {
        case Self.alt, Self.title, Self.placeholder:
            purpose = .text
            text.append(UInt8(ascii: "|"))
        case Self.metaNameAttribute where element.isMeta && metaName.isEmpty: purpose = .metaName
        case Self.content where element.isMeta && metaContent.isEmpty: purpose = .metaContent
        case Self.charset where element.isMeta && metaCharset.isEmpty: purpose = .metaCharset
        case Self.equivalent where element.isMeta && metaEquivalent.isEmpty: purpose = .metaEquivalent
        default: return
        }
        keepsValues = true
    }

    private static let alt = PackedName("alt")
    private static let title = PackedName("title")
    private static let placeholder = PackedName("placeholder")
    private static let metaNameAttribute = PackedName("name")
    private static let content = PackedName("content")
    private static let charset = PackedName("charset")
    private static let equivalent = PackedName("http-equiv")

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
