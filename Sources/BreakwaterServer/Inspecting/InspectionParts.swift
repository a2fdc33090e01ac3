import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterTLS
import Foundation
import Logging

extension ServerConfiguration {
    /// Where the inspection authority is kept.
    public var authorityDirectory: String { inspection.authority ?? stateDirectory + "/authority" }

    /// What tunnels are decrypted with; `nil` where nobody made an authority.
    ///
    /// - Throws: `InspectionError` where there is an authority that cannot be used: a profile may count on it.
    func makeInspection(for policy: Policy, logger: Logger) throws -> ProxyInspection? {
        let asking = policy.profiles.filter { $0.inspection != nil }.map(\.id.rawValue)
        guard FileManager.default.fileExists(atPath: authorityDirectory) else {
            if !asking.isEmpty {
                logger.warning(
                    "nothing is decrypted: profiles ask for it, but there is no authority; `breakwater ca init` makes one",
                    metadata: ["profiles": "\(asking.joined(separator: ", "))"])
            }
            return nil
        }
        let authority = try InspectionAuthority.load(from: authorityDirectory)
        // The key is in this process's memory from here on: none of it in a core file.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        // Bound: setrlimit reads one struct.
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        let trust = try OriginTrust(authority: authority, additionalRoots: inspection.trustedAuthorities)
        logger.notice(
            asking.isEmpty ? "an authority is there, and no profile asks for it: nothing is decrypted" : "connections are decrypted",
            metadata: ["profiles": "\(asking.joined(separator: ", "))", "authority": "\(authority.fingerprint.prefix(23))"])
        return ProxyInspection(
            leaves: LeafStore(authority: authority), trust: trust,
            pinning: PinningMemory(seconds: Int64(inspection.undecryptedPause.components.seconds)))
    }
}
