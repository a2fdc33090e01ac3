public import Breakwater
public import BreakwaterEvents
import BreakwaterPolicy
public import BreakwaterStore

extension ConsoleServices {
    /// The services of a running process.
    ///
    /// - Parameters:
    ///   - store: `nil` where nothing is stored: then there are no reports and no access requests.
    ///   - grants: the permissions that hold now, for checks.
    ///   - grantsChanged: called after a request was approved, so that enforcement learns of it at once.
    public init(
        slot: EngineSlot, store: EventStore?, recorder: EventRecorder?, grants: @escaping @Sendable () -> GrantTable? = { nil },
        grantsChanged: @escaping @Sendable () async -> Void = {}
    ) {
        self.init(
            policy: { slot.snapshot.policy },
            status: { Self.status(of: slot.snapshot, droppedEvents: recorder?.droppedCount ?? 0) },
            check: { url, profile in Self.check(url, profile, in: slot.snapshot, grants: grants()) },
            now: { slot.snapshot.moment() })
        guard let store else { return }
        summary = { firstDay, lastDay in
            try await store.summary(from: firstDay, to: lastDay, timeZone: Self.timeZone(of: slot.snapshot.policy))
        }
        requests = RequestDesk(
            list: { try await store.accessRequests(in: nil) },
            approve: { id, until in
                _ = try await store.approve(id, until: until)
                await grantsChanged()
            },
            deny: { try await store.deny($0) })
    }

    private static func status(of engine: Engine, droppedEvents: Int64) -> ConsoleStatus {
        let inventory = Dictionary(engine.inventory.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let lists = engine.policy.lists.map { list -> ConsoleStatus.List in
            // Why: publishers of illegal-content lists forbid naming them or their size.
            guard list.kind != .sealed else { return ConsoleStatus.List(id: nil, kind: .sealed) }
            let known = inventory[list.id]
            return ConsoleStatus.List(
                id: list.id, kind: list.kind, category: list.category, version: list.version, licence: list.licence,
                entries: known.map { $0.hosts + $0.rules }, problems: known.map { $0.errors })
        }
        return ConsoleStatus(
            engine: engine.identity, compiledAt: engine.createdAt, policyName: engine.policy.name, timeZone: engine.policy.timeZone,
            profiles: engine.policy.profiles.count, categories: engine.policy.categories.count, lists: lists,
            droppedEvents: droppedEvents)
    }

    private static func check(_ url: String, _ profile: ProfileID, in engine: Engine, grants: GrantTable?) -> ConsoleCheck {
        var scratch = MatchScratch()
        var request = Request(url: url, profile: profile, at: engine.moment())
        request.grants = grants
        let explanation = engine.explain(request, using: &scratch)
        let reason = explanation.reason
        return ConsoleCheck(
            action: reason.action, rank: reason.rank.name, category: reason.category?.name, list: reason.list?.id, rule: reason.rule,
            canonicalURL: explanation.canonicalURL,
            steps: explanation.steps.map { .init(rank: $0.rank.name, outcome: $0.outcome, isDecisive: $0.isDecisive) })
    }
}
