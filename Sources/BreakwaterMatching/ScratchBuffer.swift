/// A growable run of plain values that is emptied and filled again and again without allocating.
@safe
package struct ScratchBuffer<Element: BitwiseCopyable>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    package private(set) var count = 0

    package init(capacity: Int) {
        self.capacity = max(capacity, 1)
        unsafe base = .allocate(capacity: self.capacity)
    }

    deinit { unsafe base.deallocate() }

    package mutating func removeAll() { count = 0 }

    /// Makes room for `wanted` values in all.
    package mutating func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let bigger = max(wanted, capacity &* 2)
        let block = UnsafeMutablePointer<Element>.allocate(capacity: bigger)
        // Plain values: the first `count` of them are bytes to copy.
        unsafe block.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = block
        capacity = bigger
    }

    @inline(__always)
    package mutating func append(_ value: Element) {
        if count == capacity { reserve(count &+ 1) }
        // count < capacity.
        unsafe base[count] = value
        count &+= 1
    }

    /// Lets `body` write up to `room` values from the start and say how many it wrote.
    mutating func fill(room: Int, _ body: (UnsafeMutablePointer<Element>) -> Int) {
        count = 0
        reserve(room)
        count = min(max(unsafe body(base), 0), capacity)
    }

    @inline(__always)
    package subscript(_ index: Int) -> Element {
        precondition(index >= 0 && index < count)
        return unsafe base[index]
    }

    package var span: Span<Element> {
        @_lifetime(borrow self)
        borrowing get {
            // `count` values were written.
            let span = unsafe Span(_unsafeStart: UnsafePointer(base), count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}
