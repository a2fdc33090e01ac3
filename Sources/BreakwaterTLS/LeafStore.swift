public import BreakwaterURL
import Crypto
public import Foundation
public import NIOSSL
import Synchronization

/// The certificates made so far, ready to serve: bounded, shared by all event loops, limited in how fast it grows.
///
/// The lock is held to look up and to put in; what is made is made outside it.
public final class LeafStore: Sendable {
    public struct Limits: Sendable, Hashable {
        /// Certificates kept; the one used longest ago goes first.
        public var capacity = 2_000
        /// New certificates a second, of all clients and of each.
        public var perSecond = 200
        public var perClientSecond = 50

        public init() {}
    }

    /// What the origin showed.
    public struct Origin: Sendable, Hashable {
        public var notAfter: Date
        /// What the origin does not speak, the client is not offered either.
        public var hasTLS13: Bool

        public init(notAfter: Date, hasTLS13: Bool) {
            self.notAfter = notAfter
            self.hasTLS13 = hasTLS13
        }
    }

    private struct Key: Hashable {
        let host: DomainName
        /// `nil` for a certificate that only carries pages.
        let hasTLS13: Bool?
    }

    private struct Entry {
        let context: NIOSSLContext
        let notAfter: Date
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var uses: UInt64 = 0
        var made = MintBudget()
    }

    private let minter: LeafMinter
    private let limits: Limits
    private let protocols: [String]
    private let state = Mutex(State())
    private let minted = Atomic<Int64>(0)

    /// - Parameter protocols: for ALPN, the best first.
    public init(authority: InspectionAuthority, limits: Limits = Limits(), protocols: [String] = ["h2", "http/1.1"]) {
        minter = LeafMinter(authority: authority)
        self.limits = limits
        self.protocols = protocols
    }

    /// Whose key signs.
    public var authorityFingerprint: String { minter.authority.fingerprint }

    /// How often the authority's key has signed here.
    public var mintedCount: Int64 { minted.load(ordering: .relaxed) }

    /// How many certificates are kept.
    public var count: Int { state.withLock { $0.entries.count } }

    /// The TLS context that serves a host.
    ///
    /// - Parameters:
    ///   - origin: `nil` where the certificate is only to carry a page of ours.
    ///   - client: whose budget a new certificate is taken from.
    /// - Throws: `notAHost`, `tooMany`.
    public func context(for host: DomainName, origin: Origin?, client: String, now: Date) throws(InspectionError) -> NIOSSLContext {
        let key = Key(host: host, hasTLS13: origin?.hasTLS13)
        if let known = state.withLock({ Self.find(key, notAfter: origin?.notAfter, now: now, &$0) }) { return known }
        guard LeafMinter.isMintable(host.description) else { throw InspectionError(.notAHost, "no certificate is made for this name") }
        guard state.withLock({ $0.made.take(client: client, now: now, limits) }) else {
            throw InspectionError(.tooMany, "too many new certificates at once")
        }
        minted.add(1, ordering: .relaxed)
        let leaf = try minter.mint(for: host, originNotAfter: origin?.notAfter, now: now)
        let context: NIOSSLContext
        do {
            context = try Self.context(leaf, hasTLS13: origin?.hasTLS13 ?? true, protocols)
        } catch {
            throw InspectionError(.invalid, "a certificate cannot be served: \(error)")
        }
        state.withLock { Self.keep(Entry(context: context, notAfter: leaf.notAfter, lastUse: $0.uses), as: key, limits, &$0) }
        return context
    }

    private static func context(_ leaf: LeafMinter.Leaf, hasTLS13: Bool, _ protocols: [String]) throws -> NIOSSLContext {
        let certificate = try NIOSSLCertificate(bytes: leaf.der, format: .der)
        let key = try NIOSSLPrivateKey(bytes: Array(leaf.key.derRepresentation), format: .der)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.maximumTLSVersion = hasTLS13 ? .tlsv13 : .tlsv12
        configuration.cipherSuites = OriginTrust.cipherSuites
        configuration.applicationProtocols = protocols
        configuration.shutdownTimeout = OriginTrust.shutdownTimeout
        return try NIOSSLContext(configuration: configuration)
    }

    private static func find(_ key: Key, notAfter: Date?, now: Date, _ state: inout State) -> NIOSSLContext? {
        // An hour before its end it is made anew; and it never outlives what the origin shows now.
        guard var entry = state.entries[key], entry.notAfter > now + LeafMinter.pageLifetime / 4, notAfter.map({ entry.notAfter <= $0 }) ?? true
        else { return nil }
        state.uses &+= 1
        entry.lastUse = state.uses
        state.entries[key] = entry
        return entry.context
    }

    private static func keep(_ entry: Entry, as key: Key, _ limits: Limits, _ state: inout State) {
        if state.entries.count >= limits.capacity, state.entries[key] == nil {
            // A tenth at once, so that a full store is not sorted at every new host.
            let oldest = state.entries.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(max(1, limits.capacity / 10))
            for (key, _) in oldest { state.entries[key] = nil }
        }
        state.uses &+= 1
        state.entries[key] = Entry(context: entry.context, notAfter: entry.notAfter, lastUse: state.uses)
    }
}

/// New certificates in the second under way.
struct MintBudget {
    private var second: Int64 = 0
    private var total = 0
    private var clients: [String: Int] = [:]

    mutating func take(client: String, now: Date, _ limits: LeafStore.Limits) -> Bool {
        let current = Int64(now.timeIntervalSince1970)
        if current != second {
            second = current
            total = 0
            clients.removeAll(keepingCapacity: true)
        }
        let own = clients[client, default: 0]
        guard total < limits.perSecond, own < limits.perClientSecond else { return false }
        total += 1
        clients[client] = own + 1
        return true
    }
}
