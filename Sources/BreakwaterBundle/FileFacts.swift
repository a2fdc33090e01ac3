import Glibc

/// What tells whether a bundle's file is the one that was verified, and has not been written to since.
///
/// The kernel sets the time of change itself, and whoever puts the time of modification back changes it. Device and inode name a
/// file within one boot only.
package struct FileFacts: Sendable, Hashable {
    package var device: UInt64
    package var inode: UInt64
    package var length: UInt64
    /// Nanoseconds since the epoch.
    package var modifiedAt: Int64
    /// Nanoseconds since the epoch: when contents, name or permissions changed last.
    package var changedAt: Int64

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        length = UInt64(max(0, status.st_size))
        modifiedAt = Self.nanoseconds(status.st_mtim)
        changedAt = Self.nanoseconds(status.st_ctim)
    }

    init(device: UInt64, inode: UInt64, length: UInt64, modifiedAt: Int64, changedAt: Int64) {
        self.device = device
        self.inode = inode
        self.length = length
        self.modifiedAt = modifiedAt
        self.changedAt = changedAt
    }

    /// The facts of the file that the path names now; `nil` where there is none.
    init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ Int64(time.tv_nsec)
    }
}
