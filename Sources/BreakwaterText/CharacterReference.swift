/// Reads one character reference (`&amp;`, `&#x61;`, `&eacute`), a byte at a time, as WHATWG HTML §13.2.5.72 on.
struct CharacterReference {
    enum Step {
        case needsMore
        /// Complete; the byte just given belongs to it.
        case finished
        /// Complete before the byte just given.
        case finishedBefore
    }

    private enum Phase {
        case start
        case named
        case number
        case hexadecimalStart
        case decimal
        case hexadecimal
    }

    /// The longest name of HTML has 31 letters; a longer run of letters is text.
    private static let nameLimit = 32

    private var phase = Phase.start
    private var name: [UInt8] = []
    private var value: UInt32 = 0
    private var hasDigits = false
    private var prefix: [UInt8] = []

    mutating func begin() {
        phase = .start
        name.removeAll(keepingCapacity: true)
        value = 0
        hasDigits = false
        prefix.removeAll(keepingCapacity: true)
    }

    mutating func take(_ byte: UInt8) -> Step {
        switch phase {
        case .start:
            if byte == UInt8(ascii: "#") {
                phase = .number
                prefix.append(byte)
                return .needsMore
            }
            guard Self.isAlphanumeric(byte) else { return .finishedBefore }
            phase = .named
            name.append(byte)
            return .needsMore
        case .named:
            if byte == UInt8(ascii: ";") {
                name.append(byte)
                return .finished
            }
            guard Self.isAlphanumeric(byte), name.count < Self.nameLimit else { return .finishedBefore }
            name.append(byte)
            return .needsMore
        case .number:
            guard byte | 0x20 == UInt8(ascii: "x") else {
                phase = .decimal
                return takeDigit(byte, radix: 10)
            }
            phase = .hexadecimalStart
            prefix.append(byte)
            return .needsMore
        case .hexadecimalStart, .hexadecimal:
            phase = .hexadecimal
            return takeDigit(byte, radix: 16)
        case .decimal: return takeDigit(byte, radix: 10)
        }
    }

    private mutating func takeDigit(_ byte: UInt8, radix: UInt32) -> Step {
        guard let digit = Self.digit(byte), digit < radix else {
            return byte == UInt8(ascii: ";") && hasDigits ? .finished : .finishedBefore
        }
        hasDigits = true
        // Beyond Unicode every number is the same error, so the value stops growing there.
        value = min(value * radix + digit, 0x110000)
        return .needsMore
    }

    /// Appends what the reference stands for, as UTF-8; its own letters where it is none.
    ///
    /// - Parameters:
    ///   - next: the byte after it, `nil` at the end of the text.
    ///   - isInAttribute: there, a name without its semicolon before `=` or a letter is text (`?a=1&copy=2`).
    func append(to output: inout [UInt8], next: UInt8?, isInAttribute: Bool) {
        switch phase {
        case .start: output.append(UInt8(ascii: "&"))
        case .named: appendNamed(to: &output, next: next, isInAttribute: isInAttribute)
        case .number, .hexadecimalStart, .decimal, .hexadecimal:
            guard hasDigits else {
                output.append(UInt8(ascii: "&"))
                return output += prefix
            }
            for byte in UTF8Bytes(Self.numbered(value)) { output.append(byte) }
        }
    }

    private func appendNamed(to output: inout [UInt8], next: UInt8?, isInAttribute: Bool) {
        if name.last == UInt8(ascii: ";"), let scalar = CharacterReferenceNames.scalar(named: name.dropLast()) {
            for byte in UTF8Bytes(scalar) { output.append(byte) }
            return
        }
        var length = min(name.count, CharacterReferenceNames.longestLegacyName)
        while length > 1 {
            if let scalar = CharacterReferenceNames.legacy[Array(name.prefix(length))] {
                let follower = length < name.count ? name[length] : next
                if isInAttribute, let follower, follower == UInt8(ascii: "=") || Self.isAlphanumeric(follower) { break }
                for byte in UTF8Bytes(scalar) { output.append(byte) }
                return output += name.dropFirst(length)
            }
            length -= 1
        }
        output.append(UInt8(ascii: "&"))
        output += name
    }

    /// §13.2.5.80: NUL, surrogates and numbers past Unicode are U+FFFD; 0x80–0x9F are windows-1252.
    private static func numbered(_ value: UInt32) -> UInt32 {
        switch value {
        case 0, 0xD800...0xDFFF, 0x110000...: return 0xFFFD
        case 0x80...0x9F: return windows1252[Int(value - 0x80)]
        default: return value
        }
    }

    private static let windows1252: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
    ]

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: false
        }
    }
}
