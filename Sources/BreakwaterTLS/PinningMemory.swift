public import BreakwaterURL
import Synchronization

/// Hosts whose client refused the certificate made here: an app that pins its own, a device without the authority, or somebody who looks
/// for a way past the filter.
///
/// A refusal is the client's to give, so one alone opens nothing. A host passes undecrypted for a while, judged by its name alone, where
/// the same client refused it several times in a row and never believed our certificate for it: an app that pins cannot be opened with
/// ours once, and whoever browses the host decrypted cannot refuse it away.
public final class PinningMemory: Sendable {
    public struct Entry: Sendable, Hashable {
        public let host: DomainName
        /// When it is decrypted again, in seconds since the epoch.
        public let expires: Int64
    }

    private struct Key: Hashable {
        let client: String
        let host: DomainName
    }

    private struct Refusals {
        var first: Int64
        var count = 0
        var passesUntil: Int64 = .min
    }

    private struct State {
        var refusals: [Key: Refusals] = [:]
        /// Where our certificate was believed, in two generations: when the young one is full or old, it takes the place of the other, so
        /// that memory is bounded and nothing is sorted.
        var believed: Set<Key> = []
        var believedBefore: Set<Key> = []
        var generation: Int64 = .min

        func hasBelieved(_ key: Key) -> Bool { believed.contains(key) || believedBefore.contains(key) }
    }

    /// How many refusals in a row open a host; apps try again at once.
    static let needed = 3
    /// In which time they must come, in seconds.
    static let window: Int64 = 600
    /// How long a generation of believed hosts lasts at most, in seconds: a week.
    static let generationSeconds: Int64 = 7 * 86_400

    private let state = Mutex(State())
    private let seconds: Int64
    private let capacity: Int

    /// - Parameters:
    ///   - seconds: how long a host passes.
    ///   - capacity: of refusals; eight times as many believed hosts are remembered.
    public init(seconds: Int64 = 3600, capacity: Int = 4096) {
        self.seconds = seconds
        self.capacity = capacity
    }

    /// Notes that the client refused the host's certificate.
    public func note(client: String, host: DomainName, now: Int64) {
        state.withLock { state in
            let key = Key(client: client, host: host)
            if state.refusals[key] == nil {
                if state.refusals.count >= capacity {
                    state.refusals = state.refusals.filter { $0.value.passesUntil > now || $0.value.first > now - Self.window }
                }
                // Still full: rather refuse to learn than to forget what is known, or to grow.
                guard state.refusals.count < capacity else { return }
            }
            var refusals = state.refusals[key] ?? Refusals(first: now)
            // Once it passed, it is known for what it is; else the count begins anew after a while.
            if refusals.first <= now - Self.window, refusals.passesUntil == .min { refusals = Refusals(first: now) }
            refusals.count += 1
            if refusals.count >= Self.needed, !state.hasBelieved(key) { refusals.passesUntil = now + seconds }
            state.refusals[key] = refusals
        }
    }

    /// Notes that the client believed the host's certificate.
    public func noteBelief(client: String, host: DomainName, now: Int64) {
        state.withLock { state in
            let key = Key(client: client, host: host)
            state.refusals[key] = nil
            if state.believed.count >= 4 * capacity || now - Self.generationSeconds >= state.generation {
                (state.believedBefore, state.believed) = (state.believed, [])
                state.generation = now
            }
            state.believed.insert(key)
        }
    }

    public func passes(client: String, host: DomainName, now: Int64) -> Bool {
        state.withLock { $0.refusals[Key(client: client, host: host)]?.passesUntil ?? .min } > now
    }

    /// What passes undecrypted now, without saying whose it is; for whoever operates the proxy.
    public func current(now: Int64) -> [Entry] {
        let hosts = state.withLock { state in
            Dictionary(
                state.refusals.filter { $0.value.passesUntil > now }.map { ($0.key.host, $0.value.passesUntil) }, uniquingKeysWith: max)
        }
        return hosts.map { Entry(host: $0.key, expires: $0.value) }.sorted { $0.host < $1.host }
    }

    /// Hosts whose certificate was refused lately and that are decrypted all the same: too few refusals, or the client believed it before.
    /// An app that pins and a browser that does not share them; the policy's `never-hosts` is the place for those.
    public func refused(now: Int64) -> [DomainName] {
        let hosts = state.withLock { state in
            Set(state.refusals.filter { $0.value.passesUntil <= now && $0.value.first > now - Self.window }.map(\.key.host))
        }
        return hosts.sorted()
    }
}
