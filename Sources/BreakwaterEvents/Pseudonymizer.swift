public import Foundation
import Synchronization

/// Gives a client a name that holds for one day and one purpose, and that nobody can turn back.
///
/// Why not a plain hash: there are only 2³² IPv4 addresses, so whoever has the table tries them all. Here the key is random,
/// lives in memory only, and is overwritten when its day and the grace are over; then not even the operator can link two days
/// or find the client of a row. After a restart clients get new pseudonyms, which counts a person twice that day at most.
///
/// Two instances never share a key, so tables that are kept for different purposes cannot be joined.
public final class Pseudonymizer: Sendable {
    /// What the pseudonyms are for; it enters the HMAC beside the key.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        case operations
        case report
        case abuse
    }

    private let purpose: Purpose
    private let tenant: String
    private let timeZone: TimeZone
    private let grace: Int64
    private let keys: Mutex<DailyKeys>

    /// - Parameters:
    ///   - purpose: What the pseudonyms are for.
    ///   - tenant: Whose clients they are, where one process serves several households or schools.
    ///   - timeZone: Whose midnight ends a day; the policy's, so that a school day has one key.
    ///   - graceHours: How long after its day a key may still serve late events, 0–24.
    public init(purpose: Purpose = .report, tenant: String = "", timeZone: TimeZone = .gmt, graceHours: Int = 2) {
        self.purpose = purpose
        self.tenant = tenant
        self.timeZone = timeZone
        grace = Int64(min(max(graceHours, 0), 24)) * 3600
        keys = Mutex(DailyKeys())
    }

    /// The first 64 bits of HMAC-SHA-256 over purpose, tenant and client, under the key of that local day.
    ///
    /// - Parameters:
    ///   - client: A user's name or an address as text; for IPv6 pass the household's /64, since a host changes its own part.
    ///   - secondsSinceEpoch: When it happened.
    /// - Returns: 0, "no client to tell apart", for an event of yesterday whose key is destroyed; else never 0.
    public func pseudonym(for client: String, at secondsSinceEpoch: Int64) -> UInt64 {
        let time = LocalTime(at: secondsSinceEpoch, in: timeZone)
        let message = message(for: client)
        guard let digest = keys.withLock({ $0.authenticate(message, at: time, grace: grace) }) else { return 0 }
        let value = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return value == 0 ? 1 : value
    }

    /// Destroys the keys whose day and grace are over, where no event comes that would do it.
    public func expireKeys(at secondsSinceEpoch: Int64) {
        let time = LocalTime(at: secondsSinceEpoch, in: timeZone)
        keys.withLock { $0.expire(at: time, grace: grace) }
    }

    /// How many keys exist now: 0, 1 or 2.
    package var keyCount: Int { keys.withLock { $0.count } }

    /// Each part behind its length, so that no two inputs run together.
    private func message(for client: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in [purpose.rawValue, tenant, client] {
            let length = UInt32(clamping: part.utf8.count)
            for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: length >> UInt32(shift))) }
            bytes.append(contentsOf: part.utf8)
        }
        return bytes
    }
}
