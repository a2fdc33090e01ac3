import Glibc

/// A NUL-terminated copy of a string that C code may hold.
///
/// Safe to use: the memory is this object's own until its `deinit`.
@safe final class CText: Sendable {
    nonisolated(unsafe) private let memory: UnsafeMutablePointer<CChar>?

    init(_ text: String) { unsafe memory = strdup(text) }

    deinit { unsafe free(memory) }

    /// Valid while this object lives; empty text where the system had no memory.
    @unsafe var pointer: UnsafePointer<CChar> {
        guard let memory = unsafe memory else { return unsafe staticText("") }
        return unsafe UnsafePointer(memory)
    }
}
