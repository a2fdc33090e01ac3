import BreakwaterPolicy

/// Fills in what a profile takes from the one it is based on, and the defaults.
struct ProfileResolver {
    let drafts: [ProfileDraft]
    let categories: [String]
    let problems: ProblemCollector

    func resolve() -> [Profile] {
        let known = Set(categories)
        for draft in drafts {
            checkCategories(draft.actions, known)
            for category in (draft.inspection?.categories ?? []) + (draft.inspection?.exemptCategories ?? []) { check(category, known) }
            for schedule in draft.schedules ?? [] { checkCategories(schedule.actions ?? [], known) }
        }
        return drafts.compactMap { profile($0) }
    }

    private func checkCategories(_ actions: [(category: Marked<CategoryID>, action: Action)], _ known: Set<String>) {
        for (category, _) in actions { check(category, known) }
    }

    private func check(_ category: Marked<CategoryID>, _ known: Set<String>) {
        guard !known.contains(category.value.rawValue) else { return }
        problems.report(category.position, UnknownName.message("category", category.value.rawValue, categories))
    }

    /// - Returns: `nil` where the chain of `based-on` leads nowhere or in a circle.
    private func profile(_ draft: ProfileDraft, behind visited: [ProfileID] = []) -> Profile? {
        guard let parentName = draft.basedOn else { return apply(draft, to: nil) }
        let chain = visited + [draft.id.value]
        guard let parent = drafts.first(where: { $0.id.value.rawValue == parentName.value }) else {
            problems.report(parentName.position, UnknownName.message("profile", parentName.value, drafts.map(\.id.value.rawValue)))
            return nil
        }
        guard !chain.contains(parent.id.value) else {
            problems.report(parentName.position, "the profile `\(draft.id.value)` is based on itself")
            return nil
        }
        return profile(parent, behind: chain).flatMap { apply(draft, to: $0) }
    }

    private func apply(_ draft: ProfileDraft, to parent: Profile?) -> Profile? {
        guard let ageBand = draft.ageBand ?? parent?.ageBand else { return nil }
        let id = draft.id.value
        var profile = parent ?? Profile(
            id: id, name: LocalizedText(en: id.rawValue, ja: id.rawValue), ageBand: ageBand,
            textScoreLimit: Self.scoreLimit(for: ageBand))
        profile.id = id
        profile.name = draft.name ?? (parent == nil ? profile.name : LocalizedText(en: id.rawValue, ja: id.rawValue))
        profile.ageBand = ageBand
        for (category, action) in draft.actions { profile.categories[category.value] = action }
        profile.defaultAction = draft.defaultAction ?? profile.defaultAction
        profile.allow = draft.allow ?? profile.allow
        profile.deny = draft.deny ?? profile.deny
        profile.schedules = draft.schedules?.map(Self.schedule) ?? profile.schedules
        profile.quotas = draft.quotas ?? profile.quotas
        profile.timeWarning = draft.timeWarning ?? profile.timeWarning
        profile.scansText = draft.scansText ?? profile.scansText
        profile.textScoreLimit = draft.textScoreLimit ?? profile.textScoreLimit
        profile.keepsHostNames = draft.keepsHostNames ?? profile.keepsHostNames
        let search = draft.safeModes.search ?? profile.safeModes?.search
        let youTube = draft.safeModes.youTube ?? profile.safeModes?.youTube
        profile.safeModes = search == nil && youTube == nil ? nil : SafeModes(search: search, youTube: youTube)
        let missing = draft.tunnels.missingServerName ?? profile.tunnels?.missingServerName
        let encrypted = draft.tunnels.encryptedHello ?? profile.tunnels?.encryptedHello
        profile.tunnels = missing == nil && encrypted == nil ? nil : TunnelRules(missingServerName: missing, encryptedHello: encrypted)
        if let inspection = draft.inspection { profile.inspection = Self.inspection(inspection, over: profile.inspection) }
        profile.downloads = draft.downloads ?? profile.downloads
        return profile
    }

    private static func inspection(_ draft: InspectionDraft, over inherited: Inspection?) -> Inspection? {
        guard !draft.isOff else { return nil }
        var inspection = inherited ?? Inspection()
        if let categories = draft.categories { inspection.reach = .categories(Set(categories.map(\.value))) }
        if let exempt = draft.exemptCategories { inspection.exemptCategories = Set(exempt.map(\.value)) }
        inspection.exemptHosts = draft.exemptHosts ?? inspection.exemptHosts
        inspection.passesPinnedHosts = draft.passesPinnedHosts ?? inspection.passesPinnedHosts
        return inspection
    }

    private static func schedule(_ draft: ScheduleDraft) -> Schedule {
        let effect: Schedule.Effect
        if let actions = draft.actions {
            effect = .categories(Dictionary(actions.map { ($0.category.value, $0.action) }) { _, last in last })
        } else {
            effect = .blockAll
        }
        return Schedule(name: draft.name, days: draft.days, ranges: draft.ranges, effect: effect)
    }

    /// As e2guardian's documentation suggests for young children, older ones and young adults, with a step between.
    private static func scoreLimit(for band: AgeBand) -> Int {
        switch band {
        case .from6to9: 60
        case .from10to12: 80
        case .from13to15: 100
        case .from16to17, .adult: 160
        }
    }
}
