import BreakwaterPolicy

extension ReportBuilder {
    /// Guidance for every category that the report shows, and for the sealed lists where they were met.
    func guidanceSections(for model: ReportModel, _ tally: Tally) -> [ReportModel.GuidanceSection] {
        var ids = model.categories.compactMap { CategoryID($0.id) }
        let sealed = model.reasons.contains { $0.id == DecisionRank.sealed.name }
        if sealed, let illegal = CategoryID("illegal"), !ids.contains(illegal) { ids.append(illegal) }
        // Why: one page about self-harm matters more than twenty shops; what pages load by themselves comes last.
        let urgency = ids.map { CategoryGuidance.forCategory($0).urgency }
        ids = ids.indices.sorted { (urgency[$0], $0) < (urgency[$1], $1) }.map { ids[$0] }
        if audience == .children { ids = childrenCategories(ids) }
        return ids.map(section)
    }

    /// A child reads about everything that is filtered, met or not: what was met first.
    private func childrenCategories(_ met: [CategoryID]) -> [CategoryID] {
        let profiles = policy.profiles.filter { item in profile.map { $0 == item.id } ?? (item.ageBand != .adult) }
        let filtered = Set(profiles.flatMap(filteredCategories))
        return met + policy.categories.map(\.id).filter { filtered.contains($0) && !met.contains($0) }
    }

    /// Three points of one country, or the best of each of several.
    private func help(for needs: [HelpNeed]) -> [HelpPoint] {
        guard countries.count > 1 else { return Array(HelpDirectory.points(for: needs, in: countries).prefix(3)) }
        return countries.compactMap { HelpDirectory.points(for: needs, in: [$0]).first }
    }

    private func section(_ id: CategoryID) -> ReportModel.GuidanceSection {
        let guidance = CategoryGuidance.forCategory(id)
        let category = policy.categories.first { $0.id == id }
        let strand = guidance.strand
        var curriculum = ["UKCIS: \(strand.unitedKingdom)", "ILAS: \(strand.japan[language])"]
        if let topic = strand.commonSense { curriculum.append("Common Sense: \(topic)") }
        if language == .japanese { curriculum.swapAt(0, 1) }
        let isGeneral = guidance.id.isEmpty
        return ReportModel.GuidanceSection(
            id: id.rawValue, name: category.map { text($0.name) } ?? id.rawValue,
            description: category.map { text($0.description) } ?? "", younger: guidance.younger[language],
            older: guidance.older[language], starter: guidance.starter[language], skill: guidance.skill[language],
            activity: guidance.activity[language], curriculum: curriculum,
            childName: isGeneral ? category.map { text($0.name) } ?? guidance.childName[language] : guidance.childName[language],
            child: guidance.child[language],
            help: help(for: guidance.needs).map { helpEntry($0) })
    }
}
