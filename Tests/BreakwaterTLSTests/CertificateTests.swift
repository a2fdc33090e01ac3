import BreakwaterTLS
import BreakwaterURL
import Crypto
import Foundation
import SwiftASN1
import TestSupport
import Testing
import X509

/// CA-01 to CA-07 of the attack catalogue, on the certificates themselves.
struct CertificateTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static let authority = Result { try InspectionAuthority.make(name: "test", now: now) }

    private func leaf(_ host: String = "www.example.com", originEnds: Date? = now + 90 * 86_400) throws -> (Certificate, LeafMinter.Leaf) {
        let leaf = try LeafMinter(authority: Self.authority.get()).mint(for: DomainName(host), originNotAfter: originEnds, now: Self.now)
        return (try Certificate(derEncoded: leaf.der), leaf)
    }

    @Test func `CA-01: two installations have two keys`() throws {
        let other = try InspectionAuthority.make(name: "test", now: Self.now)
        #expect(try other.certificate.publicKey != Self.authority.get().certificate.publicKey)
        #expect(try other.fingerprint != Self.authority.get().fingerprint)
    }

    @Test func `CA-03: a leaf has a key of its own`() throws {
        let (first, _) = try leaf("a.example.com")
        let (second, _) = try leaf("b.example.com")
        let (again, _) = try leaf("a.example.com")
        let keys = [try Self.authority.get().certificate.publicKey, first.publicKey, second.publicKey, again.publicKey]
        #expect(Set(keys).count == 4)
    }

    @Test func `CA-04: a leaf's profile`() throws {
        let (certificate, leaf) = try leaf()
        let authority = try Self.authority.get()
        let extensions = certificate.extensions
        #expect(certificate.version == .v3)
        #expect(certificate.signatureAlgorithm == .ecdsaWithSHA256)
        #expect(certificate.publicKey == Certificate.PublicKey(leaf.key.publicKey))
        #expect(authority.certificate.publicKey.isValidSignature(certificate.signature, for: certificate))
        #expect(certificate.issuer == authority.certificate.subject)
        #expect(try extensions.subjectAlternativeNames.map(Array.init) == [.dnsName("www.example.com")])
        #expect(try extensions.extendedKeyUsage.map(Array.init) == [.serverAuth])
        #expect(try extensions.basicConstraints == .notCertificateAuthority)
        let usage = try #require(try extensions.keyUsage)
        #expect(usage.digitalSignature && !usage.keyCertSign)
        #expect(try extensions.authorityKeyIdentifier?.keyIdentifier == authority.certificate.extensions.subjectKeyIdentifier?.keyIdentifier)
        #expect(try extensions.subjectKeyIdentifier?.keyIdentifier != authority.certificate.extensions.subjectKeyIdentifier?.keyIdentifier)
        #expect(certificate.notValidAfter.timeIntervalSince(certificate.notValidBefore) <= 199 * 86_400)
        #expect(Self.now.timeIntervalSince(certificate.notValidBefore) <= 2 * 86_400)
    }

    @Test func `CA-04: a leaf ends with the origin's certificate and with the authority`() throws {
        let soon = Self.now + 7200
        #expect(try leaf(originEnds: soon).0.notValidAfter == soon)
        let late = try Self.authority.get().notAfter
        let minter = try LeafMinter(authority: Self.authority.get())
        let last = try minter.mint(for: DomainName("a.example"), originNotAfter: late + 86_400, now: late - 60)
        #expect(try Certificate(derEncoded: last.der).notValidAfter == late)
    }

    @Test func `a certificate that carries pages only lives an hour`() throws {
        #expect(try leaf(originEnds: nil).0.notValidAfter == Self.now + 3600)
    }

    @Test func `CA-04: serial numbers are positive, long and different`() throws {
        let serials = try (0..<200).map { _ in try leaf().0.serialNumber }
        #expect(Set(serials).count == 200)
        for serial in serials {
            #expect(serial.bytes.count == 16)
            #expect(serial.bytes.first.map { $0 & 0x80 == 0 } ?? false)
        }
    }

    @Test func `CA-04: a name too long for a common name is a critical alternative name`() throws {
        let host = (0..<4).map { _ in String(repeating: "a", count: 40) }.joined(separator: ".") + ".example"
        let (certificate, _) = try leaf(host)
        #expect(certificate.subject.isEmpty)
        #expect(certificate.extensions[oid: .X509ExtensionID.subjectAlternativeName]?.critical == true)
    }

    @Test func `CA-05: the authority's profile`() throws {
        let authority = try Self.authority.get()
        let extensions = authority.certificate.extensions
        #expect(try extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
        let usage = try #require(try extensions.keyUsage)
        #expect(usage.keyCertSign && usage.cRLSign && !usage.digitalSignature)
        #expect(authority.notAfter.timeIntervalSince(authority.notBefore) <= 731 * 86_400)
        #expect(authority.certificate.signatureAlgorithm == .ecdsaWithSHA256)
        #expect(extensions[oid: .X509ExtensionID.basicConstraints]?.critical == true)
    }

    @Test(arguments: [
        "*", "*.com", "*.example.com", "localhost", "com", "a\u{0}b.example", String(repeating: "a", count: 64) + ".example",
        String(repeating: "abcdefg.", count: 40) + "example", "a b.example", "", ".example", "example..com", "192.0.2.1", "2001:db8::1", "EXAMPLE.com", "a.example.",
    ])
    func `CA-06: no certificate is made for what is no host`(name: String) {
        #expect(!LeafMinter.isMintable(name))
    }

    @Test(arguments: ["example.com", "xn--eckwd4c7c.xn--zckzah", "a_b.example.com", "1.2.example", "a-b.c-d.example.co.jp"])
    func `CA-06: a host gets one`(name: String) { #expect(LeafMinter.isMintable(name)) }

    @Test func `openssl believes the chain for the name, and for no other`() throws {
        let folder = try TemporaryFolder()
        let authority = try InspectionAuthority.make(name: "test", now: Date())
        let leaf = try LeafMinter(authority: authority).mint(for: DomainName("www.example.com"), originNotAfter: Date() + 86_400, now: Date())
        try folder.write("authority.pem", authority.pem)
        try folder.write("leaf.pem", PEMDocument(type: "CERTIFICATE", derBytes: leaf.der).pemString)
        let verify = ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", folder.path("authority.pem")]
        #expect(try OpenSSL.run(verify + ["-verify_hostname", "www.example.com", folder.path("leaf.pem")]) == 0)
        #expect(try OpenSSL.run(verify + ["-verify_hostname", "example.com", folder.path("leaf.pem")]) != 0)
    }
}
