public import Breakwater
public import BreakwaterEvents
import BreakwaterPolicy
import HTTPTypes
import Synchronization

/// What all event loops of a process share: the engine's slot, the event recorder, the pages and the few bounded tables
/// that outlive an exchange.
public final class FilterService: Sendable {
    public let slot: EngineSlot
    public let recorder: EventRecorder
    public let counters = FilterCounters()
    /// Active minutes of the day for quotas.
    public let usage = UsageMeter()
    /// This process's name in `Via`, so that a request that comes back is known (RFC 9110 §7.6.3).
    public let viaPseudonym: String
    private let viaHTTP1_0: HTTPField
    private let viaHTTP1_1: HTTPField
    private let viaHTTP2: HTTPField
    let privacy: PrivacyRules
    /// Signs "continue" links; dies with this process.
    let signingKey = KeyedHash.randomBytes(32)
    let asks = AskTable()
    let continuations: ContinueTable
    /// Who was told that time is nearly up.
    let timeNotices = ContinueTable(capacity: 65_536)
    /// How often a client may ask, in ten minutes.
    let askLimit = AttemptLimit(perClient: 10, inAll: 500, seconds: 600)
    /// How often a wrong override code may be tried, in ten minutes.
    let overrideLimit = AttemptLimit(perClient: 5, inAll: 50, seconds: 600)
    /// What people said on pages of ours; one reader takes it.
    public let submissions: AsyncStream<PageSubmission>
    private let mailbox: AsyncStream<PageSubmission>.Continuation
    private let permissions = Mutex(Permissions())
    private let current: Mutex<FilterSettings>
    /// Counts the changes of ``configuration``, so that workers need no lock to know that theirs is old.
    let settingsVersion = Atomic<Int>(0)

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
        current = Mutex(FilterSettings(configuration))
        (submissions, mailbox) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(256))
        continuations = ContinueTable(capacity: configuration.continueCapacity)
        viaPseudonym = "breakwater-" + String(UInt64.random(in: .min ... .max), radix: 36)
        viaHTTP1_0 = HTTPField(name: .via, value: "1.0 \(viaPseudonym)")
        viaHTTP1_1 = HTTPField(name: .via, value: "1.1 \(viaPseudonym)")
        // RFC 9110 §2.5: HTTP/2 has no minor versions; readers of `Via` that want one are told the implied 0.
        viaHTTP2 = HTTPField(name: .via, value: "2.0 \(viaPseudonym)")
    }

    /// `Via` of a message that came in this version (RFC 9110 §7.6.3).
    func viaField(of syntax: MessageSyntax) -> HTTPField {
        switch syntax {
        case .http1_0: viaHTTP1_0
        case .http1_1: viaHTTP1_1
        case .http2: viaHTTP2
        }
    }

    /// The guardians' grants that hold now; whoever keeps them replaces the table when one is given, ends or is withdrawn.
    public var grants: GrantTable? {
        get { permissions.withLock { $0.all } }
        set { permissions.withLock { $0.replaceAll(with: newValue) } }
    }

    /// The same, and what an override code opened for this client alone.
    func grants(for client: String, at now: Int64) -> GrantTable? { permissions.withLock { $0.table(for: client, at: now) } }

    /// Opens something for one client alone; in memory only.
    func add(_ grant: Grant, for client: String, now: Int64) { permissions.withLock { $0.add(grant, for: client, now: now) } }

    /// How a process filters; exchanges that have begun keep the one that they began with.
    public var configuration: FilterConfiguration {
        get { settings.value }
        set {
            current.withLock { $0 = FilterSettings(newValue) }
            settingsVersion.add(1, ordering: .releasing)
        }
    }

    var settings: FilterSettings { current.withLock { $0 } }

    /// Ends ``submissions`` once what waits there is taken.
    public func endSubmissions() { mailbox.finish() }

    /// - Returns: `false` where too much waits already.
    func submit(_ submission: PageSubmission) -> Bool {
        if case .enqueued = mailbox.yield(submission) { true } else { false }
    }

    /// A page for what went wrong outside policy.
    ///
    /// - Parameter acceptLanguage: the request's `Accept-Language`, which chooses English or Japanese.
    public func errorReply(_ kind: ErrorReply, acceptLanguage: String?) -> BlockReply {
        PageMaker.error(kind, language: LanguagePreference.language(for: acceptLanguage), configuration.templates)
    }

    /// What a reference code on a block page stands for; `nil` where it is older than a day or was never given.
    public func ask(code: String, now: Int64) -> AskEntry? { asks.entry(for: code, now: now) }
}
