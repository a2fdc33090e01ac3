/// A character encoding of the web, by its WHATWG name (`utf-8`, `shift_jis`, `windows-1252`).
///
/// A page's encoding is, in this order: its byte order mark; the `charset` of its Content-Type; the first `<meta>` that
/// declares one in its first 1,024 bytes; UTF-8 where its bytes are UTF-8; the Japanese encoding its bytes look like;
/// windows-1252.
public struct CharacterEncoding: Sendable, Hashable, CustomStringConvertible {
    /// Lower case, as in the WHATWG Encoding Standard.
    public let name: String
    /// What the system's converter calls the same encoding; `nil` where bytes are UTF-8 as they stand.
    let converterName: String?

    public static let utf8 = CharacterEncoding(name: "utf-8", converterName: nil)
    public static let utf16LittleEndian = CharacterEncoding(name: "utf-16le", converterName: "UTF-16LE")
    public static let utf16BigEndian = CharacterEncoding(name: "utf-16be", converterName: "UTF-16BE")
    public static let windows1252 = CharacterEncoding(name: "windows-1252", converterName: "CP1252")
    // Why CP932, EUC-JP-MS and ISO-2022-JP-3: they are what web pages mean by the plain names (NEC and IBM rows,
    // half-width katakana).
    public static let shiftJIS = CharacterEncoding(name: "shift_jis", converterName: "CP932")
    public static let eucJP = CharacterEncoding(name: "euc-jp", converterName: "EUC-JP-MS")
    public static let iso2022JP = CharacterEncoding(name: "iso-2022-jp", converterName: "ISO-2022-JP-3")

    init(name: String, converterName: String?) {
        self.name = name
        self.converterName = converterName
    }

    /// - Parameter label: as in a header or a `<meta>`: any case, white space around it.
    /// - Returns: `nil` where the standard knows no such label.
    public init?(label: String) {
        let trimmed = label.lowercased().split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\u{C}" || $0 == "\r\n" }
        guard trimmed.count == 1, let first = trimmed.first, let found = Self.labels[String(first)] else { return nil }
        self = found
    }

    public var description: String { name }

    public static func == (a: Self, b: Self) -> Bool { a.name == b.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    var isUTF16: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }
}
