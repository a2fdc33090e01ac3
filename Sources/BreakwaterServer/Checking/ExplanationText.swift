public import Breakwater
public import BreakwaterPolicy

/// An explanation in sentences, as `breakwater explain` prints it.
public enum ExplanationText {
    public static func lines(_ explanation: Explanation, url: String, at moment: Moment, in policy: Policy) -> [String] {
        let reason = explanation.reason
        var lines = [
            "URL      \(explanation.canonicalURL ?? url)",
            "profile  \(reason.profile.id) (\(reason.profile.name.en))",
            "time     \(TimeText.describe(moment.secondsSinceEpoch, in: policy)) \(policy.timeZone)",
            "answer   \(answer(reason))", "",
        ]
        lines += explanation.steps.map { step in
            let name = step.rank.name.padding(to: 14)
            return "\(step.isDecisive ? "->" : "  ") \(step.rank.rawValue) \(name)\(step.outcome)"
        }
        lines += ["", "What would change it:"]
        let changes = reason.wouldChange.map { "  - " + sentence($0, policy) }
        return lines + (changes.isEmpty ? ["  - a change of the policy or of its lists"] : changes)
    }

    private static func answer(_ reason: Reason) -> String {
        var text = reason.action.rawValue
        if let category = reason.category { text += ", category \(category.id) (\(category.name.en))" }
        if let list = reason.list {
            text += ", list \(list.id)"
            if let version = list.version { text += " version \(version)" }
            if let licence = list.licence { text += " (\(licence))" }
        }
        if let rule = reason.rule { text += ", rule `\(rule)`" + (reason.line.map { " in line \($0)" } ?? "") }
        if let schedule = reason.scheduleName { text += ", schedule \(schedule.en)" }
        return text
    }

    private static func sentence(_ change: Reason.Change, _ policy: Policy) -> String {
        switch change {
        case .scheduleEnds(let time): "the schedule ends at \(TimeText.describe(time, in: policy))"
        case .quotaResets(let time): "the day's minutes start anew at \(TimeText.describe(time, in: policy))"
        case .guardianMayApprove: "a guardian approves a request for a while"
        case .guardianMayChangePolicy: "a guardian adds an entry of the profile's own, or changes the category's action"
        case .otherProfile(let profile): "the profile \(profile) decides otherwise"
        case .nothing: "nobody here can change it: the list is sealed"
        }
    }
}

/// The same as JSON.
public struct ExplanationDocument: Sendable, Encodable {
    public var url: String
    public var canonicalURL: String?
    public var reason: Reason
    public var step: String
    public var steps: [Explanation.Step]

    public init(_ explanation: Explanation, url: String) {
        self.url = url
        canonicalURL = explanation.canonicalURL
        reason = explanation.reason
        step = explanation.verdict.rank.name
        steps = explanation.steps
    }
}

extension String {
    /// Filled with spaces; a longer text stays as it is, with one space behind it.
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
