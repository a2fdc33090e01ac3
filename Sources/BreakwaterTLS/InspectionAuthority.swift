package import Crypto
public import Foundation
import SwiftASN1
package import X509

/// The certificate authority of one installation, by which a device that trusts it accepts the certificates made here.
///
/// It is made on the machine that uses it and its key never leaves it: an authority that two installations share lets each read the
/// other's traffic. P-256 with SHA-256, `pathLenConstraint` 0, two years.
public struct InspectionAuthority: Sendable {
    /// 397 days is what browsers bear of a site; an authority that people installed by hand may live longer, but not for ever.
    static let lifetime: TimeInterval = 730 * 86_400
    /// Clocks of devices differ.
    static let backdate: TimeInterval = 3600

    package let certificate: Certificate
    package let key: P256.Signing.PrivateKey
    /// The certificate's bytes, as devices install them.
    public let der: [UInt8]
    /// This installation's other authorities: the one that follows, and those that are retired and not over.
    package var siblings: [Certificate] = []

    /// Makes a new one.
    ///
    /// - Parameter name: what people see among their device's authorities: a household or a machine; at most 40 characters of it are used.
    public static func make(name: String, now: Date) throws(InspectionError) -> InspectionAuthority {
        let key = P256.Signing.PrivateKey()
        do {
            let subject = try DistinguishedName {
                OrganizationName("Breakwater")
                CommonName("Breakwater inspection, \(name.prefix(40))")
            }
            let publicKey = Certificate.PublicKey(key.publicKey)
            let certificate = try Certificate(
                version: .v3, serialNumber: .random(), publicKey: publicKey, notValidBefore: now - backdate, notValidAfter: now + lifetime,
                issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                    Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                    SubjectKeyIdentifier(hash: publicKey)
                },
                issuerPrivateKey: Certificate.PrivateKey(key))
            return try InspectionAuthority(certificate: certificate, key: key)
        } catch {
            throw InspectionError(.invalid, "the authority could not be made: \(error)")
        }
    }

    /// - Throws: `invalid` where the two do not belong together.
    init(certificate: Certificate, key: P256.Signing.PrivateKey) throws(InspectionError) {
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else {
            throw InspectionError(.invalid, "the authority's key and certificate do not belong together; make a new authority")
        }
        guard case .isCertificateAuthority? = try? certificate.extensions.basicConstraints else {
            throw InspectionError(.invalid, "the certificate is no authority's; make a new authority")
        }
        do {
            var serializer = DER.Serializer()
            try certificate.serialize(into: &serializer)
            der = serializer.serializedBytes
        } catch {
            throw InspectionError(.invalid, "the authority's certificate cannot be written: \(error)")
        }
        self.certificate = certificate
        self.key = key
    }

    public var subject: String { certificate.subject.description }
    public var notBefore: Date { certificate.notValidBefore }
    public var notAfter: Date { certificate.notValidAfter }

    /// SHA-256 of the certificate, as devices show it: `AB:CD:…`.
    public var fingerprint: String {
        SHA256.hash(data: der).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined(separator: ":")
    }

    public var pem: String { PEMDocument(type: "CERTIFICATE", derBytes: der).pemString + "\n" }

    /// Whether the certificate is an authority of this installation, or was made with its key.
    package func isBehind(_ other: Certificate) -> Bool {
        ([certificate] + siblings).contains { own in
            other.publicKey == own.publicKey || own.publicKey.isValidSignature(other.signature, for: other)
        }
    }
}

extension Certificate.SerialNumber {
    /// 127 random bits of the system's generator: positive, and in all encodings at most 16 bytes (RFC 5280 §4.1.2.2).
    static func random() -> Certificate.SerialNumber {
        var generator = SystemRandomNumberGenerator()
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        bytes[0] = bytes[0] & 0x7F | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }
}
