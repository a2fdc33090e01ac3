import BreakwaterPolicy

/// Reads one category of a taxonomy.
enum CategoryReader {
    private static let keys = ["id", "name", "description", "for-children", "minimum-age", "topic"]
    private static let topics = ["content", "contact", "conduct", "contract", "health", "security", "bypass"]

    static func read(_ value: YAMLValue) -> Marked<Category>? {
        guard let mapping = value.mapping("a category", keys: keys) else { return nil }
        let id = mapping.required("id").flatMap(PolicyTexts.category)
        let name = mapping.required("name").flatMap { PolicyTexts.text($0, "`name` of a category") }
        let description = mapping.required("description").flatMap { PolicyTexts.text($0, "`description` of a category") }
        let forChildren = mapping.required("for-children").flatMap { PolicyTexts.text($0, "`for-children` of a category") }
        let topic = mapping.required("topic").flatMap { $0.choice("`topic`", of: topics.map { ($0, $0) }) }
        let age = mapping["minimum-age"].flatMap { $0.integer("`minimum-age`", in: 0...21) }
        guard let id, let name, let description, let forChildren, let topic else { return nil }
        return Marked(
            value: Category(
                id: id.value, name: name, description: description, forChildren: forChildren, suggestedMinimumAge: age, topic: topic),
            position: id.position)
    }
}
