import BreakwaterPolicy

/// Sentences and names in both languages.
enum PolicyTexts {
    /// A map of both languages, or one string that stands for both.
    static func text(_ value: YAMLValue, _ role: String) -> LocalizedText? {
        if value.isScalar {
            return value.text(role).map { LocalizedText(en: $0, ja: $0) }
        }
        guard let mapping = value.mapping(role, keys: ["en", "ja"]) else { return nil }
        let en = mapping.required("en")?.text("`en` of \(role)")
        let ja = mapping.required("ja")?.text("`ja` of \(role)")
        guard let en, let ja else { return nil }
        return LocalizedText(en: en, ja: ja)
    }

    /// One category name.
    static func category(_ value: YAMLValue) -> Marked<CategoryID>? {
        guard let text = value.text("a category's name") else { return nil }
        guard let id = CategoryID(text) else {
            value.report("`\(text)` is no category name: use 1 to 40 of a-z, 0-9, - and _")
            return nil
        }
        return Marked(value: id, position: value.position)
    }
}
