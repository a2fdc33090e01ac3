/// Reads big-endian fields of a TLS message out of borrowed bytes; every read is bounds-checked and answers `nil` at the end.
struct ByteCursor: ~Copyable, ~Escapable {
    private let bytes: Span<UInt8>
    private var offset = 0

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func uint8() -> UInt8? {
        guard offset < bytes.count else { return nil }
        defer { offset += 1 }
        return bytes[offset]
    }

    mutating func uint16() -> UInt16? {
        guard let high = uint8(), let low = uint8() else { return nil }
        return UInt16(high) << 8 | UInt16(low)
    }

    mutating func uint24() -> Int? {
        guard let high = uint8(), let low = uint16() else { return nil }
        return Int(high) << 16 | Int(low)
    }

    /// The next `count` bytes (never negative: it was read as an unsigned field).
    mutating func range(_ count: Int) -> Range<Int>? {
        guard count <= bytes.count - offset else { return nil }
        defer { offset += count }
        return offset..<offset + count
    }

    /// A vector with a length of one byte.
    mutating func vector8() -> Range<Int>? { uint8().flatMap { range(Int($0)) } }

    /// A vector with a length of two bytes.
    mutating func vector16() -> Range<Int>? { uint16().flatMap { range(Int($0)) } }
}
