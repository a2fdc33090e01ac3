/// The stable, lower-case name of a category: `adult`, `self-harm`.
///
/// 1–40 bytes of `a`–`z`, `0`–`9`, `-` and `_`, so that it is safe in a file name, a header and a database.
public struct CategoryID: Sendable, Hashable, Comparable, Codable, CodingKeyRepresentable, CustomStringConvertible {
    public let rawValue: String

    /// - Returns: `nil` where the text is not of that form.
    public init?(_ text: String) {
        guard (1...40).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        rawValue = text
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = CategoryID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "`\(text)` is no category name: use a-z, 0-9, - and _")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var codingKey: any CodingKey { NameKey(stringValue: rawValue) }

    public init?<Key: CodingKey>(codingKey: Key) { self.init(codingKey.stringValue) }

    public var description: String { rawValue }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    private struct NameKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

/// One entry of the taxonomy: what a kind of content is, in words for a parent and for a child.
public struct Category: Sendable, Hashable, Codable, Identifiable {
    public var id: CategoryID
    /// A short name, as on a chart's axis.
    public var name: LocalizedText
    /// One or two sentences for an adult: what is in it and what is not.
    public var description: LocalizedText
    /// One or two sentences a child of nine can read, for the block page; never shaming.
    public var forChildren: LocalizedText
    /// The age from which the presets stop blocking it; `nil` where no age is right (malware, scams).
    public var suggestedMinimumAge: Int?
    /// The reports' topic it belongs to (`content`, `contact`, `conduct`, `contract`, `health`, `security`, `bypass`).
    public var topic: String

    public init(
        id: CategoryID, name: LocalizedText, description: LocalizedText, forChildren: LocalizedText,
        suggestedMinimumAge: Int? = nil, topic: String
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.forChildren = forChildren
        self.suggestedMinimumAge = suggestedMinimumAge
        self.topic = topic
    }
}
