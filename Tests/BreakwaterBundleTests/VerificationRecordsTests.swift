import BreakwaterBundle
import Foundation
import Glibc
import TestSupport
import Testing

/// A bundle whose verification is on record is opened without its sections' checksums; anything else is verified.
@Suite struct VerificationRecordsTests {
    private let folder: TemporaryFolder
    private let state: String
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        state = folder.path("state")
        path = folder.path("a.bwb")
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Sample.write(to: path)
    }

    /// Files of this moment count, so that no test has to wait.
    private var records: VerificationRecords { VerificationRecords(folder: state, settlingSeconds: 0) }
    private var recordPath: String { state + "/" + VerificationRecords.fileName }
    private var hasRecord: Bool { FileManager.default.fileExists(atPath: recordPath) }

    private func open(_ records: VerificationRecords) throws(BundleError) {
        _ = try BundleReader(path: path, verification: .onRecord(records))
    }
    private func open() throws(BundleError) { try open(records) }

    /// Whether the file is opened without a look at its sections: it is, where a damaged section goes unnoticed.
    private func isTrusted() throws -> Bool {
        do throws(BundleError) {
            try open()
            return true
        } catch {
            try #require(error.code == .corrupt)
            return false
        }
    }

    /// Damages the last section in place, at a time that the file system can tell from that of before.
    private func damage() throws {
        let before = status()
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        let last = try handle.seekToEnd() - 1
        try handle.seek(toOffset: last)
        let byte = try #require(try handle.readToEnd()?.first)
        repeat {
            try handle.seek(toOffset: last)
            try handle.write(contentsOf: Data([byte ^ 1]))
        } while status().st_ctim.tv_nsec == before.st_ctim.tv_nsec && status().st_ctim.tv_sec == before.st_ctim.tv_sec
        try handle.close()
    }

    private func status() -> stat {
        var status = stat()
        _ = unsafe stat(path, &status)
        return status
    }

    /// Makes the record say that the file as it is now was verified: what a forger would have to do.
    private func forgeRecord() throws {
        let now = status()
        var bytes = try folder.read("state/" + VerificationRecords.fileName)
        func put(_ value: UInt64, at offset: Int) {
            for index in 0..<8 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
        }
        put(UInt64(now.st_ino), at: 64)
        put(UInt64(now.st_mtim.tv_sec * 1_000_000_000 + now.st_mtim.tv_nsec), at: 80)
        put(UInt64(now.st_ctim.tv_sec * 1_000_000_000 + now.st_ctim.tv_nsec), at: 88)
        put(Checksum.of(Array(bytes.dropLast(8)).rawSpan), at: bytes.count - 8)
        try putRecords(bytes)
    }

    /// In place, so that permissions stay.
    private func putRecords(_ bytes: [UInt8]) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: recordPath))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }

    @Test func `the first opening verifies and records, the next one finds the record`() throws {
        try open()
        #expect(hasRecord)
        let attributes = try FileManager.default.attributesOfItem(atPath: recordPath)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let before = try folder.read("state/" + VerificationRecords.fileName)
        try open()
        #expect(try folder.read("state/" + VerificationRecords.fileName) == before)
        // The record is what opens a damaged file: without a forged one it is verified and refused.
        try damage()
        #expect(try !isTrusted())
        try forgeRecord()
        #expect(try isTrusted())
    }

    @Test func `a damaged bundle is not recorded`() throws {
        try damage()
        #expect(try !isTrusted())
        #expect(!hasRecord)
        #expect(try !isTrusted())
    }

    @Test func `a changed file is verified, also with its old time of modification`() throws {
        try open()
        let old = status()
        try damage()
        var times = [old.st_atim, old.st_mtim]
        #expect(unsafe utimensat(AT_FDCWD, path, &times, 0) == 0)
        #expect(status().st_mtim.tv_nsec == old.st_mtim.tv_nsec && status().st_size == old.st_size)
        #expect(try !isTrusted())
    }

    @Test func `a touched file is verified and recorded anew`() throws {
        try open()
        let before = try folder.read("state/" + VerificationRecords.fileName)
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        #expect(unsafe utimensat(AT_FDCWD, path, &times, 0) == 0)
        try open()
        let after = try folder.read("state/" + VerificationRecords.fileName)
        #expect(after != before)
        #expect(after.count == before.count)
    }

    @Test func `another file in the same place is verified`() throws {
        try open()
        let damaged = folder.path("b.bwb")
        try FileManager.default.copyItem(atPath: path, toPath: damaged)
        #expect(unsafe rename(damaged, path) == 0)
        try damage()
        #expect(try !isTrusted())
    }

    @Test func `a file that was written to just now is not recorded`() throws {
        try open(VerificationRecords(folder: state))
        #expect(!hasRecord)
    }

    @Test(arguments: [0o720, 0o702, 0o777])
    func `a folder that others can write to is not used`(mode: Int) throws {
        try open()
        try damage()
        try forgeRecord()
        #expect(try isTrusted())
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: state)
        #expect(records.refusal?.contains("others can write to the folder") == true)
        #expect(try !isTrusted())
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: state)
        #expect(records.refusal == nil)
    }

    @Test func `a folder that is not there, or no folder, is not used`() throws {
        for place in [folder.path("nowhere"), path] {
            let records = VerificationRecords(folder: place, settlingSeconds: 0)
            #expect(records.refusal != nil)
            #expect(throws: Never.self) { try open(records) }
        }
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602])
    func `records that others can read or write are not used`(mode: Int) throws {
        try open()
        try damage()
        try forgeRecord()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: recordPath)
        #expect(try !isTrusted())
    }

    @Test func `records behind a link are not used`() throws {
        try open()
        try damage()
        try forgeRecord()
        let elsewhere = folder.path("elsewhere")
        #expect(unsafe rename(recordPath, elsewhere) == 0)
        #expect(unsafe symlink(elsewhere, recordPath) == 0)
        #expect(try !isTrusted())
        #expect(unsafe unlink(recordPath) == 0)
        #expect(unsafe link(elsewhere, recordPath) == 0)
        #expect(try !isTrusted())
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func `a folder or records of another user are not used`() throws {
        try open()
        try damage()
        try forgeRecord()
        #expect(try isTrusted())
        #expect(unsafe chown(recordPath, 12_345, 12_345) == 0)
        #expect(try !isTrusted())
        #expect(unsafe chown(recordPath, 0, 0) == 0)
        #expect(try isTrusted())
        #expect(unsafe chown(state, 12_345, 12_345) == 0)
        #expect(records.refusal?.contains("another user") == true)
        #expect(try !isTrusted())
    }

    @Test func `cut, altered and foreign records are no records`() throws {
        try open()
        try damage()
        try forgeRecord()
        let whole = try folder.read("state/" + VerificationRecords.fileName)
        for count in 0..<whole.count {
            try putRecords(Array(whole.prefix(count)))
            if try isTrusted() { Issue.record("trusted, cut to \(count) bytes") }
        }
        for index in whole.indices {
            var bytes = whole
            bytes[index] ^= 0x10
            try putRecords(bytes)
            if try isTrusted() { Issue.record("trusted, byte \(index) altered") }
        }
        try putRecords(whole)
        #expect(try isTrusted())
        try putRecords(whole + [0])
        #expect(try !isTrusted())
    }

    @Test func `a record of before the machine's last start is none`() throws {
        try open()
        try damage()
        try forgeRecord()
        var bytes = try folder.read("state/" + VerificationRecords.fileName)
        bytes[16] = bytes[16] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        let checksum = Checksum.of(Array(bytes.dropLast(8)).rawSpan)
        bytes.replaceSubrange(bytes.count - 8..<bytes.count, with: (0..<8).map { UInt8(truncatingIfNeeded: checksum >> UInt64(8 * $0)) })
        try putRecords(bytes)
        #expect(try !isTrusted())
    }

    @Test func `the latest sixteen are kept`() throws {
        let paths = (0..<20).map { folder.path("\($0).bwb") }
        for path in paths {
            try Sample.write(to: path)
            _ = try BundleReader(path: path, verification: .onRecord(records))
        }
        let bytes = try folder.read("state/" + VerificationRecords.fileName)
        #expect(bytes.rawSpan.int(at: 12) == 16)
        #expect(bytes.count == 56 + 16 * 80 + 8)
        var newest = stat()
        #expect(unsafe stat(paths[19], &newest) == 0)
        #expect(bytes.rawSpan.u64(at: 64) == UInt64(newest.st_ino))
        #expect(try FileManager.default.contentsOfDirectory(atPath: state) == [VerificationRecords.fileName])
    }
}
