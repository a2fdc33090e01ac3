import CScan
import Glibc

/// A growable run of bytes that is emptied and filled again and again without allocating.
///
/// Behind the bytes there are always ``slack`` more that may be read, so that eight or sixteen can be loaded at any of them.
///
/// - Complexity: `append` is O(1) and allocates only when the capacity of the largest use so far is passed.
@safe
package struct ByteScratch: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline package private(set) var count: Int

    package static let slack = Int(CSCAN_SLACK)

    package init(capacity: Int = 512) {
        unsafe base = Self.block(max(capacity, 16))
        self.capacity = max(capacity, 16)
        count = 0
    }

    private static func block(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
        let block = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + slack)
        unsafe block.initialize(repeating: 0, count: capacity + slack)
        return unsafe block
    }

    deinit { unsafe base.deallocate() }

    @inlinable
    package mutating func removeAll() { _set(count: 0) }

    /// Keeps the first `newCount` bytes; more than there are changes nothing.
    @inlinable
    package mutating func truncate(to newCount: Int) {
        if newCount >= 0, newCount < count { _set(count: newCount) }
    }

    @usableFromInline
    mutating func _set(count newCount: Int) { count = newCount }

    @inlinable
    package mutating func reserve(_ extra: Int) {
        if extra > capacity - count { grow(extra) }
    }

    @usableFromInline
    mutating func grow(_ extra: Int) {
        let (doubled, overflow) = capacity.multipliedReportingOverflow(by: 2)
        precondition(!overflow && extra >= 0 && extra < Int.max / 4, "ByteScratch: asked for more than memory holds")
        let newCapacity = max(doubled, count + extra)
        // The new block is at least `count` long, and the two blocks cannot overlap.
        let bigger = unsafe Self.block(newCapacity)
        unsafe bigger.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = bigger
        capacity = newCapacity
    }

    @inlinable
    package mutating func append(_ byte: UInt8) {
        if count == capacity { grow(1) }
        // count < capacity here.
        unsafe base[count] = byte
        _set(count: count &+ 1)
    }

    @inlinable
    package mutating func append(_ bytes: borrowing Span<UInt8>) {
        reserve(bytes.count)
        // `reserve` made room for the whole span, which cannot be part of this block.
        unsafe bytes.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { unsafe (base + count).update(from: start, count: source.count) }
        }
        _set(count: count &+ bytes.count)
    }

    /// Appends bytes of a part of a URL in canonical form.
    ///
    /// - Returns: the index of the byte that ends the part, or `end`; whether an escape was written that ``decodePercentOnce(from:query:)`` decodes.
    mutating func appendNormalized(
        _ input: borrowing Span<UInt8>, _ start: Int, _ end: Int, _ part: URLPart
    ) -> (end: Int, hides: Bool) {
        guard start >= 0, start < end, end <= input.count else { return (end, false) }
        reserve(3 * (end - start) + 16)
        // `start..<end` is in the span, and `reserve` made room for three bytes for each of it.
        let run = unsafe input.withUnsafeBufferPointer { source in
            unsafe source.baseAddress.map { unsafe cscan_normalize($0 + start, end - start, part.rawValue, base + count) }
                ?? cscan_normalized()
        }
        _set(count: count &+ run.written)
        return (start &+ run.read, run.hides != 0)
    }

    /// Replaces the contents with a URL that is canonical already, but for the case of its host and escapes, and `folded`'s with the same in
    /// lower case.
    ///
    /// - Returns: its parts; `nil`, and nothing that means anything in either, for any other URL.
    mutating func assignPlainURL(_ input: borrowing Span<UInt8>, lowercased folded: inout ByteScratch) -> cscan_url? {
        removeAll()
        folded.removeAll()
        reserve(input.count)
        folded.reserve(input.count)
        var url = cscan_url()
        // Both blocks take the whole input and, behind it, the slack.
        let isPlain = unsafe input.withUnsafeBufferPointer { source in
            unsafe source.baseAddress.map { unsafe cscan_read_url($0, source.count, base, folded.base, &url) } ?? 0
        }
        guard isPlain == 1 else { return nil }
        _set(count: input.count)
        folded._set(count: input.count)
        return url
    }

    /// Appends a host name of letters, digits, `-`, `_` and dots, at most 64 bytes, in lower case.
    ///
    /// - Returns: the places of its dots; `nil`, and nothing appended, where it is no such name.
    mutating func appendHost(_ input: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> UInt64? {
        guard start >= 0, start < end, end - start <= 64, end <= input.count else { return nil }
        reserve(64)
        var dots: UInt64 = 0
        // `start..<end` is in the span, and `reserve` made room for the 64 bytes that the kernel may write.
        let isName = unsafe input.withUnsafeBufferPointer { source in
            unsafe source.baseAddress.map { unsafe cscan_host($0 + start, end - start, source.count - start, base + count, &dots) } ?? 0
        }
        guard isName == 1 else { return nil }
        _set(count: count &+ (end - start))
        return dots
    }

    /// Appends up to eight bytes, the first in the low byte of `word`.
    mutating func append(word: UInt64, count length: Int) {
        reserve(8)
        // `reserve` made room for eight.
        unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
        _set(count: count &+ min(max(length, 0), 8))
    }

    /// Appends a number from 0 to 65,535 in decimal, without leading zeros.
    mutating func append(decimal value: Int) {
        var divisor = 10_000
        while divisor > 1, value < divisor { divisor /= 10 }
        while divisor > 0 {
            append(UInt8(truncatingIfNeeded: 0x30 + value / divisor % 10))
            divisor /= 10
        }
    }

    package func equals(_ other: borrowing Span<UInt8>) -> Bool {
        guard other.count == count else { return false }
        // Both hold `count` bytes.
        return unsafe other.withUnsafeBufferPointer { unsafe $0.baseAddress.map { unsafe memcmp($0, base, count) == 0 } ?? true }
    }

    /// Eight bytes from `index` on, the first in the low byte; those behind the end mean nothing. 0 for an index outside `0...count`.
    @inlinable
    @inline(__always)
    package func word(at index: Int) -> UInt64 {
        guard index >= 0, index <= count else { return 0 }
        // The slack is readable.
        return unsafe UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
    }

    /// Calls `body` with the bytes, behind which ``slack`` more may be read.
    @inlinable
    package func withPointer<Result: ~Copyable>(_ body: (UnsafePointer<UInt8>, _ count: Int) -> Result) -> Result {
        unsafe body(UnsafePointer(base), count)
    }

    /// Replaces the contents with `other`'s, ASCII letters in lower case.
    package mutating func assignLowercased(_ other: borrowing ByteScratch) {
        removeAll()
        reserve(other.count)
        // Both blocks hold at least that many bytes and the slack.
        unsafe cscan_lowercase(other.base, other.count, base)
        _set(count: other.count)
    }

    /// Decodes every `%XX` from `start` on once.
    ///
    /// - Parameter query: from here on the escapes of delimiters stay, which are data there (RFC 3986 §2.2); set to where it moves.
    /// - Returns: whether what was decoded may make another escape.
    package mutating func decodePercentOnce(from start: Int = 0, query: inout Int) -> Bool {
        guard start >= 0, start < count, query >= start else { return false }
        var again: Int32 = 0
        var place = query - start
        // In place; the text only gets shorter.
        let length = unsafe cscan_decode(base + start, count - start, &place, &again)
        _set(count: start &+ length)
        query = start &+ place
        return again != 0
    }

    /// ASCII letters from `start` on to lower case.
    package mutating func lowercase(from start: Int) {
        guard start >= 0, start < count else { return }
        // In place, sixteen bytes at a time; the slack takes what lies behind the end.
        unsafe cscan_lowercase(base + start, count - start, base + start)
    }

    @inlinable
    package subscript(_ index: Int) -> UInt8 {
        get {
            precondition(index >= 0 && index < count)
            return unsafe base[index]
        }
        set {
            precondition(index >= 0 && index < count)
            unsafe base[index] = newValue
        }
    }

    @inlinable
    package var span: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            // `base` holds at least `count` initialised bytes for as long as self is borrowed.
            let span = unsafe Span(_unsafeStart: UnsafePointer(base), count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}

extension Span<UInt8> {
    /// The bytes as UTF-8 text, bad sequences replaced.
    package var text: String {
        unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    package func equals(_ other: StaticString) -> Bool {
        guard count == other.utf8CodeUnitCount else { return false }
        for index in indices where unsafe self[index] != other.utf8Start[index] { return false }
        return true
    }

    package var array: [UInt8] {
        unsafe withUnsafeBufferPointer { unsafe Array($0) }
    }
}
