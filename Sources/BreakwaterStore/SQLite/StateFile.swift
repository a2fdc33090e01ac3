import Foundation

/// Makes the file of a store, so that only its owner can read it from its first byte on.
enum StateFile {
    /// Makes missing folders with mode 0700 and the missing file with mode 0600; SQLite gives its side files the same mode.
    ///
    /// A file that exists keeps its place but loses the rights of group and others.
    static func prepare(_ path: String, isCreatedIfMissing: Bool) throws(StoreError) {
        let manager = FileManager.default
        guard manager.fileExists(atPath: path) || isCreatedIfMissing else {
            throw StoreError(.cannotOpen, "there is no such file; check the path", at: path)
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            if !manager.fileExists(atPath: folder) {
                try manager.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        } catch {
            throw StoreError(
                .cannotOpen, "the folder cannot be made; check the rights of the folder above", at: path,
                underlying: error.localizedDescription)
        }
        try requireOwnFormat(path)
        try makePrivate(path)
    }

    /// Looks at the file's header before SQLite does: opening switches a database's journal, which no foreign one deserves.
    /// - SeeAlso: The SQLite file format, section 1.3: schema cookie at 40, application id at 68, big-endian.
    private static func requireOwnFormat(_ path: String) throws(StoreError) {
        guard let file = FileHandle(forReadingAtPath: path) else { return }
        defer { try? file.close() }  // only read from: nothing can be lost
        let header: [UInt8]
        do {
            header = try file.read(upToCount: 100).map { [UInt8]($0) } ?? []
        } catch {
            throw StoreError(
                .cannotOpen, "the file cannot be read; check its rights", at: path, underlying: error.localizedDescription)
        }
        guard !header.isEmpty else { return }
        guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw StoreError(.corrupt, "the file is no database; move it away, a new one is made", at: path)
        }
        let application = bigEndian(header[68..<72])
        let isEmpty = bigEndian(header[40..<44]) == 0
        guard application == UInt32(bitPattern: SQLiteSchema.applicationID) || isEmpty else {
            throw StoreError(.foreign, "this database is not one of Breakwater's; choose another path", at: path)
        }
    }

    private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func makePrivate(_ path: String) throws(StoreError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code: StoreError.Code = errno == EACCES || errno == EROFS ? .notPermitted : .cannotOpen
            let words = unsafe String(cString: strerror(errno))
            throw StoreError(code, "the file cannot be opened for writing; check its rights", at: path, underlying: words)
        }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) != 0 else { return }
        let words = unsafe String(cString: strerror(errno))
        throw StoreError(
            .notPermitted, "the file belongs to somebody else; run as its owner or choose another path", at: path,
            underlying: words)
    }
}
