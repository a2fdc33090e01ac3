/// The bytes of one section, kept mapped for as long as the value lives.
@safe
package struct BundleSection: Sendable {
    // Inside the mapping that `file` keeps, `count` bytes long, read-only.
    @usableFromInline nonisolated(unsafe) let base: UnsafeRawPointer
    package let count: Int
    private let file: MappedFile

    /// - Parameter range: within the file; the reader has checked it.
    init(file: MappedFile, range: Range<Int>) {
        let range = range.clamped(to: 0..<file.count)
        self.file = file
        count = range.count
        unsafe base = file.bytes.withUnsafeBytes { unsafe $0.baseAddress.unsafelyUnwrapped + range.lowerBound }
    }

    @inlinable
    package var bytes: RawSpan {
        @inline(__always)
        @_lifetime(borrow self)
        borrowing get {
            // The mapping lives as long as self does.
            let span = unsafe RawSpan(_unsafeStart: base, byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Calls `body` with the section's first byte, which stays where it is for as long as a copy of the section lives.
    @inlinable
    @inline(__always)
    package func withBase<Result>(_ body: (UnsafeRawPointer) -> Result) -> Result { unsafe body(base) }

    /// Calls `body` with the section's bytes: for classes, whose properties cannot lend a span.
    @inlinable
    @inline(__always)
    package func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result { body(bytes) }
}
