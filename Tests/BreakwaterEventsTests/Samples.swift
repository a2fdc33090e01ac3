import BreakwaterEvents
import BreakwaterPolicy

extension DecisionEvent {
    /// A block of the category "gambling" for "child", unless told otherwise.
    static func sample(
        minute: Int64 = 28_000_000, category: String = "gambling", pseudonym: UInt64 = 7, count: Int64 = 1
    ) -> DecisionEvent {
        DecisionEvent(
            minute: minute, action: .block, rank: .category, layer: .url, category: CategoryID(category), profile: "child",
            pseudonym: pseudonym, list: "list-a", count: count)
    }
}

extension Profile {
    static func sample(_ band: AgeBand = .from6to9, keepsHostNames: Bool = false) -> Profile {
        Profile(id: "child", name: LocalizedText(en: "Child", ja: "子ども"), ageBand: band, keepsHostNames: keepsHostNames)
    }
}
