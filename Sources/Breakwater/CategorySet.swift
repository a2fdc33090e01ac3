/// Categories of one policy by index; a policy has at most 128.
package struct CategorySet: Sendable, Hashable {
    package static let capacity = 128
    package var bits: UInt128 = 0

    package init() {}

    @inline(__always)
    package func contains(_ index: UInt8) -> Bool { index < 128 && bits >> UInt128(index) & 1 == 1 }

    @inline(__always)
    package mutating func insert(_ index: UInt8) {
        if index < 128 { bits |= 1 << UInt128(index) }
    }

    @inline(__always)
    package func intersection(_ other: CategorySet) -> CategorySet {
        var result = CategorySet()
        result.bits = bits & other.bits
        return result
    }

    package mutating func remove(_ index: UInt8) {
        if index < 128 { bits &= ~(1 << UInt128(index)) }
    }
}
