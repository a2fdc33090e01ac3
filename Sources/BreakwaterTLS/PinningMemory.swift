public import BreakwaterURL
import Synchronization

/// Hosts whose client refused the certificate made here: an app that pins its own, or a device without the authority.
///
/// For each client and host a refusal holds for a while, in which the host passes undecrypted and is judged by its name alone.
public final class PinningMemory: Sendable {
    public struct Entry: Sendable, Hashable {
        public let host: DomainName
        /// Seconds since the epoch.
        public let expires: Int64
    }

    private struct Key: Hashable {
        let client: String
        let host: DomainName
    }

    private let entries = Mutex<[Key: Int64]>([:])
    private let seconds: Int64
    private let capacity: Int

    /// - Parameter seconds: how long a refusal holds.
    public init(seconds: Int64 = 3600, capacity: Int = 4096) {
        self.seconds = seconds
        self.capacity = capacity
    }

    /// Notes that the client refused the host's certificate.
    public func note(client: String, host: DomainName, now: Int64) {
        entries.withLock { entries in
            if entries.count >= capacity { entries = entries.filter { $0.value > now } }
            // Still full: rather refuse to learn than to forget what is known, or to grow.
            guard entries.count < capacity else { return }
            entries[Key(client: client, host: host)] = now + seconds
        }
    }

    public func passes(client: String, host: DomainName, now: Int64) -> Bool {
        entries.withLock { $0[Key(client: client, host: host)] ?? .min } > now
    }

    /// What passes undecrypted now, without saying whose it is; for whoever operates the proxy.
    public func current(now: Int64) -> [Entry] {
        let hosts = entries.withLock { entries in
            Dictionary(entries.filter { $0.value > now }.map { ($0.key.host, $0.value) }, uniquingKeysWith: max)
        }
        return hosts.map { Entry(host: $0.key, expires: $0.value) }.sorted { $0.host < $1.host }
    }
}
