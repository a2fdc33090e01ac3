import Glibc

/// A folder that only this process's user can write to, held open, so that what was checked is what is used.
struct PrivateFolder: ~Copyable {
    private let descriptor: Int32
    /// Why it is not to be used; `nil` where it is.
    let refusal: String?

    init(path: String) {
        descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            refusal = "\(path): \(MappedFile.lastError())"
            return
        }
        var status = stat()
        if unsafe fstat(descriptor, &status) != 0 {
            refusal = "\(path): \(MappedFile.lastError())"
        } else if status.st_uid != geteuid() {
            refusal = "\(path): the folder belongs to another user"
        } else if status.st_mode & 0o022 != 0 {
            refusal = "\(path): others can write to the folder; take that right away (chmod 700)"
        } else {
            refusal = nil
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Returns: the whole file; `nil` where it is missing, a link, longer than `limit`, not this user's, or open to others.
    func contents(of name: String, limit: Int) -> [UInt8]? {
        guard refusal == nil else { return nil }
        let file = unsafe openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_mode & 0o077 == 0, status.st_nlink == 1, let count = Int(exactly: status.st_size), count >= 0, count <= limit
        else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            // The pointer and length stay inside `bytes`: filled < count.
            let result = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(file, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled)
            }
            if result < 0, errno == EINTR { continue }
            guard result > 0 else { return nil }
            filled += result
        }
        return bytes
    }

    /// Puts a file of mode 0600 in the place of what has the name now, whole or not at all.
    func replace(_ name: String, with bytes: [UInt8]) {
        guard refusal == nil else { return }
        let temporary = "\(name).\(getpid()).\(UInt32.random(in: .min ... .max)).tmp"
        // O_EXCL: a file or link that is there already was put there by somebody else.
        let file = unsafe openat(descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        // The pointer and length are those of `bytes`.
        let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
        let isInPlace = unsafe written == bytes.count && renameat(descriptor, temporary, descriptor, name) == 0
        if !isInPlace { unsafe unlinkat(descriptor, temporary, 0) }
    }
}
