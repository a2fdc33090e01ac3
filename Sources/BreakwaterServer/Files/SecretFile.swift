import Breakwater
// Beside NIOSSL's headers `stat` is this module's.
import CoreFoundation
import Foundation

/// Small files that only their owner may read.
enum SecretFile {
    private static let keyCount = 32

    /// Reads a key of 32 bytes, or makes it.
    static func key(at path: String) throws(ServerError) -> [UInt8] {
        if let bytes = try contents(of: path, limit: 1024) {
            guard bytes.count == keyCount else { throw ServerError(.damaged, "is no key; delete it to get a new one", at: position(path)) }
            return bytes
        }
        let key = KeyedHash.randomBytes(keyCount)
        try replace(path, with: key)
        return key
    }

    /// The one line of a file.
    static func line(of path: String) throws(ServerError) -> String {
        guard let bytes = try contents(of: path, limit: 1024) else { throw ServerError(.unreadable, "is not there", at: position(path)) }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard !text.isEmpty, !text.contains("\n"), !text.contains("\r") else {
            throw ServerError(.damaged, "must hold one line", at: position(path))
        }
        return text
    }

    /// - Returns: `nil` where there is no such file.
    /// - Throws: `refused` where others may read it: what has leaked must be made anew, not hidden.
    static func contents(of path: String, limit: Int) throws(ServerError) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw ServerError(.unreadable, "cannot be read: \(unsafe String(cString: strerror(errno)))", at: position(path))
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
            throw ServerError(.unreadable, "is no file of at most \(limit) bytes", at: position(path))
        }
        guard status.st_mode & 0o077 == 0 else {
            throw ServerError(.refused, "others may read it; take that right away (chmod 600)", at: position(path))
        }
        do {
            return try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).readToEnd().map { [UInt8]($0) } ?? []
        } catch {
            throw ServerError(.unreadable, "cannot be read: \(error.localizedDescription)", at: position(path))
        }
    }

    /// Puts a file of mode 0600 in the place of what has the name now, whole or not at all.
    static func replace(_ path: String, with bytes: [UInt8]) throws(ServerError) {
        let temporary = "\(path).\(getpid()).tmp"
        _ = unsafe unlink(temporary)
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ServerError(.unwritable, "cannot be written: \(unsafe String(cString: strerror(errno)))", at: position(path))
        }
        do {
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try file.write(contentsOf: Data(bytes))
            try file.synchronize()
            try file.close()
        } catch {
            _ = unsafe unlink(temporary)
            throw ServerError(.unwritable, "cannot be written: \(error.localizedDescription)", at: position(path))
        }
        guard unsafe rename(temporary, path) == 0 else {
            throw ServerError(.unwritable, "cannot be put in its place: \(unsafe String(cString: strerror(errno)))", at: position(path))
        }
    }

    private static func position(_ path: String) -> DocumentPosition { DocumentPosition(file: path, line: 0) }
}
