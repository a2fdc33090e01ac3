extension ExpressionTreeParser {
    /// The set of an escape after its backslash, and passes it; `nil` (and nothing passed) where it is no set.
    mutating func escapedSet() -> ByteSet? {
        guard let byte = next else { return nil }
        switch byte {
        case UInt8(ascii: "d"), UInt8(ascii: "w"), UInt8(ascii: "s"), UInt8(ascii: "h"), UInt8(ascii: "v"):
            index += 1
            return Self.type(byte)
        case UInt8(ascii: "D"), UInt8(ascii: "W"), UInt8(ascii: "S"), UInt8(ascii: "H"), UInt8(ascii: "V"):
            index += 1
            return Self.type(byte | 0x20).inverted
        case UInt8(ascii: "N"):
            index += 1
            return ByteSet(0x0A...0x0A).inverted
        case UInt8(ascii: "R"):
            index += 1
            return Self.type(UInt8(ascii: "v"))
        default:
            return escapedByte().map { ByteSet($0...$0) }
        }
    }

    private static func type(_ letter: UInt8) -> ByteSet {
        switch letter {
        case UInt8(ascii: "d"): ByteSet(0x30...0x39)
        case UInt8(ascii: "w"): ByteSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A)
        case UInt8(ascii: "s"): ByteSet(0x09...0x0D, 0x20...0x20)
        case UInt8(ascii: "h"): ByteSet(0x09...0x09, 0x20...0x20, 0xA0...0xA0)
        default: ByteSet(0x0A...0x0D, 0x85...0x85)
        }
    }

    /// `\n`, `\x41`, `\x{41}`, `\cA`, `\0`, or a sign that stands for itself.
    private mutating func escapedByte() -> UInt8? {
        guard let byte = next else { return nil }
        let simple: [UInt8: UInt8] = [
            UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "e"): 0x1B,
            UInt8(ascii: "a"): 0x07, UInt8(ascii: "0"): 0x00,
        ]
        if let value = simple[byte] {
            index += 1
            return value
        }
        if byte == UInt8(ascii: "x") { return hexadecimal() }
        if byte == UInt8(ascii: "c"), index + 1 < bytes.count {
            index += 2
            return bytes[index - 1] ^ 0x40
        }
        let isAlphanumeric = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
        guard !isAlphanumeric else { return nil }
        index += 1
        return byte
    }

    private mutating func hexadecimal() -> UInt8? {
        var start = index + 1
        var end = start
        let isBraced = start < bytes.count && bytes[start] == UInt8(ascii: "{")
        if isBraced {
            start += 1
            guard let close = bytes[start...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
            end = close
        } else {
            while end < bytes.count, end - start < 2, Self.isHexadecimal(bytes[end]) { end += 1 }
        }
        guard let value = start == end ? 0 : UInt8(String(decoding: bytes[start..<end], as: UTF8.self), radix: 16) else { return nil }
        index = isBraced ? end + 1 : end
        return value
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 }

    /// A class after its `[`, and passes it.
    mutating func characterClass() -> ByteSet? {
        var set = ByteSet()
        let isNegated = next == UInt8(ascii: "^")
        if isNegated { index += 1 }
        var isFirst = true
        while let byte = next, isFirst || byte != UInt8(ascii: "]") {
            isFirst = false
            if let named = posixClass() {
                set.formUnion(named)
                continue
            }
            guard let low = classMember() else { return nil }
            guard let start = low.single, next == UInt8(ascii: "-"), index + 1 < bytes.count, bytes[index + 1] != UInt8(ascii: "]") else {
                set.formUnion(low.set)
                continue
            }
            index += 1
            guard let high = classMember()?.single, high >= start else { return nil }
            set.insert(start...high)
        }
        guard next == UInt8(ascii: "]") else { return nil }
        index += 1
        // Letters take both cases before the negation, or `[^a]` would let `A` pass.
        return isNegated ? cased(set).inverted : set
    }

    private mutating func classMember() -> (set: ByteSet, single: UInt8?)? {
        guard let byte = next else { return nil }
        index += 1
        guard byte == UInt8(ascii: "\\") else { return (ByteSet(byte...byte), byte) }
        if next == UInt8(ascii: "b") {
            index += 1
            return (ByteSet(0x08...0x08), 0x08)
        }
        let start = index
        guard let set = escapedSet() else { return nil }
        let isType = start < bytes.count && Array("dwshvDWSHVNR".utf8).contains(bytes[start])
        return (set, isType ? nil : set.only)
    }

    /// `[:alpha:]` and `[:^alpha:]`.
    private mutating func posixClass() -> ByteSet? {
        guard has("[:") else { return nil }
        var end = index + 2
        let isNegated = end < bytes.count && bytes[end] == UInt8(ascii: "^")
        if isNegated { end += 1 }
        let start = end
        while end < bytes.count, bytes[end] &- 0x61 < 26 { end += 1 }
        guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: ":"), bytes[end + 1] == UInt8(ascii: "]") else { return nil }
        guard let set = Self.posixClasses[String(decoding: bytes[start..<end], as: UTF8.self)] else { return nil }
        index = end + 2
        return isNegated ? set.inverted : set
    }

    private static let posixClasses: [String: ByteSet] = [
        "alpha": ByteSet(0x41...0x5A, 0x61...0x7A), "digit": ByteSet(0x30...0x39), "alnum": ByteSet(0x30...0x39, 0x41...0x5A, 0x61...0x7A),
        "lower": ByteSet(0x61...0x7A), "upper": ByteSet(0x41...0x5A), "space": ByteSet(0x09...0x0D, 0x20...0x20),
        "blank": ByteSet(0x09...0x09, 0x20...0x20), "punct": ByteSet(0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E),
        "xdigit": ByteSet(0x30...0x39, 0x41...0x46, 0x61...0x66), "word": ByteSet(0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A),
        "print": ByteSet(0x20...0x7E), "graph": ByteSet(0x21...0x7E), "cntrl": ByteSet(0x00...0x1F, 0x7F...0x7F), "ascii": ByteSet(0x00...0x7F),
    ]
}

extension ByteSet {
    /// The one member, where there is one only.
    var only: UInt8? {
        var found: UInt8?
        for byte in UInt8.min...UInt8.max where contains(byte) {
            if found != nil { return nil }
            found = byte
        }
        return found
    }
}
