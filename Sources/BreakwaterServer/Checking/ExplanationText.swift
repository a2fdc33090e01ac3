public import Breakwater
public import BreakwaterPolicy

/// An explanation in sentences, as `breakwater explain` prints it.
public enum ExplanationText {
    public static func lines(_ explanation: Explanation, url: String, at moment: Moment, in policy: Policy) -> [String] {
        let reason = explanation.reason
        var lines = ["URL      \(explanation.canonicalURL ?? url)"]
        if let canonical = explanation.canonicalURL, canonical != url { lines.append("asked    \(url)") }
        if let decoded = explanation.lookup?.decodedURL { lines.append("decoded  \(decoded)") }
        lines += [
            "profile  \(reason.profile.id) (\(reason.profile.name.en))",
            "time     \(TimeText.describe(moment.secondsSinceEpoch, in: policy)) \(policy.timeZone)",
            "answer   \(answer(reason))", "",
        ]
        if let lookup = explanation.lookup { lines += looked(lookup) }
        lines += met(explanation.matches)
        lines += explanation.steps.map { step in
            let name = step.rank.name.padding(to: 14)
            return "\(step.isDecisive ? "->" : "  ") \(step.rank.rawValue) \(name)\(step.outcome)"
        }
        lines += ["", "What would change it:"]
        var changes = reason.wouldChange.map { "  - " + sentence($0, policy) }
        if let other = explanation.withoutDecisiveEntry { changes.insert("  - without that entry: \(describe(other, policy))", at: 0) }
        return lines + (changes.isEmpty ? ["  - a change of the policy or of its lists"] : changes)
    }

    private static func looked(_ lookup: Explanation.Lookup) -> [String] {
        var lines: [String] = []
        if let domain = lookup.registrableDomain { lines.append("site     \(domain)") }
        if !lookup.names.isEmpty { lines.append("names    \(lookup.names.joined(separator: " "))") }
        return lines.isEmpty ? [] : lines + [""]
    }

    private static func met(_ matches: [Explanation.Match]) -> [String] {
        guard !matches.isEmpty else { return ["No entry of any list matches it.", ""] }
        return ["Entries that match it:"] + matches.map { "  - " + describe($0) } + [""]
    }

    /// `list adult (adult.txt:7), rule `bad.test`: a name, category adult; it decides`.
    private static func describe(_ match: Explanation.Match) -> String {
        var text = match.list.map { "list \($0)" } ?? match.profile.map { "own entry of \($0)" } ?? "a sealed list"
        if let file = match.file { text += " (\(file)\(match.line.map { ":\($0)" } ?? ""))" } else if let line = match.line { text += " (line \(line))" }
        if let rule = match.rule { text += ", rule `\(rule)`" }
        text += ": \(match.kind.rawValue)"
        if let category = match.category { text += ", category \(category)" }
        if let kind = match.listKind, kind != .normal { text += ", \(kind.rawValue) list" }
        if match.isImportant { text += ", important" }
        return text + "; " + role(match.role)
    }

    private static func role(_ role: Explanation.Match.Role) -> String {
        switch role {
        case .decides: "it decides"
        case .exception: "it stands against other entries of its category"
        case .cancelled: "an exception of its category cancels it"
        case .outranked: "another entry or the profile's actions come before it"
        case .notReached: "an earlier step settled the request"
        case .otherProfile: "it is for another profile"
        }
    }

    private static func describe(_ verdict: Verdict, _ policy: Policy) -> String {
        let category = verdict.categoryIndex.flatMap { Int($0) < policy.categories.count ? policy.categories[Int($0)].id : nil }
        let list = verdict.listIndex.flatMap { Int($0) < policy.lists.count ? policy.lists[Int($0)].id : nil }
        return verdict.action.rawValue + (category.map { ", category \($0)" } ?? "") + (list.map { ", list \($0)" } ?? "") + " (step \(verdict.rank.name))"
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
    public var matches: [Explanation.Match]
    public var lookup: Explanation.Lookup?
    /// The action without the one entry that decided.
    public var actionWithoutDecisiveEntry: Action?
    /// The answers of all profiles, where they were asked.
    public var profiles: [ProfileAnswer]?

    public init(_ explanation: Explanation, url: String, profiles: [ProfileAnswer]? = nil) {
        self.url = url
        canonicalURL = explanation.canonicalURL
        reason = explanation.reason
        step = explanation.verdict.rank.name
        steps = explanation.steps
        matches = explanation.matches
        lookup = explanation.lookup
        actionWithoutDecisiveEntry = explanation.withoutDecisiveEntry?.action
        self.profiles = profiles
    }
}

/// What one profile's answer is, in a row of all of them.
public struct ProfileAnswer: Sendable, Hashable, Codable {
    public var profile: ProfileID
    public var action: Action
    public var step: String
    public var category: CategoryID?
    public var list: String?
    public var rule: String?

    init(_ reason: Reason) {
        profile = reason.profile.id
        action = reason.action
        step = reason.rank.name
        category = reason.category?.id
        list = reason.list?.id
        rule = reason.rule
    }

    /// A table with one row a profile.
    public static func table(_ answers: [ProfileAnswer]) -> [String] {
        let rows = [["profile", "answer", "step", "category", "list", "rule"]] + answers.map { answer in
            [answer.profile.rawValue, answer.action.rawValue, answer.step, answer.category?.rawValue ?? "-", answer.list ?? "-", answer.rule ?? "-"]
        }
        let widths = (0..<5).map { column in (rows.map { $0[column].count }.max() ?? 0) + 2 }
        return rows.map { row in zip(row, widths).map { $0.padding(to: $1) }.joined() + row[5] }
    }
}

extension String {
    /// Filled with spaces; a longer text stays as it is, with one space behind it.
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
