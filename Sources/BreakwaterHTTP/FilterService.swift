public import Breakwater
public import BreakwaterEvents
import Synchronization

/// What all event loops of a process share: the engine's slot, the event recorder, the pages and the few bounded tables
/// that outlive an exchange.
public final class FilterService: Sendable {
    public let slot: EngineSlot
    public let recorder: EventRecorder
    public let configuration: FilterConfiguration
    public let counters = FilterCounters()
    /// Active minutes of the day for quotas.
    public let usage = UsageMeter()
    /// This process's name in `Via`, so that a request that comes back is known (RFC 9110 §7.6.3).
    public let viaPseudonym: String
    let privacy: PrivacyRules
    /// Signs "continue" links; dies with this process.
    let signingKey = KeyedHash.randomBytes(32)
    let asks = AskTable()
    let continuations: ContinueTable
    private let approved = Mutex<GrantTable?>(nil)

    /// - Parameters:
    ///   - slot: where exchanges take their engine from.
    ///   - recorder: where drivers put each exchange's event.
    ///   - privacy: what is kept of a decision.
    public init(
        slot: EngineSlot, recorder: EventRecorder, privacy: PrivacyRules, configuration: FilterConfiguration = FilterConfiguration()
    ) {
        self.slot = slot
        self.recorder = recorder
        self.privacy = privacy
        self.configuration = configuration
        continuations = ContinueTable(capacity: configuration.continueCapacity)
        viaPseudonym = "breakwater-" + String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// The guardians' grants that hold now; whoever keeps them replaces the table when one is given, ends or is withdrawn.
    public var grants: GrantTable? {
        get { approved.withLock { $0 } }
        set { approved.withLock { $0 = newValue } }
    }

    /// A page for what went wrong outside policy.
    ///
    /// - Parameter acceptLanguage: the request's `Accept-Language`, which chooses English or Japanese.
    public func errorReply(_ kind: ErrorReply, acceptLanguage: String?) -> BlockReply {
        PageMaker.error(kind, language: LanguagePreference.language(for: acceptLanguage))
    }

    /// What a reference code on a block page stands for; `nil` where it is older than a day or was never given.
    public func ask(code: String, now: Int64) -> AskEntry? { asks.entry(for: code, now: now) }
}
