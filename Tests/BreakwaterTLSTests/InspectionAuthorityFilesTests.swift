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

    private func failure<Value>(_ body: () throws(InspectionError) -> Value) -> InspectionError? {
        do throws(InspectionError) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    @Test func `CA-07: a successor changes nothing until it is put in force; then the old key is gone`() throws {
        #expect(failure { () throws(InspectionError) in try InspectionAuthority.prepareSuccessor(in: authority, name: "home") }?.code == .missing)
        let old = try InspectionAuthority.create(in: authority, name: "home")
        let oldKey = try String(contentsOfFile: authority + "/authority.key", encoding: .utf8)
        #expect(failure { () throws(InspectionError) in try InspectionAuthority.promoteSuccessor(in: authority) }?.code == .missing)
        let next = try InspectionAuthority.prepareSuccessor(in: authority, name: "home")
        #expect(failure { () throws(InspectionError) in try InspectionAuthority.prepareSuccessor(in: authority, name: "home") }?.code == .exists)
        #expect(try mode(authority + "/next.key") == 0o400)
        #expect(try InspectionAuthority.successor(in: authority)?.fingerprint == next.fingerprint)
        let before = try InspectionAuthority.load(from: authority)
        #expect(before.fingerprint == old.fingerprint)
        #expect(before.siblings == [next.certificate])

        // Whoever holds the old file open sees zeros, not the key.
        let held = try #require(FileHandle(forReadingAtPath: authority + "/authority.key"))
        let (current, retired) = try InspectionAuthority.promoteSuccessor(in: authority)
        #expect(current.fingerprint == next.fingerprint && retired?.fingerprint == old.fingerprint)
        #expect(try held.readToEnd() == Data(count: oldKey.utf8.count))
        let after = try InspectionAuthority.load(from: authority)
        #expect(after.fingerprint == next.fingerprint)
        #expect(try mode(authority + "/authority.key") == 0o400)
        #expect(after.siblings == [old.certificate])
        #expect(try InspectionAuthority.successor(in: authority) == nil)
        for file in try FileManager.default.contentsOfDirectory(atPath: authority) {
            #expect(try !String(contentsOfFile: "\(authority)/\(file)", encoding: .utf8).contains(oldKey))
        }
        // TLS-06: no origin may show what the old key made.
        #expect(after.isBehind(old.certificate) && after.isBehind(next.certificate))
        #expect(!after.isBehind(try InspectionAuthority.make(name: "other", now: Date()).certificate))
        // What is over vouches for nothing and need not be refused.
        #expect(try InspectionAuthority.retired(in: authority, now: old.notAfter + 1).isEmpty)
    }

    @Test func `CA-07: a change that was cut off between two files is finished by the next attempt`() throws {
        _ = try InspectionAuthority.create(in: authority, name: "home")
        let next = try InspectionAuthority.prepareSuccessor(in: authority, name: "home")
        try FileManager.default.removeItem(atPath: authority + "/authority.key")
        try FileManager.default.moveItem(atPath: authority + "/next.key", toPath: authority + "/authority.key")
        #expect(failure { () throws(InspectionError) in try InspectionAuthority.load(from: authority) }?.code == .invalid)
        #expect(try InspectionAuthority.promoteSuccessor(in: authority).current.fingerprint == next.fingerprint)
        #expect(try InspectionAuthority.load(from: authority).fingerprint == next.fingerprint)
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
