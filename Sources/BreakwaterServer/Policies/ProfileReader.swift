import BreakwaterPolicy

/// Reads one profile, its schedules and its quotas.
enum ProfileReader {
    private static let keys = [
        "id", "name", "age-band", "based-on", "default", "block", "warn", "allow", "entries", "schedules", "quotas", "time-warning",
        "scan-text", "text-score-limit", "keep-host-names", "safe-search", "youtube", "tunnels", "inspect", "downloads",
    ]

    static func read(_ value: YAMLValue) -> ProfileDraft? {
        guard let mapping = value.mapping("a profile", keys: keys), let id = profileID(mapping.required("id")) else { return nil }
        var draft = ProfileDraft(id: id)
        if let parent = mapping["based-on"], let name = parent.text("`based-on`") {
            draft.basedOn = Marked(value: name, position: parent.position)
        }
        draft.name = mapping["name"].flatMap { PolicyTexts.text($0, "`name` of a profile") }
        let bands = AgeBand.allCases.map { ($0.rawValue, $0) }
        draft.ageBand = (draft.basedOn == nil ? mapping.required("age-band") : mapping["age-band"])?.choice("`age-band`", of: bands)
        draft.defaultAction = mapping["default"]?.choice("`default`", of: [("allow", .allow), ("block", .block)])
        draft.actions = actions(mapping)
        if let entries = mapping["entries"]?.mapping("`entries`", keys: ["allow", "deny"]) {
            draft.allow = entries["allow"]?.itemsOrSelf().compactMap(EntryReader.read)
            draft.deny = entries["deny"]?.itemsOrSelf().compactMap(EntryReader.read)
        }
        draft.schedules = mapping["schedules"]?.items("`schedules`").compactMap(TimeReader.schedule)
        draft.quotas = mapping["quotas"]?.items("`quotas`").compactMap(TimeReader.quota)
        draft.timeWarning = mapping["time-warning"]?.integer("`time-warning`", in: 0...60)
        draft.scansText = mapping["scan-text"]?.boolean("`scan-text`")
        draft.textScoreLimit = mapping["text-score-limit"]?.integer("`text-score-limit`", in: 1...10_000)
        draft.keepsHostNames = mapping["keep-host-names"]?.boolean("`keep-host-names`")
        ProfileNetworkReader.read(mapping, into: &draft)
        return draft
    }

    private static func profileID(_ value: YAMLValue?) -> Marked<ProfileID>? {
        guard let value, let text = value.text("`id` of a profile") else { return nil }
        guard let id = ProfileID(text) else {
            value.report("`\(text)` is no profile name: use 1 to 40 of a-z, 0-9, - and _")
            return nil
        }
        return Marked(value: id, position: value.position)
    }

    /// The three lists of categories; a category belongs in one of them.
    private static func actions(_ mapping: YAMLMapping) -> [(category: Marked<CategoryID>, action: Action)] {
        var found: [(category: Marked<CategoryID>, action: Action)] = []
        for (key, action) in [("block", Action.block), ("warn", .warn), ("allow", .allow)] {
            for value in mapping[key]?.itemsOrSelf() ?? [] {
                guard let category = PolicyTexts.category(value) else { continue }
                if let other = found.first(where: { $0.category.value == category.value }) {
                    value.report("`\(category.value)` is named twice in this profile, as `\(other.action.rawValue)` and as `\(key)`")
                    continue
                }
                found.append((category, action))
            }
        }
        return found
    }
}
