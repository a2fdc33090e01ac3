import Glibc

/// A read-only memory mapping of a whole file, shared by every process that maps it.
///
/// The file must not be cut while it is mapped: bundles are therefore never written in place, only renamed into it.
@safe
package final class MappedFile: Sendable {
    private nonisolated(unsafe) let base: UnsafeRawPointer
    package let count: Int
    /// Of the file that is mapped, taken before it was.
    let facts: FileFacts

    /// - Throws: ``BundleError`` `unreadable` or `truncated` (an empty file cannot be mapped).
    package init(path: String) throws(BundleError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BundleError(.unreadable, "\(path): \(Self.lastError())") }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw BundleError(.unreadable, "\(path): \(Self.lastError())") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw BundleError(.unreadable, "\(path): not a regular file") }
        guard let length = Int(exactly: status.st_size), length > 0 else {
            throw BundleError(.truncated, "\(path): the file is empty; compile the policy again")
        }
        guard let address = unsafe mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0), unsafe address != MAP_FAILED else {
            throw BundleError(.unreadable, "\(path): \(Self.lastError())")
        }
        unsafe base = UnsafeRawPointer(address)
        count = length
        facts = FileFacts(status)
    }

    deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: base), count) }

    package var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // The mapping covers `count` bytes until deinit.
            let span = unsafe RawSpan(_unsafeStart: base, byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    package static func lastError() -> String { unsafe String(cString: strerror(errno)) }
}
