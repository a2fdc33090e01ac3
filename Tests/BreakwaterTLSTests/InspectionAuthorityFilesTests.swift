import BreakwaterTLS
import Foundation
import TestSupport
import Testing
import X509

/// CA-02 and CA-07: who can read the key, and what becomes of an authority.
struct InspectionAuthorityFilesTests {
    private let folder: TemporaryFolder
    private var authority: String { folder.path("authority") }

    init() throws { folder = try TemporaryFolder() }

    private func mode(_ path: String) throws -> Int {
        try #require((FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue)
    }

    @Test func `CA-02: only the owner can read the key`() throws {
        let made = try InspectionAuthority.create(in: authority, name: "home")
        #expect(try mode(authority) == 0o700)
        #expect(try mode(authority + "/authority.key") == 0o400)
        #expect(try mode(authority + "/authority.pem") == 0o444)
        let loaded = try InspectionAuthority.load(from: authority)
        #expect(loaded.der == made.der)
        #expect(loaded.fingerprint == made.fingerprint)
        let pem = try String(contentsOfFile: authority + "/authority.pem", encoding: .utf8)
        #expect(!pem.contains("PRIVATE"))
    }

    @Test func `CA-02: a key that others can read is not used`() throws {
        _ = try InspectionAuthority.create(in: authority, name: "home")
        try FileManager.default.setAttributes([.posixPermissions: 0o440], ofItemAtPath: authority + "/authority.key")
        #expect(throws: InspectionError.self) { try InspectionAuthority.load(from: authority) }
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: authority + "/authority.key")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: authority)
        do {
            _ = try InspectionAuthority.load(from: authority)
            Issue.record("an open folder was taken")
        } catch {
            #expect(error.code == .exposed)
        }
    }

    @Test func `CA-07: an authority is never overwritten`() throws {
        let first = try InspectionAuthority.create(in: authority, name: "home")
        do {
            _ = try InspectionAuthority.create(in: authority, name: "home")
            Issue.record("it was overwritten")
        } catch {
            #expect(error.code == .exists)
        }
        #expect(try InspectionAuthority.load(from: authority).fingerprint == first.fingerprint)
    }

    @Test func `CA-07: a new authority does not vouch for the old one's certificates`() throws {
        let old = try InspectionAuthority.create(in: authority, name: "home")
        try FileManager.default.removeItem(atPath: authority)
        let new = try InspectionAuthority.create(in: authority, name: "home")
        #expect(old.certificate.publicKey != new.certificate.publicKey)

    }

    @Test func `what is missing, over or damaged says what to do`() throws {
        func code(_ now: Date = Date()) -> InspectionError? {
            do throws(InspectionError) {
                _ = try InspectionAuthority.load(from: authority, now: now)
                return nil
            } catch {
                return error
            }
        }
        #expect(code()?.code == .missing)
        #expect(code()?.message.contains("breakwater ca init") == true)
        _ = try InspectionAuthority.create(in: authority, name: "home")
        #expect(code(Date() + 731 * 86_400)?.code == .expired)
        try FileManager.default.removeItem(atPath: authority + "/authority.pem")
        #expect(code()?.code == .unreadable)
        let other = try InspectionAuthority.make(name: "other", now: Date())
        try other.pem.write(toFile: authority + "/authority.pem", atomically: true, encoding: .utf8)
        #expect(code()?.code == .invalid)
    }
}
