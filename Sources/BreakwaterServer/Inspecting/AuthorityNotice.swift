import BreakwaterTLS
import Foundation

/// The inspection authority in words: what it is, and how devices come to trust it and stop.
public struct AuthorityNotice: Sendable {
    private let authority: InspectionAuthority
    private let folder: String

    /// - Throws: `InspectionError`, `exists` where the folder has an authority.
    public static func create(in folder: String, name: String) throws -> AuthorityNotice {
        AuthorityNotice(authority: try InspectionAuthority.create(in: folder, name: name), folder: folder)
    }

    /// - Throws: `InspectionError`, `missing` where the folder has none.
    public static func load(from folder: String) throws -> AuthorityNotice {
        AuthorityNotice(authority: try InspectionAuthority.load(from: folder), folder: folder)
    }

    public var pem: String { authority.pem }
    public var der: [UInt8] { authority.der }

    public var lines: [String] {
        let format = ISO8601DateFormatter()
        return [
            "Authority:   \(authority.subject)",
            "Valid until: \(format.string(from: authority.notAfter))",
            "SHA-256:     \(authority.fingerprint)",
            "Kept in:     \(folder) (the key never leaves it; keep it out of backups that others read)",
        ]
    }

    public var instructions: [String] {
        [
            "",
            "Nothing is decrypted yet. It takes all three:",
            "  1. a profile that says `inspect:` (docs/POLICIES.md), and a restart of `breakwater serve`;",
            "  2. the certificate on each device: breakwater ca show --pem -o breakwater.pem (or --der);",
            "  3. the people who use the device know it: docs/INSPECTION.md has words for children and for adults.",
            "Compare the SHA-256 above with what the device shows before you trust it.",
            "",
            "To trust it:",
            "  Windows        double-click the .der file, Install Certificate, Local Machine, Trusted Root Certification Authorities",
            "  macOS          double-click the .der file, keychain System, then open it: Trust, Secure Sockets Layer: Always Trust",
            "  iPhone, iPad   open the .der file, Settings: Profile Downloaded; then General, About, Certificate Trust Settings",
            "  Android        Settings, Security, Encryption and credentials, Install a certificate, CA certificate: the .pem file",
            "  Debian, Ubuntu copy the .pem file to /usr/local/share/ca-certificates/breakwater.crt, then update-ca-certificates",
            "  Firefox        Settings, Privacy and Security, View Certificates, Authorities, Import: the .pem file",
            "To stop: delete it in the same place on every device; then delete \(folder). Do both when the machine changes hands.",
        ]
    }
}
