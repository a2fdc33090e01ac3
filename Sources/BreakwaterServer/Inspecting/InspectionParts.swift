import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterTLS
import CProcess
import Foundation
import Logging

extension ServerConfiguration {
    /// Where the inspection authority is kept.
    public var authorityDirectory: String { inspection.authority ?? stateDirectory + "/authority" }

    /// What tunnels are decrypted with; `nil` where nobody made an authority.
    ///
    /// - Parameter old: what was in force, at a reload; what clients refused is kept, and the certificates of the same authority.
    /// - Throws: `InspectionError` where there is an authority that cannot be used: a profile may count on it.
    func makeInspection(for policy: Policy, replacing old: ProxyInspection? = nil, logger: Logger) throws -> ProxyInspection? {
        let asking = policy.profiles.filter { $0.inspection != nil }.map(\.id.rawValue)
        guard FileManager.default.fileExists(atPath: authorityDirectory) else {
            if !asking.isEmpty {
                logger.warning(
                    "nothing is decrypted: profiles ask for it, but there is no authority; `breakwater ca init` makes one",
                    metadata: ["profiles": "\(asking.joined(separator: ", "))"])
            }
            return nil
        }
        ProcessMemory.hide()
        let authority = try InspectionAuthority.load(from: authorityDirectory)
        let trust = try OriginTrust(authority: authority, additionalRoots: inspection.trustedAuthorities)
        do {
            try AuthorityAudit(folder: authorityDirectory).record("key read by a proxy", fingerprint: authority.fingerprint)
        } catch {
            logger.warning("a use of the authority's key is not in its audit log", metadata: ["reason": "\(error)"])
        }
        logger.notice(
            asking.isEmpty ? "an authority is there, and no profile asks for it: nothing is decrypted" : "connections are decrypted",
            metadata: ["profiles": "\(asking.joined(separator: ", "))", "authority": "\(authority.fingerprint.prefix(23))"])
        let kept = old.flatMap { $0.leaves.authorityFingerprint == authority.fingerprint ? $0.leaves : nil }
        return ProxyInspection(
            leaves: kept ?? LeafStore(authority: authority), trust: trust,
            pinning: old?.pinning ?? PinningMemory(seconds: Int64(inspection.undecryptedPause.components.seconds)))
    }
}

/// Keeps this process's memory, which has the authority's key in it, from other processes and out of core files.
private enum ProcessMemory {
    static func hide() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        // Bound: setrlimit reads one struct.
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // The kernel ignores that limit where a program takes core files (core_pattern with `|`): then no mapping is to be in one.
        // Missing where the kernel writes no core files at all.
        try? Data("0\n".utf8).write(to: URL(fileURLWithPath: "/proc/self/coredump_filter"))
        // Last, as it makes root the owner of what is in `/proc/self`. It cannot fail with these arguments.
        _ = cprocess_hide_memory()
    }
}
