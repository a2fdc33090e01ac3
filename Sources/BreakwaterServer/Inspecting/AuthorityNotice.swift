import BreakwaterTLS
import Foundation

/// The inspection authority in words: what it is, and how devices come to trust it and stop.
public struct AuthorityNotice: Sendable {
    private let authority: InspectionAuthority
    private let folder: String
    private let role: Role

    private enum Role {
        case current
        /// Made, to be trusted by devices, not in force yet.
        case next
    }

    /// - Throws: `InspectionError`, `exists` where the folder has an authority.
    public static func create(in folder: String, name: String) throws -> AuthorityNotice {
        let authority = try InspectionAuthority.create(in: folder, name: name)
        try AuthorityAudit(folder: folder).record("made", fingerprint: authority.fingerprint)
        return AuthorityNotice(authority: authority, folder: folder, role: .current)
    }

    /// - Throws: `InspectionError`, `missing` where the folder has none.
    public static func load(from folder: String) throws -> AuthorityNotice {
        AuthorityNotice(authority: try InspectionAuthority.load(from: folder), folder: folder, role: .current)
    }

    /// The authority that follows; `nil` where none was made.
    public static func next(in folder: String) throws -> AuthorityNotice? {
        try InspectionAuthority.successor(in: folder).map { AuthorityNotice(authority: $0, folder: folder, role: .next) }
    }

    /// Makes the authority that follows; the one that was made before, where there is one.
    public static func rotate(in folder: String, name: String) throws -> AuthorityNotice {
        if let made = try next(in: folder) { return made }
        let authority = try InspectionAuthority.prepareSuccessor(in: folder, name: name)
        try AuthorityAudit(folder: folder).record("successor made", fingerprint: authority.fingerprint)
        return AuthorityNotice(authority: authority, folder: folder, role: .next)
    }

    /// Puts the authority that follows in force.
    ///
    /// - Returns: the one in force now, and what to do with the one before.
    public static func finishRotation(in folder: String) throws -> (current: AuthorityNotice, instructions: [String]) {
        let (current, retired) = try InspectionAuthority.promoteSuccessor(in: folder)
        let audit = AuthorityAudit(folder: folder)
        if let retired { try audit.record("retired, key overwritten", fingerprint: retired.fingerprint) }
        try audit.record("in force", fingerprint: current.fingerprint)
        let old = retired.map { ["Delete the old one on every device: \($0.subject), SHA-256 \($0.fingerprint)."] } ?? []
        return (
            AuthorityNotice(authority: current, folder: folder, role: .current),
            ["", "Send SIGHUP to `breakwater serve` (systemctl reload breakwater), or restart it: from then on the new authority signs."] + old
                + ["The old key is overwritten; delete backups of it. What was made with it is refused from sites until \(Self.end(of: retired))."])
    }

    private static func end(of authority: InspectionAuthority?) -> String {
        authority.map { ISO8601DateFormatter().string(from: $0.notAfter) } ?? "its end"
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

    public var instructions: [String] { (role == .current ? first : rotation) + devices }

    private var first: [String] {
        [
            "",
            "Nothing is decrypted yet. It takes all three:",
            "  1. a profile that says `inspect:` (docs/POLICIES.md), then SIGHUP or a restart of `breakwater serve`;",
            "  2. the certificate on each device: breakwater ca show --pem -o breakwater.pem (or --der);",
            "  3. the people who use the device know it: docs/INSPECTION.md has words for children and for adults.",
        ]
    }

    private var rotation: [String] {
        [
            "",
            "This authority follows the one in force, which goes on until you say so. In this order:",
            "  1. put the new certificate on every device: breakwater ca show --next --pem -o breakwater-next.pem (or --der);",
            "  2. breakwater ca rotate --finish: the new one signs, the old key is overwritten;",
            "  3. delete the old certificate on every device.",
            "A device that misses step 1 gets no page of a decrypted site after step 2.",
        ]
    }

    private var devices: [String] {
        [
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
