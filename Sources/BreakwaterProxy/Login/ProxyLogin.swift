import Breakwater
import BreakwaterHTTP
import Foundation
import Synchronization

/// Basic authentication to the proxy (RFC 7617): who a client is, by a name and a password.
///
/// A password is compared with its scrypt hash once, on a thread of its own; for five minutes afterwards the same credentials are known by
/// their HMAC under a key of this process, which no list of passwords helps to guess. An unknown name costs as much as a wrong password.
public final class ProxyLogin: Sendable {
    private static let lifetime: Int64 = 300
    private static let capacity = 8192
    /// What an unknown name is compared with.
    private static let nobody = PasswordHash(of: "nobody has this password")

    private struct State: Sendable {
        var users: ProxyUsers
        var known: [[UInt8]: Known] = [:]
    }

    private struct Known: Sendable {
        var user: String
        var expiry: Int64
    }

    private let state: Mutex<State>
    private let key = KeyedHash.randomBytes(32)
    private let failures: AttemptLimit

    /// - Parameters:
    ///   - failuresPerClient: wrong passwords that one client may try in ten minutes.
    ///   - failuresInAll: those of all clients together.
    public init(users: ProxyUsers, failuresPerClient: Int = 10, failuresInAll: Int = 2000) {
        state = Mutex(State(users: users))
        failures = AttemptLimit(perClient: failuresPerClient, inAll: failuresInAll, seconds: 600)
    }

    /// Other users from now on; nobody is known from before.
    public func replace(with users: ProxyUsers) {
        state.withLock { $0 = State(users: users) }
    }

    /// What is to be done with a `Proxy-Authorization` field.
    enum Answer {
        case user(String)
        /// Run it away from the event loop, then hand the result to ``finish(_:isRight:client:now:)``.
        case check(Attempt)
        /// No credentials, or none that are looked at.
        case refused
    }

    /// Credentials that have to be compared.
    struct Attempt: Sendable {
        fileprivate let user: String
        fileprivate let password: [UInt8]
        fileprivate let digest: [UInt8]
        fileprivate let hash: PasswordHash?
        fileprivate let isKnownName: Bool

        /// A tenth of a second of a processor.
        func run() -> Bool { (hash?.matches(password) ?? false) && isKnownName }
    }

    /// - Parameter client: whom wrong passwords are counted for.
    func answer(to field: String?, client: String, now: Int64) -> Answer {
        guard let field else { return .refused }
        let digest = KeyedHash.hmacSHA256(key: key, message: Array(field.utf8))
        let known = state.withLock { state in state.known[digest].flatMap { $0.expiry > now ? $0.user : nil } }
        if let known { return .user(known) }
        guard let (user, password) = Self.credentials(field), failures.mayTry(client, now: now) else { return .refused }
        let hash = state.withLock { $0.users.hashes[user] }
        return .check(Attempt(user: user, password: password, digest: digest, hash: hash ?? Self.nobody, isKnownName: hash != nil))
    }

    /// - Returns: the user, where the password was right.
    func finish(_ attempt: Attempt, isRight: Bool, client: String, now: Int64) -> String? {
        guard isRight else { return nil }
        failures.forgive(client)
        state.withLock { state in
            // Taken away while the comparison ran.
            guard state.users.hashes[attempt.user] == attempt.hash else { return }
            if state.known.count >= Self.capacity { state.known = state.known.filter { $0.value.expiry > now } }
            if state.known.count >= Self.capacity { state.known = [:] }
            state.known[attempt.digest] = Known(user: attempt.user, expiry: now + Self.lifetime)
        }
        return attempt.user
    }

    /// `Basic` and base 64 of `user:password` (RFC 7617 §2).
    private static func credentials(_ field: String) -> (user: String, password: [UInt8])? {
        let parts = field.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "basic", parts[1].utf8.count <= 1024,
            let bytes = Data(base64Encoded: String(parts[1].filter { $0 != " " })),
            let colon = bytes.firstIndex(of: 0x3A), let user = String(validating: bytes[..<colon], as: UTF8.self), !user.isEmpty
        else { return nil }
        return (user, Array(bytes[(colon + 1)...]))
    }
}
