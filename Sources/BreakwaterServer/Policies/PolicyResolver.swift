import BreakwaterPolicy
import Foundation

/// Turns drafts into a policy once all names are known, and reports every reference that leads nowhere.
struct PolicyResolver {
    let drafts: PolicyDrafts
    let main: String
    let localTimeZone: String
    let problems: ProblemCollector

    /// - Returns: `nil` where there is no profile to decide with; otherwise the collector says whether the policy may be used.
    func resolve() -> Policy? {
        reportDuplicates(drafts.categories.map { ($0.value.id.rawValue, $0.position) }, "category")
        reportDuplicates(drafts.profiles.map { ($0.id.value.rawValue, $0.id.position) }, "profile")
        reportDuplicates(drafts.lists.map { ($0.source.id, $0.position) }, "list")
        checkListCategories()
        let profiles = ProfileResolver(drafts: drafts.profiles, categories: categoryNames, problems: problems).resolve()
        guard let first = drafts.profiles.first else {
            // What the documents could not say for their own mistakes is no second mistake.
            if problems.isEmpty { problems.report(DocumentPosition(file: main, line: 0), "needs at least one profile in `profiles`") }
            return nil
        }
        let title = ((main as NSString).lastPathComponent as NSString).deletingPathExtension
        return Policy(
            name: drafts.name ?? LocalizedText(en: title, ja: title), timeZone: timeZone(), categories: drafts.categories.map(\.value),
            profiles: profiles, defaultProfile: profile(drafts.defaultProfile) ?? first.id.value,
            assignments: drafts.assignments.compactMap(assignment), lists: drafts.lists.map(\.source),
            holidays: Array(Set(drafts.holidays)).sorted())
    }

    private var categoryNames: [String] { drafts.categories.map(\.value.id.rawValue) }

    private func reportDuplicates(_ names: [(String, DocumentPosition)], _ kind: String) {
        var seen: [String: DocumentPosition] = [:]
        for (name, position) in names {
            if let first = seen[name] {
                problems.report(position, "the \(kind) `\(name)` is defined twice, first at \(first)")
            } else {
                seen[name] = position
            }
        }
    }

    private func checkListCategories() {
        let known = Set(categoryNames)
        for list in drafts.lists {
            guard let category = list.category, !known.contains(category.value.rawValue) else { continue }
            problems.report(category.position, UnknownName.message("category", category.value.rawValue, categoryNames))
        }
    }

    private func timeZone() -> String {
        guard let wanted = drafts.timeZone, wanted.value != "local" else { return localTimeZone }
        if TimeZone(identifier: wanted.value) == nil {
            let hint = NearestName.hint(wanted.value, in: TimeZone.knownTimeZoneIdentifiers)
            problems.report(wanted.position, "`\(wanted.value)` is no time zone: write `Asia/Tokyo`, `UTC` or `local`\(hint)")
        }
        return wanted.value
    }

    private func profile(_ name: Marked<String>?) -> ProfileID? {
        guard let name else { return nil }
        if let found = drafts.profiles.first(where: { $0.id.value.rawValue == name.value }) { return found.id.value }
        problems.report(name.position, UnknownName.message("profile", name.value, drafts.profiles.map(\.id.value.rawValue)))
        return nil
    }

    private func assignment(_ draft: AssignmentDraft) -> ClientAssignment? {
        guard let profile = profile(draft.profile) else { return nil }
        return ClientAssignment(prefix: draft.prefix, user: draft.user, listener: draft.listener, profile: profile)
    }
}

/// The message for a name that nothing defines.
enum UnknownName {
    static func message(_ kind: String, _ name: String, _ known: [String]) -> String {
        "no \(kind) `\(name)` is defined\(NearestName.hint(name, in: known))"
    }
}
