/// A growable run of bytes that is emptied and filled again and again without allocating.
///
/// - Complexity: `append` is O(1) and allocates only when the capacity of the largest use so far is passed.
@safe
package struct ByteScratch: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline package private(set) var count: Int

    @inlinable
    package init(capacity: Int = 512) {
        unsafe base = UnsafeMutablePointer<UInt8>.allocate(capacity: max(capacity, 16))
        self.capacity = max(capacity, 16)
        count = 0
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
        let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity)
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
        for index in bytes.indices {
            // `reserve` made room for every index of the span.
            unsafe base[count &+ index] = bytes[index]
        }
        _set(count: count &+ bytes.count)
    }

    /// Replaces the contents with `other`'s, ASCII letters in lower case.
    package mutating func assignLowercased(_ other: borrowing ByteScratch) {
        removeAll()
        reserve(other.count)
        let count = other.count
        // Both blocks hold at least `count` bytes.
        for index in 0..<count { unsafe base[index] = ASCII.lowercased(other.base[index]) }
        _set(count: count)
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
