/// A set of bytes: what one place of an expression may consume.
package struct ByteSet: Sendable, Hashable {
    private var low: UInt128 = 0
    private var high: UInt128 = 0

    package init() {}

    package static let all: ByteSet = {
        var set = ByteSet()
        set.low = .max
        set.high = .max
        return set
    }()

    package init(_ ranges: ClosedRange<UInt8>...) {
        for range in ranges { insert(range) }
    }

    package var isEmpty: Bool { low == 0 && high == 0 }

    package func contains(_ byte: UInt8) -> Bool {
        byte < 128 ? low >> UInt128(byte) & 1 == 1 : high >> UInt128(byte - 128) & 1 == 1
    }

    package mutating func insert(_ byte: UInt8) {
        if byte < 128 { low |= 1 << UInt128(byte) } else { high |= 1 << UInt128(byte - 128) }
    }

    package mutating func insert(_ range: ClosedRange<UInt8>) {
        for byte in range { insert(byte) }
    }

    package mutating func formUnion(_ other: ByteSet) {
        low |= other.low
        high |= other.high
    }

    package func intersection(_ other: ByteSet) -> ByteSet {
        var set = ByteSet()
        set.low = low & other.low
        set.high = high & other.high
        return set
    }

    package var inverted: ByteSet {
        var set = ByteSet()
        set.low = ~low
        set.high = ~high
        return set
    }

    /// The set with each ASCII letter in both cases.
    package var caseless: ByteSet {
        var set = self
        for letter in UInt8(ascii: "a")...UInt8(ascii: "z") where contains(letter) || contains(letter - 32) {
            set.insert(letter)
            set.insert(letter - 32)
        }
        return set
    }

    /// A member that a URL can hold, where there is one: letters first.
    package var representative: UInt8? {
        let preferred = Array("a0/.-_=&?x1".utf8)
        if let byte = preferred.first(where: contains) { return byte }
        return (UInt8(0x21)...0x7E).first(where: contains) ?? (UInt8.min...UInt8.max).first(where: contains)
    }
}
