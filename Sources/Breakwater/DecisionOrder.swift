import BreakwaterMatching
import BreakwaterPolicy

/// The total order of a decision; the first step that settles it wins.
///
/// 1 sealed · 2 help · 3 the profile's own entries · 4 grants · 5 time · 6 categories · 7 the profile's default. docs/POLICIES.md tells it
/// to guardians; `DecisionOrderTests` holds every pair.
struct DecisionOrder {
    let engine: Engine
    let profile: Int
    let layer: DecisionLayer
    let moment: Moment
    let usedMinutes: Int
    let exceeded: UInt16

    func settle(_ findings: Findings, _ matches: borrowing Span<Match>, isGranted: Bool, _ recorder: inout some DecisionRecorder) -> Verdict {
        if let match = findings.sealed {
            recorder.record(.sealed, isDecisive: true) { "A sealed list holds it. Nobody here can override that." }
            return verdict(.block, .sealed, match)
        }
        recorder.record(.sealed, isDecisive: false) { "No sealed list holds it." }
        if let match = findings.help {
            recorder.record(.help, isDecisive: true) { "The help list `\(listName(match))` holds it: help is always open." }
            return verdict(.allow, .help, match)
        }
        recorder.record(.help, isDecisive: false) { "No help list holds it." }
        if let (match, isDeny) = findings.ownEntry {
            recorder.record(.profileEntry, isDecisive: true) { "The profile's own \(isDeny ? "deny" : "allow") entry decides." }
            return verdict(isDeny ? .block : .allow, .profileEntry, match)
        }
        recorder.record(.profileEntry, isDecisive: false) { "The profile has no entry of its own for it." }
        if isGranted {
            recorder.record(.grant, isDecisive: true) { "A guardian's permission that has not expired covers it." }
            return verdict(.allow, .grant, nil)
        }
        recorder.record(.grant, isDecisive: false) { "No permission covers it." }
        if let verdict = settleByTime(&recorder) { return verdict }
        return settleByCategory(findings, matches, &recorder)
    }

    private func settleByTime(_ recorder: inout some DecisionRecorder) -> Verdict? {
        guard engine.profileFacts[profile].hasTimeRules else {
            recorder.record(.time, isDecisive: false) { "No schedule or quota stands against it now." }
            return nil
        }
        for (index, schedule) in engine.profiles[profile].schedules.enumerated() where schedule.blocksAll {
            guard let left = engine.minutesLeft(of: schedule, at: moment) else { continue }
            recorder.record(.time, isDecisive: true) { "The schedule `\(scheduleName(index))` is in force for \(left) more minutes." }
            return Verdict(
                action: .block, rank: .time, layer: layer, changesAt: instant(after: left), scheduleIndex: UInt8(clamping: index),
                exceededExpressions: exceeded)
        }
        let today = engine.isHoliday(moment.localDay) ? DaySet.holiday : moment.weekday
        for quota in engine.profiles[profile].quotas where quota.days.contains(today) && usedMinutes >= quota.minutes {
            recorder.record(.time, isDecisive: true) { "\(usedMinutes) of today's \(quota.minutes) minutes are used." }
            return Verdict(
                action: .block, rank: .time, layer: layer, changesAt: instant(after: 1440 - Int(moment.localMinute)),
                exceededExpressions: exceeded)
        }
        recorder.record(.time, isDecisive: false) { "No schedule or quota stands against it now." }
        return nil
    }

    private func settleByCategory(
        _ findings: Findings, _ matches: borrowing Span<Match>, _ recorder: inout some DecisionRecorder
    ) -> Verdict {
        let met = findings.categories
        if met.bits != 0 {
            let actions = engine.actions(profile, at: moment)
            for action in CategoryActions.strictestFirst {
                guard let match = Findings.best(in: actions.categories(taking: action).intersection(met), of: matches) else { continue }
                recorder.record(.category, isDecisive: true) {
                    "Category `\(categoryName(match.category))`, from the list `\(listName(match))`: the profile says \(action.rawValue)."
                }
                return verdict(action, .category, match, schedule: engine.scheduleActing(on: match.category, profile, at: moment))
            }
        }
        recorder.record(.category, isDecisive: false) {
            findings.cancelled.bits != 0
                ? "Listed, but an exception of the same category cancels it." : "No category that the profile acts on."
        }
        let defaultAction = engine.profileFacts[profile].defaultAction
        recorder.record(.profileDefault, isDecisive: true) { "The profile's default: \(defaultAction.rawValue)." }
        return verdict(defaultAction, .profileDefault, nil)
    }

    private func verdict(_ action: Action, _ rank: DecisionRank, _ match: Match?, schedule: UInt8? = nil) -> Verdict {
        let scans = engine.profileFacts[profile].scansText && action == .allow && rank >= .category && !engine.matcher.phrases.isEmpty
        let list = match.flatMap { Int($0.list) < engine.listKinds.count ? $0.list : nil }
        let category = match.flatMap { Int($0.category) < engine.policy.categories.count ? $0.category : nil }
        return Verdict(
            action: action, rank: rank, layer: layer, categoryIndex: category, listIndex: list, wantsTextScan: scans,
            scheduleIndex: schedule, exceededExpressions: exceeded, rule: match?.ruleReference ?? .none)
    }

    /// The start of the local minute that many minutes from now.
    private func instant(after minutes: Int) -> Int64 {
        let start = moment.secondsSinceEpoch - moment.secondsSinceEpoch % 60
        return start.addingReportingOverflow(Int64(clamping: minutes) * 60).partialValue
    }

    private func listName(_ match: Match) -> String {
        Int(match.list) < engine.policy.lists.count ? engine.policy.lists[Int(match.list)].id : "profile"
    }

    private func categoryName(_ index: UInt8) -> String {
        Int(index) < engine.policy.categories.count ? engine.policy.categories[Int(index)].id.rawValue : "none"
    }

    private func scheduleName(_ index: Int) -> String {
        let schedules = engine.policy.profiles[profile].schedules
        return schedules.indices.contains(index) ? schedules[index].name.en : ""
    }
}
