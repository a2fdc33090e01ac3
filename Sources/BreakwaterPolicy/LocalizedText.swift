/// A sentence or a name in the two languages that Breakwater speaks.
public struct LocalizedText: Sendable, Hashable, Codable {
    /// English, British spelling.
    public var en: String
    /// Japanese.
    public var ja: String

    public init(en: String, ja: String) {
        self.en = en
        self.ja = ja
    }

    /// The text in one language.
    public subscript(language: Language) -> String {
        switch language {
        case .english: en
        case .japanese: ja
        }
    }
}

/// A language that pages and reports are written in; the raw value is its BCP 47 tag.
public enum Language: String, Sendable, Hashable, Codable, CaseIterable {
    case english = "en"
    case japanese = "ja"
}
