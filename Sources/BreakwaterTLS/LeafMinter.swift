package import BreakwaterURL
package import Crypto
package import Foundation
import SwiftASN1
import X509

/// Makes the certificates that clients of decrypted tunnels see: one host, its own key, a few days.
///
/// - SeeAlso: RFC 5280 §4.2; CA/Browser Forum baseline requirements §7.1.2; docs/THREAT-MODEL.md CA-03 to CA-06.
package struct LeafMinter: Sendable {
    package struct Leaf {
        package let key: P256.Signing.PrivateKey
        package let der: [UInt8]
        package let notAfter: Date
    }

    /// A certificate in memory is made anew when it is over.
    static let lifetime: TimeInterval = 3 * 86_400
    /// Where no origin vouched for anything: it only carries a page of ours.
    static let pageLifetime: TimeInterval = 3600
    /// Clocks of devices differ; two days is the most that Apple bears.
    static let backdate: TimeInterval = 86_400

    let authority: InspectionAuthority

    package init(authority: InspectionAuthority) { self.authority = authority }

    /// - Parameter originNotAfter: when the origin's own certificate is over; `nil` where there is none that is believed.
    /// - Throws: `notAHost`.
    package func mint(for host: DomainName, originNotAfter: Date?, now: Date) throws(InspectionError) -> Leaf {
        let name = host.description
        guard Self.isMintable(name) else { throw InspectionError(.notAHost, "no certificate is made for this name") }
        let key = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(key.publicKey)
        let end = originNotAfter.map { min($0, now + Self.lifetime) } ?? now + Self.pageLifetime
        let notAfter = min(end, authority.notAfter)
        // X.520 has 64 characters for a common name; without one the alternative name must be critical.
        let hasCommonName = name.utf8.count <= 64
        do {
            let names = SubjectAlternativeNames([.dnsName(name)])
            let certificate = try Certificate(
                version: .v3, serialNumber: .random(), publicKey: publicKey,
                notValidBefore: max(now - Self.backdate, authority.notBefore), notValidAfter: notAfter,
                issuer: authority.certificate.subject,
                subject: try hasCommonName ? DistinguishedName { CommonName(name) } : DistinguishedName(),
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    try ExtendedKeyUsage([.serverAuth])
                    try Certificate.Extension(names, critical: !hasCommonName)
                    AuthorityKeyIdentifier(keyIdentifier: try authority.certificate.extensions.subjectKeyIdentifier?.keyIdentifier)
                    SubjectKeyIdentifier(hash: publicKey)
                },
                issuerPrivateKey: Certificate.PrivateKey(authority.key))
            var serializer = DER.Serializer()
            try certificate.serialize(into: &serializer)
            return Leaf(key: key, der: serializer.serializedBytes, notAfter: notAfter)
        } catch {
            throw InspectionError(.invalid, "a certificate could not be made: \(error)")
        }
    }

    /// Letters, digits, hyphens and underscores in two labels or more: no pattern, no lone name of the network's, no address.
    package static func isMintable(_ name: String) -> Bool {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, name.utf8.count <= 253, labels.last?.allSatisfy(\.isNumber) == false else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
        }
    }
}
