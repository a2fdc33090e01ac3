/// Host names to be decided together, as a resolver has them: in one block that is used again.
public struct HostNames: Sendable {
    private var bytes: [UInt8] = []
    /// Where each name ends; a zero byte stands behind it.
    private var ends: [Int] = []

    public init() {}

    public var count: Int { ends.count }

    public mutating func reserve(names: Int, bytes count: Int) {
        bytes.reserveCapacity(count)
        ends.reserveCapacity(names)
    }

    /// Forgets the names and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// - Parameter name: in any spelling; what is no host name is an answer too: its verdict has rank ``DecisionRank/malformed``.
    public mutating func append(_ name: borrowing Span<UInt8>) {
        for index in name.indices { bytes.append(name[index]) }
        finish()
    }

    public mutating func append(_ name: String) {
        bytes.append(contentsOf: name.utf8)
        finish()
    }

    private mutating func finish() {
        ends.append(bytes.count)
        // No part of a name: the kernel that reads names stops at it.
        bytes.append(0)
    }

    /// The bytes of one name.
    public subscript(index: Int) -> Span<UInt8> {
        @inline(__always)
        @_lifetime(borrow self)
        borrowing get { bytes.span.extracting(name(index)) }
    }

    @inline(__always)
    private func name(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1] + 1)..<ends[index] }

    /// How many bytes stand behind a name.
    @inline(__always)
    func slack(_ index: Int) -> Int { bytes.count - ends[index] }
}
