import Crypto
import Foundation
import SwiftASN1
import X509
import _CryptoExtras

/// What RFC 5280 leaves open and web servers must keep: keys and signatures that cannot be forged, authorities that may sign, and
/// certificates meant for servers.
struct OriginPolicy: VerifierPolicy, Sendable {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.keyUsage, .X509ExtensionID.extendedKeyUsage]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        guard Self.isForServers(chain.leaf) else { return .failsToMeetPolicy(reason: "not a server's certificate") }
        for index in chain.startIndex..<chain.endIndex {
            let isRoot = index == chain.endIndex - 1
            // A root's own signature proves nothing: it is trusted because it is in the store.
            guard isRoot || Self.isStrong(chain[index]) else { return .failsToMeetPolicy(reason: "weak key or signature") }
            // Version 1 has no extension that could say who may sign; only a root is known otherwise.
            guard index == chain.startIndex || isRoot || chain[index].version == .v3 else {
                return .failsToMeetPolicy(reason: "an authority without extensions")
            }
            guard index == chain.startIndex || Self.maySign(chain[index]) else { return .failsToMeetPolicy(reason: "may not sign") }
        }
        return .meetsPolicy
    }

    /// What is wrong with what was shown, whatever stands behind it.
    static func problem(_ leaf: Certificate, _ others: [Certificate], authority: InspectionAuthority, now: Date) -> CertificateProblem? {
        if ([leaf] + others).contains(where: authority.isBehind) { return .ownAuthority }
        if leaf.notValidBefore > now { return .notYetValid }
        if leaf.notValidAfter < now { return .expired }
        // A common name is no longer a host's name (RFC 9525 §2); the library still takes it for one.
        if leaf.extensions[oid: .X509ExtensionID.subjectAlternativeName] == nil { return .wrongName }
        if !isStrong(leaf) { return .weak }
        return nil
    }

    /// - Parameter error: of the reading of a certificate. The library reads no RSA key below 2048 bits.
    static func problem(reading error: any Error) -> CertificateProblem {
        error is CryptoKitError ? .weak : .malformed
    }

    private static func isStrong(_ certificate: Certificate) -> Bool {
        guard certificate.signatureAlgorithm != .sha1WithRSAEncryption else { return false }
        guard let key = _RSA.Signing.PublicKey(certificate.publicKey) else { return true }
        return key.keySizeInBits >= 2048
    }

    private static func isForServers(_ leaf: Certificate) -> Bool {
        do {
            guard let usage = try leaf.extensions.extendedKeyUsage else { return true }
            return usage.contains(.serverAuth) || usage.contains(.any)
        } catch {
            return false
        }
    }

    private static func maySign(_ certificate: Certificate) -> Bool {
        do {
            return try certificate.extensions.keyUsage?.keyCertSign ?? true
        } catch {
            return false
        }
    }
}
