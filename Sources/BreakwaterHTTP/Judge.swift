import Breakwater
import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes

/// The policy side of an exchange: asks the engine, keeps the strictest verdict for the one event, and makes the pages.
///
/// It knows nothing of the order of events; ``FilterExchange`` does.
struct Judge {
    let worker: FilterWorker
    let client: ClientIdentity
    let role: FilterRole
    /// The snapshot for the whole exchange.
    let engine: Engine
    private let knownProfile: KnownProfile
    /// The configuration for the whole exchange.
    let settings: FilterSettings
    private var record = Record.none

    private enum Record {
        case none
        case made(Draft)
        case taken
    }

    private struct Draft {
        /// `nil` where the message could not be judged.
        var verdict: Verdict?
        var host: Host?
        var now: Int64
    }

    init(worker: FilterWorker, client: ClientIdentity, role: FilterRole, now: Int64) {
        self.worker = worker
        self.client = client
        self.role = role
        settings = worker.settings
        engine = worker.service.slot.snapshot
        knownProfile = worker.profile(of: client, in: engine)
    }

    var profile: Profile {
        _read { yield knownProfile.value }
    }

    var service: FilterService { worker.service }
    var configuration: FilterConfiguration { settings.value }

    var safeModes: SafeModesInForce { SafeModesInForce(profile, upTo: configuration.safeSearchUpTo) }

    /// The host that stands in for a service's own so that its answers are safe; `nil` where there is none, or nothing is asked of it.
    func safeHost(for service: SafeSearch.Service?) -> Host? {
        role == .proxy ? service?.target(safeModes).flatMap { try? Host($0) } : nil
    }

    /// Asks the engine, and notes the verdict.
    mutating func decide(_ request: Request, host: Host?, now: Int64) -> Verdict {
        let verdict = worker.decide(request, with: engine)
        note(verdict, host: host, now: now)
        return verdict
    }

    func moment(at now: Int64) -> Moment { worker.moment(for: engine, at: now) }

    /// Keeps a verdict for the event where it is stricter than the one before, or as strict and made of more.
    mutating func note(_ verdict: Verdict, host: Host?, now: Int64) {
        let draft = Draft(verdict: verdict, host: host, now: now)
        switch record {
        case .none: record = .made(draft)
        case .made(let earlier):
            guard let earlierVerdict = earlier.verdict else { return }
            let isStricter = verdict.action.strictness > earlierVerdict.action.strictness
            let seesTunnel = verdict.layer == .serverName && verdict.action == earlierVerdict.action
            if isStricter || seesTunnel { record = .made(draft) }
        case .taken: break
        }
    }

    /// A guardian's code made another verdict of it.
    mutating func replaceNote(with verdict: Verdict, host: Host?, now: Int64) {
        record = .made(Draft(verdict: verdict, host: host, now: now))
    }

    /// Answers with an error page; the event says that the request could not be judged.
    mutating func refuse(_ kind: ErrorReply, acceptLanguage: String? = nil, now: Int64) -> BlockReply {
        if case .none = record { record = .made(Draft(verdict: nil, host: nil, now: now)) }
        return service.errorReply(kind, acceptLanguage: acceptLanguage)
    }

    /// What the privacy rules keep of the strictest verdict; the first call returns it, every other `nil`.
    mutating func takeEvent() -> DecisionEvent? {
        guard case .made(let draft) = record else { return nil }
        record = .taken
        if let verdict = draft.verdict, verdict.action == .allow {
            return service.privacy.event(
                ofAllowing: profile.id, rank: verdict.rank, layer: verdict.layer, secondsSinceEpoch: draft.now)
        }
        var facts = facts(of: draft)
        facts.client = client.key.isEmpty ? nil : client.key
        facts.host = draft.host?.description
        return service.privacy.event(for: facts)
    }

    private func facts(of draft: Draft) -> DecisionFacts {
        guard let verdict = draft.verdict else {
            return DecisionFacts(action: .block, rank: .malformed, layer: .url, profile: profile, secondsSinceEpoch: draft.now)
        }
        return DecisionFacts(verdict, policy: engine.policy, profile: profile, secondsSinceEpoch: draft.now)
    }
}

extension Action {
    /// 0 allow, 1 warn, 2 block.
    var strictness: Int {
        switch self {
        case .allow: 0
        case .warn: 1
        case .block: 2
        }
    }
}
