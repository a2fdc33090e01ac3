import Glibc

/// Which bundles were verified in full, kept in a folder of this user's, so that opening one again checks its structure only.
///
/// A record says: the file with this device, inode, length and times, whose header is this one, had the right checksums, since this
/// machine started. Everything else is not on record: another file in the same place, a file that was written to or only touched,
/// the same file after a restart, a record that is damaged.
///
/// Where others than this user can write to the folder or the file of records, nothing is on record and nothing is recorded. A
/// record vouches for undamaged bytes, as the checksums do; against forgery there is the signature, which is verified over all bytes.
///
/// ```text
/// 0    8  magic "BWVERIFY"
/// 8    4  version, 1
/// 12   4  number of records, at most 16
/// 16  36  the boot's id, as /proc/sys/kernel/random/boot_id gives it
/// 52   4  zero
/// 56      records of 80 bytes, the newest first:
///         0 8 device · 8 8 inode · 16 8 length · 24 8 time of modification · 32 8 time of change · 40 8 the header's checksum ·
///         48 32 the header's identity
/// end  8  checksum of all bytes before
/// ```
public struct VerificationRecords: Sendable, Hashable {
    package static let fileName = "verified-bundles"
    private static let magic: [UInt8] = Array("BWVERIFY".utf8)
    private static let version: UInt32 = 1
    private static let headerLength = 56
    private static let recordLength = 80
    private static let capacity = 16
    /// File systems keep times to as little as two seconds: a file that was written to later than that may be written to again
    /// without a new time.
    private static let settlingSeconds: Int64 = 2

    public let folder: String
    private let settlingNanoseconds: Int64

    /// - Parameter folder: exists, belongs to this user, and nobody else can write to it.
    public init(folder: String) {
        self.init(folder: folder, settlingSeconds: Self.settlingSeconds)
    }

    package init(folder: String, settlingSeconds: Int64) {
        self.folder = folder
        settlingNanoseconds = settlingSeconds &* 1_000_000_000
    }

    /// Why the folder cannot hold records, in words for its owner; `nil` where it can.
    public var refusal: String? {
        let directory = PrivateFolder(path: folder)
        return directory.refusal
    }

    /// One verified bundle.
    struct Record: Hashable {
        var facts: FileFacts
        var headerChecksum: UInt64
        var identity: [UInt8]
    }

    func contains(_ record: Record) -> Bool {
        let directory = PrivateFolder(path: folder)
        guard directory.refusal == nil, let boot = Self.bootID() else { return false }
        return Self.read(directory, boot).contains(record)
    }

    /// Adds a record; where that fails the bundle is verified again next time, which is all that is lost.
    ///
    /// - Parameter path: must still name the file that was verified.
    func add(_ record: Record, path: String) {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        let age = FileFacts.nanoseconds(now) &- record.facts.changedAt
        guard FileFacts(path: path) == record.facts, age >= settlingNanoseconds, let boot = Self.bootID()
        else { return }
        let directory = PrivateFolder(path: folder)
        guard directory.refusal == nil else { return }
        let others = Self.read(directory, boot).filter { $0.facts.device != record.facts.device || $0.facts.inode != record.facts.inode }
        directory.replace(Self.fileName, with: Self.encode([record] + others.prefix(Self.capacity - 1), boot))
    }

    private static func read(_ directory: borrowing PrivateFolder, _ boot: [UInt8]) -> [Record] {
        let limit = headerLength + capacity * recordLength + 8
        return directory.contents(of: fileName, limit: limit).flatMap { decode($0, boot) } ?? []
    }

    private static func encode(_ records: [Record], _ boot: [UInt8]) -> [UInt8] {
        var bytes = magic
        bytes.append(u32: version)
        bytes.append(u32: UInt32(records.count))
        bytes += boot
        bytes.append(u32: 0)
        for record in records {
            bytes.append(u64: record.facts.device)
            bytes.append(u64: record.facts.inode)
            bytes.append(u64: record.facts.length)
            bytes.append(u64: UInt64(bitPattern: record.facts.modifiedAt))
            bytes.append(u64: UInt64(bitPattern: record.facts.changedAt))
            bytes.append(u64: record.headerChecksum)
            bytes += record.identity
        }
        bytes.append(u64: Checksum.of(bytes.rawSpan))
        return bytes
    }

    private static func decode(_ bytes: [UInt8], _ boot: [UInt8]) -> [Record]? {
        let raw = bytes.rawSpan
        let count = raw.int(at: 12)
        guard bytes.starts(with: magic), raw.u32(at: 8) == version, count <= capacity,
            bytes.count == headerLength + count * recordLength + 8, bytes[16..<52].elementsEqual(boot),
            raw.u64(at: bytes.count - 8) == Checksum.of(raw.extracting(0..<bytes.count - 8))
        else { return nil }
        return (0..<count).map { number in
            let at = headerLength + number * recordLength
            let facts = FileFacts(
                device: raw.u64(at: at), inode: raw.u64(at: at + 8), length: raw.u64(at: at + 16),
                modifiedAt: Int64(bitPattern: raw.u64(at: at + 24)), changedAt: Int64(bitPattern: raw.u64(at: at + 32)))
            return Record(facts: facts, headerChecksum: raw.u64(at: at + 40), identity: Array(bytes[at + 48..<at + recordLength]))
        }
    }

    /// 36 bytes that are others after each start of the machine.
    private static func bootID() -> [UInt8]? {
        let descriptor = unsafe open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 36)
        // `bytes` has the 36 bytes that may be read.
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        return count == bytes.count ? bytes : nil
    }
}
