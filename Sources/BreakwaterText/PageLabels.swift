/// The labels by which a page says of itself that it is not for children.
///
/// A label is a statement of the publisher, so one is enough: RTA ("restricted to adults") in a `meta` element or in
/// the `Rating` response header, or `<meta name="rating" content="adult">` and its older spellings.
/// A page that writes *about* a label in its text is not labelled.
public struct PageLabels: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `RTA-5042-1996-1400-1577-RTA`.
    public static let restrictedToAdults = PageLabels(rawValue: 1)
    /// `adult`.
    public static let adult = PageLabels(rawValue: 2)
    /// `mature`.
    public static let mature = PageLabels(rawValue: 4)
    /// `restricted`.
    public static let restricted = PageLabels(rawValue: 8)

    /// Whether any label keeps the page from children.
    public var isForAdults: Bool { !isEmpty }

    /// The labels in a `Rating` response header; several values may be joined with commas.
    ///
    /// - Parameter rating: the header's value; any case, any surrounding white space.
    public static func header(rating: String) -> PageLabels {
        rating.utf8.split(separator: UInt8(ascii: ",")).reduce(into: PageLabels()) { $0.formUnion(value(Array($1))) }
    }

    /// The labels of one `meta` element.
    ///
    /// The RTA string counts under every name: publishers write it under `rating`, `RATING`, `voluntary content rating`.
    static func meta(name: [UInt8], content: [UInt8]) -> PageLabels {
        let found = value(content)
        return trimmedLowerCase(name).elementsEqual("rating".utf8) ? found : found.intersection(.restrictedToAdults)
    }

    private static func value(_ bytes: [UInt8]) -> PageLabels {
        switch String(decoding: trimmedLowerCase(bytes), as: UTF8.self) {
        case "rta-5042-1996-1400-1577-rta": .restrictedToAdults
        case "adult": .adult
        case "mature": .mature
        case "restricted": .restricted
        default: []
        }
    }

    private static func trimmedLowerCase(_ bytes: [UInt8]) -> [UInt8] {
        let isSpace = { (byte: UInt8) in byte <= 0x20 }
        let tail = bytes.drop(while: isSpace)
        let end = tail.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? tail.startIndex
        return tail[tail.startIndex..<end].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }
}
