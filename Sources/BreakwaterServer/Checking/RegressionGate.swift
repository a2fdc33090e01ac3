public import Breakwater
public import BreakwaterPolicy
import Foundation

/// Stands between a bundle and the one it would replace: finds what people should look at before it is used.
///
/// Lists are other people's work, and some day one comes empty, doubled, or with a news site in it. A list whose number of entries changed by
/// more than a fifth, and a place of help or a harmless URL that is limited now and was not before, are concerns; with any of them a new
/// bundle is refused unless somebody says that it is meant.
public struct RegressionGate: Sendable {
    /// One thing to look at.
    public struct Concern: Sendable, Hashable, Codable {
        public enum Kind: String, Sendable, Hashable, Codable {
            case listShrank = "list-shrank"
            case listGrew = "list-grew"
            case limitsHelp = "limits-help"
            case limitsHarmless = "limits-harmless"
        }

        public var kind: Kind
        public var list: String?
        /// Entries before and after, for a list that shrank or grew.
        public var entriesBefore: Int?
        public var entriesAfter: Int?
        public var url: String?
        public var action: Action?
        /// The profiles that are concerned.
        public var profiles: [ProfileID]
        public var category: CategoryID?
        public var rule: String?
        public var file: String?
        public var line: Int?

        public var message: String {
            switch kind {
            case .listShrank, .listGrew:
                let (before, after) = (entriesBefore ?? 0, entriesAfter ?? 0)
                let percent = before == 0 ? 0 : (after - before) * 100 / before
                return "the list `\(list ?? "")` \(kind == .listShrank ? "shrank" : "grew") from \(before) to \(after) entries (\(percent > 0 ? "+" : "")\(percent)%)"
            case .limitsHelp, .limitsHarmless:
                let what = kind == .limitsHelp ? "a place of help" : "a harmless page"
                let place = file.map { " (\($0)\(line.map { ":\($0)" } ?? ""))" } ?? ""
                let by = "list `\(list ?? "")`" + (rule.map { ", rule `\($0)`" } ?? "") + place
                return "\(what), `\(url ?? "")`, is \(action == .warn ? "warned of" : "blocked") now, by the \(by), category `\(category?.rawValue ?? "")`, "
                    + "for \(profiles.map(\.rawValue).joined(separator: ", "))"
            }
        }
    }

    /// In fifths of a list's entries: more than one fifth is a concern.
    private static let share = 5
    /// A change of fewer entries is no concern: a family's own list of three names may well have four.
    private static let smallestChange = 5
    /// A Saturday at three in the afternoon, as the corpus is labelled for.
    private static let time = "2026-11-21T15:00"

    private let old: Engine?
    private let new: Engine
    private let help: [String]
    private let harmless: [HarmlessURL]

    /// A URL that nobody should limit for a profile, or for any.
    public struct HarmlessURL: Sendable, Hashable {
        public var url: String
        /// `nil` for every profile; otherwise a name, and no concern of policies that do not have it.
        public var profile: String?

        public init(_ url: String, profile: String? = nil) {
            self.url = url
            self.profile = profile
        }
    }

    /// - Parameters:
    ///   - old: the bundle in use; without one everything that is limited is told.
    ///   - new: the bundle that would replace it.
    ///   - help: URLs where children find help.
    ///   - harmless: URLs that nobody should limit.
    public init(replacing old: Engine?, with new: Engine, help: [String], harmless: [HarmlessURL]) {
        self.old = old
        self.new = new
        self.help = help
        self.harmless = harmless
    }

    /// Lists that both bundles have and whose number of entries changed by more than a fifth.
    public func changedLists() -> [Concern] {
        guard let old else { return [] }
        return new.inventory.compactMap { list in
            guard let before = old.inventory.first(where: { $0.id == list.id }) else { return nil }
            return Self.change(of: list.id, from: before.hosts + before.rules, to: list.hosts + list.rules)
        }
    }

    /// The concern that a change of a list's size is, if it is one.
    static func change(of list: String, from before: Int, to after: Int) -> Concern? {
        let change = abs(after - before)
        guard before > 0, change >= smallestChange, change.multipliedReportingOverflow(by: share).partialValue > before else { return nil }
        return Concern(
            kind: after < before ? .listShrank : .listGrew, list: list, entriesBefore: before, entriesAfter: after, url: nil, action: nil,
            profiles: [], category: nil, rule: nil, file: nil, line: nil)
    }

    /// Places of help and harmless URLs that a list limits, and did not before.
    ///
    /// A profile that gave the category another action is no concern: whoever wrote it meant it.
    public func limitedURLs() throws(ServerError) -> [Concern] {
        var found: [Concern] = []
        let moment = try TimeText.moment(Self.time, in: new.policy)
        var scratch = MatchScratch()
        let questions = [(Concern.Kind.limitsHelp, help.map { HarmlessURL($0) }), (.limitsHarmless, harmless)]
        for (kind, urls) in questions {
            for question in urls {
                var concerns: [Concern] = []
                for profile in new.policy.profiles where question.profile == nil || question.profile == profile.id.rawValue {
                    guard let concern = concern(kind, question.url, profile, moment, &scratch) else { continue }
                    if let index = concerns.firstIndex(where: { $0.list == concern.list && $0.rule == concern.rule && $0.action == concern.action }) {
                        concerns[index].profiles += concern.profiles
                    } else {
                        concerns.append(concern)
                    }
                }
                found += concerns
            }
        }
        return found
    }

    private func concern(_ kind: Concern.Kind, _ url: String, _ profile: Profile, _ moment: Moment, _ scratch: inout MatchScratch) -> Concern? {
        let request = Request(url: url, profile: profile.id, at: moment)
        let verdict = new.decide(request, using: &scratch)
        guard verdict.action != .allow, verdict.rank == .category || verdict.rank == .sealed else { return nil }
        let explanation = new.explain(request, using: &scratch)
        let category = explanation.reason.category?.id
        if let old, !isNew(verdict, request, category, profile, old, &scratch) { return nil }
        let match = explanation.matches.first { $0.role == .decides }
        return Concern(
            kind: kind, list: match?.list, entriesBefore: nil, entriesAfter: nil, url: url, action: verdict.action, profiles: [profile.id],
            category: category, rule: match?.rule, file: nil, line: match?.line)
    }

    private func isNew(
        _ verdict: Verdict, _ request: borrowing Request, _ category: CategoryID?, _ profile: Profile, _ old: Engine, _ scratch: inout MatchScratch
    ) -> Bool {
        guard let before = old.policy.profiles.first(where: { $0.id == profile.id }) else { return false }
        if verdict.rank == .category, let category, (before.categories[category] ?? .allow) != (profile.categories[category] ?? .allow) { return false }
        return old.decide(request, using: &scratch).action == .allow
    }
}

extension RegressionGate {
    /// The gate with the places of help and the harmless URLs that come with Breakwater, and the policy's own places of help.
    public init(replacing old: Engine?, with new: Engine, for compilation: PolicyCompilation) throws {
        let sites = try KnownSites.find(for: compilation)
        let corpus = try PresetFinder.file("Corpus/urls.tsv").map(HarmlessURLs.read) ?? []
        self.init(replacing: old, with: new, help: sites.helpURLs.map(\.url), harmless: corpus)
    }
}

/// The harmless half of a corpus.
enum HarmlessURLs {
    static func read(_ path: String) throws -> [RegressionGate.HarmlessURL] {
        try CorpusReader.read(path).compactMap { entry in
            guard entry.label == .allow, case .url(let url) = entry.subject else { return nil }
            return RegressionGate.HarmlessURL(url, profile: entry.profile)
        }
    }
}
