import Crypto
public import Foundation
import SwiftASN1
import X509

/// An authority in its folder: the key in a file of its own, which nobody but its owner can read.
extension InspectionAuthority {
    static let keyFile = "authority.key"
    static let certificateFile = "authority.pem"

    /// Makes an authority and keeps it in a folder, which is made with mode 0700.
    ///
    /// - Throws: `exists` where the folder has one: an authority that devices trust is never overwritten.
    public static func create(in folder: String, name: String, now: Date = Date()) throws(InspectionError) -> InspectionAuthority {
        let manager = FileManager.default
        for file in [keyFile, certificateFile] where manager.fileExists(atPath: "\(folder)/\(file)") {
            throw InspectionError(
                .exists, "\(folder)/\(file) is there already; remove the authority from the devices that trust it and delete the folder first")
        }
        do {
            try manager.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw InspectionError(.unwritable, "\(folder) cannot be made: \(error.localizedDescription)")
        }
        // Bound: the path is a C string for the call.
        guard unsafe chmod(folder, 0o700) == 0 else { throw InspectionError(.unwritable, "\(folder) belongs to somebody else") }
        let authority = try make(name: name, now: now)
        try authority.write(key: "\(folder)/\(keyFile)", certificate: "\(folder)/\(certificateFile)")
        return authority
    }

    func write(key keyPath: String, certificate certificatePath: String) throws(InspectionError) {
        try Self.write(key.pemRepresentation + "\n", to: keyPath, mode: 0o400)
        try Self.write(pem, to: certificatePath, mode: 0o444)
    }

    /// Reads the authority of a folder.
    ///
    /// - Throws: `missing`, `exposed` where others could read the key, `unreadable`, `invalid`, `expired`.
    public static func load(from folder: String, now: Date = Date()) throws(InspectionError) -> InspectionAuthority {
        var authority = try read(folder, keyFile, certificateFile)
        guard authority.notAfter > now else {
            throw InspectionError(
                .expired, "\(folder)/\(certificateFile) is over since \(authority.notAfter); `breakwater ca rotate` makes a new authority")
        }
        authority.siblings = try successor(in: folder).map { [$0.certificate] } ?? []
        authority.siblings += try retired(in: folder, now: now)
        return authority
    }

    static func read(_ folder: String, _ keyFile: String, _ certificateFile: String) throws(InspectionError) -> InspectionAuthority {
        let keyPath = "\(folder)/\(keyFile)"
        guard FileManager.default.fileExists(atPath: keyPath) else {
            throw InspectionError(.missing, "there is no authority in \(folder); make one with `breakwater ca init`")
        }
        for path in [folder, keyPath] { try requirePrivate(path) }
        let key: P256.Signing.PrivateKey
        let certificate: Certificate
        do {
            key = try P256.Signing.PrivateKey(pemRepresentation: String(contentsOfFile: keyPath, encoding: .utf8))
        } catch {
            throw InspectionError(.unreadable, "\(keyPath) cannot be read as a P-256 key; put the right file back, or make a new authority")
        }
        do {
            certificate = try Certificate(pemEncoded: String(contentsOfFile: "\(folder)/\(certificateFile)", encoding: .utf8))
        } catch {
            throw InspectionError(.unreadable, "\(folder)/\(certificateFile) cannot be read as a certificate; put the right file back")
        }
        return try InspectionAuthority(certificate: certificate, key: key)
    }

    private static func requirePrivate(_ path: String) throws(InspectionError) {
        let attributes: [FileAttributeKey: Any]
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: path)
        } catch {
            throw InspectionError(.unreadable, "\(path) cannot be looked at: \(error.localizedDescription)")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        let owner = (attributes[.ownerAccountID] as? NSNumber)?.uint32Value
        guard mode & 0o077 == 0, owner == geteuid() else {
            throw InspectionError(
                .exposed,
                "\(path) has mode \(String(mode, radix: 8)), or another owner: whoever reads this key can read the traffic it protects; "
                    + "`chmod go-rwx` it, and make a new authority where somebody may have copied it")
        }
    }

    /// Writes a new file, which has its mode from its first byte on.
    static func write(_ text: String, to path: String, mode: mode_t) throws(InspectionError) {
        // Bound: the path is a C string for the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw InspectionError(.unwritable, "\(path) cannot be written") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            guard fchmod(descriptor, mode) == 0 else { throw CocoaError(.fileWriteNoPermission) }
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
            try file.close()
        } catch {
            throw InspectionError(.unwritable, "\(path) cannot be written: \(error.localizedDescription)")
        }
    }
}
