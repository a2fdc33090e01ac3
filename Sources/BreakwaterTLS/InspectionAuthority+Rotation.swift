import Crypto
public import Foundation
import SwiftASN1
package import X509

/// A new authority beside the old one.
///
/// Devices must trust the new one before anything is signed with it, so it happens in two steps: ``prepareSuccessor(in:name:now:)`` makes
/// the new key and certificate, and the old ones go on; ``promoteSuccessor(in:)`` puts the new ones in their place, destroys the old
/// key and keeps the old certificate until its end, because no origin may show what was made with it.
///
/// Why not sign the new one with the old one: an authority with path length 0 vouches for no other authority, and should not.
extension InspectionAuthority {
    static let successorKeyFile = "next.key"
    static let successorCertificateFile = "next.pem"
    static let retiredPrefix = "retired-"

    /// Makes the authority that follows, beside the one of the folder.
    ///
    /// - Throws: `missing` where the folder has no authority, `exists` where one follows already.
    public static func prepareSuccessor(
        in folder: String, name: String, now: Date = Date()
    ) throws(InspectionError) -> InspectionAuthority {
        // It may be over: then a successor is needed all the more.
        _ = try read(folder, keyFile, certificateFile)
        guard try successor(in: folder) == nil else {
            throw InspectionError(
                .exists, "\(folder)/\(successorCertificateFile) is there already; `breakwater ca rotate --finish` puts it in force")
        }
        let authority = try make(name: name, now: now)
        try authority.write(key: "\(folder)/\(successorKeyFile)", certificate: "\(folder)/\(successorCertificateFile)")
        return authority
    }

    /// The authority that follows, if one was made.
    public static func successor(in folder: String) throws(InspectionError) -> InspectionAuthority? {
        guard FileManager.default.fileExists(atPath: "\(folder)/\(successorKeyFile)") else { return nil }
        return try read(folder, successorKeyFile, successorCertificateFile)
    }

    /// Puts the successor in force; also where an earlier attempt was cut off half way.
    ///
    /// - Returns: the authority in force from now on, and the one that devices need no longer, where it is known.
    /// - Throws: `missing` where none follows.
    public static func promoteSuccessor(
        in folder: String
    ) throws(InspectionError) -> (current: InspectionAuthority, retired: InspectionAuthority?) {
        if !FileManager.default.fileExists(atPath: "\(folder)/\(successorKeyFile)"),
            FileManager.default.fileExists(atPath: "\(folder)/\(successorCertificateFile)")
        {
            try move("\(folder)/\(certificateFile)", from: "\(folder)/\(successorCertificateFile)")
            return (try read(folder, keyFile, certificateFile), nil)
        }
        let old = try read(folder, keyFile, certificateFile)
        guard let new = try successor(in: folder) else {
            throw InspectionError(.missing, "no authority follows the one in \(folder); make one with `breakwater ca rotate`")
        }
        let retiredName = retiredPrefix + old.fingerprint.replacing(":", with: "").prefix(16).lowercased() + ".pem"
        if !FileManager.default.fileExists(atPath: "\(folder)/\(retiredName)") {
            try write(old.pem, to: "\(folder)/\(retiredName)", mode: 0o444)
        }
        try replaceKey("\(folder)/\(keyFile)", with: "\(folder)/\(successorKeyFile)")
        try move("\(folder)/\(certificateFile)", from: "\(folder)/\(successorCertificateFile)")
        return (new, old)
    }

    /// Certificates of authorities that were in force here and are not over.
    package static func retired(in folder: String, now: Date) throws(InspectionError) -> [Certificate] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(retiredPrefix) }.sorted()
        } catch {
            throw InspectionError(.unreadable, "\(folder) cannot be read: \(error.localizedDescription)")
        }
        var found: [Certificate] = []
        for name in names {
            do {
                found.append(try Certificate(pemEncoded: String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)))
            } catch {
                throw InspectionError(
                    .unreadable, "\(folder)/\(name) cannot be read as a certificate; put the right file back, or delete it")
            }
        }
        return found.filter { $0.notValidAfter > now }
    }

    /// Puts a key in another's place at once, then overwrites the old one, which has no name any more. A file system may have copies of its
    /// own (snapshots, flash memory); this is what can be done.
    private static func replaceKey(_ path: String, with source: String) throws(InspectionError) {
        // Bound: the path is a C string for the call.
        guard unsafe chmod(path, 0o600) == 0, let old = FileHandle(forUpdatingAtPath: path) else {
            throw InspectionError(.unwritable, "\(path) cannot be replaced")
        }
        try move(path, from: source)
        do {
            let length = try old.seekToEnd()
            try old.seek(toOffset: 0)
            try old.write(contentsOf: Data(count: Int(min(length, 1 << 16))))
            try old.synchronize()
            try old.close()
        } catch {
            throw InspectionError(.unwritable, "the old key is out of use, but could not be overwritten: \(error.localizedDescription)")
        }
    }

    private static func move(_ path: String, from source: String) throws(InspectionError) {
        // Bound: both paths are C strings for the call.
        guard unsafe rename(source, path) == 0 else { throw InspectionError(.unwritable, "\(path) cannot be replaced") }
    }
}
