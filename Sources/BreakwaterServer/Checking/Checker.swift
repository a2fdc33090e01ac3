public import Breakwater
public import BreakwaterPolicy

/// Asks an engine one URL after the other, for one profile at one instant.
public struct Checker: ~Copyable {
    private let engine: Engine
    private let profile: ProfileID
    private let moment: Moment
    private var scratch = MatchScratch()

    /// - Parameters:
    ///   - profile: a name of the policy; `nil` takes the default profile.
    /// - Throws: `notFound` for a name that the policy does not have.
    public init(engine: Engine, profile: String?, at moment: Moment) throws(ServerError) {
        self.engine = engine
        self.profile = try engine.policy.profileID(named: profile)
        self.moment = moment
    }

    public mutating func check(_ line: CheckLine) -> CheckAnswer {
        let request = request(line)
        let verdict = engine.decide(request, using: &scratch)
        // Most of a table is allowed by default; only what a list or an entry decided has a rule to name.
        let reason = verdict.rank == .profileDefault
            ? engine.reason(for: verdict, profile: profile) : engine.explain(request, using: &scratch).reason
        return CheckAnswer(url: line.url, reason: reason)
    }

    public mutating func explain(_ line: CheckLine) -> Explanation { engine.explain(request(line), using: &scratch) }

    /// What every profile of the policy answers, the one that was asked for first.
    public mutating func answers(_ line: CheckLine) -> [ProfileAnswer] {
        let others = engine.policy.profiles.map(\.id).filter { $0 != profile }
        return ([profile] + others).map { profile in
            var request = request(line)
            request.profile = profile
            return ProfileAnswer(engine.reasonAlone(request, using: &scratch))
        }
    }

    private func request(_ line: CheckLine) -> Request {
        var request = Request(url: line.url, profile: profile, at: moment)
        request.document = line.document
        request.type = line.type
        return request
    }
}

/// What `breakwater check` says of one URL.
public struct CheckAnswer: Sendable, Hashable, Codable {
    /// As it was asked.
    public var url: String
    public var action: Action
    public var category: CategoryID?
    public var list: String?
    public var rule: String?
    /// The step of the decision that settled it.
    public var step: String
    public var layer: DecisionLayer
    /// Seconds since the epoch at which a time rule ends.
    public var changesAt: Int64?

    init(url: String, reason: Reason) {
        self.url = url
        action = reason.action
        category = reason.category?.id
        list = reason.list?.id
        rule = reason.rule
        step = reason.rank.name
        layer = reason.layer
        changesAt = reason.changesAt
    }

    /// `ACTION<TAB>CATEGORY<TAB>LIST<TAB>RULE<TAB>URL`, `-` where there is none.
    public var row: String {
        let fields = [action.rawValue, category?.rawValue, list, rule, url].map { field in
            let text = field ?? "-"
            // A tab in a rule or in a URL would move the columns.
            return text.isEmpty ? "-" : text.replacing("\t", with: " ")
        }
        return fields.joined(separator: "\t")
    }
}

extension Policy {
    /// The profile of a name that a person typed.
    public func profileID(named name: String?) throws(ServerError) -> ProfileID {
        guard let name else { return defaultProfile }
        if let profile = profiles.first(where: { $0.id.rawValue == name }) { return profile.id }
        throw ServerError(.notFound, UnknownName.message("profile", name, profiles.map(\.id.rawValue)))
    }
}
