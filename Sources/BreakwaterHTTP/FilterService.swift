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
    let pseudonymizer: Pseudonymizer
    let continuations: ContinueTable
    private let approved = Mutex<GrantTable?>(nil)

    public init(
        slot: EngineSlot, recorder: EventRecorder, pseudonymizer: Pseudonymizer, configuration: FilterConfiguration = FilterConfiguration()
    ) {
        self.slot = slot
        self.recorder = recorder
        self.pseudonymizer = pseudonymizer
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
        Pages.error(kind, language: LanguagePreference.language(for: acceptLanguage))
    }
}
