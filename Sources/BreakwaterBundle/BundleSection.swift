/// The bytes of one section, kept mapped for as long as the value lives.
package struct BundleSection: Sendable {
    private let file: MappedFile
    private let range: Range<Int>

    /// - Parameter range: within the file; the reader has checked it.
    init(file: MappedFile, range: Range<Int>) {
        self.file = file
        self.range = range.clamped(to: 0..<file.count)
    }

    package var count: Int { range.count }

    package var bytes: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            // `range` was clamped to the file at init.
            let span = unsafe file.bytes.extracting(unchecked: range)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}
