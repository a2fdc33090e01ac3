public import BreakwaterPolicy

/// Somebody who helps: named on the pages of crisis categories and of sealed lists.
public struct HelpPoint: Sendable, Hashable {
    public var name: LocalizedText
    /// What to dial or send: `0800 1111`.
    public var contact: String
    /// `https:` address without a path that says what it is about; `nil` where there is none.
    public var link: String?
    /// The page languages it is shown in.
    public var languages: Set<Language>
    /// The categories it is for; empty for all crisis categories.
    public var categories: Set<CategoryID>

    public init(name: LocalizedText, contact: String, link: String? = nil, languages: Set<Language>, categories: Set<CategoryID> = []) {
        self.name = name
        self.contact = contact
        self.link = link
        self.languages = languages
        self.categories = categories
    }

    /// A link that dials, where the contact is a number.
    var telephone: String? {
        let digits = contact.filter { $0.isASCII && $0.isNumber }
        guard contact.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == " " || $0 == "-") }), digits.count >= 3 else { return nil }
        return "tel:" + digits
    }
}
