import BreakwaterHTTP
package import NIOCore

/// Finds the end of a message's head, a piece of any size at a time, and the lines in it.
///
/// ## Theory of operation
///
/// The bytes stay in the caller's buffer; the scanner remembers how far it has looked and where the lines lie. One pass checks
/// what must hold for any byte of a head, so that a bad one is refused when it arrives and not at the deadline: a line
/// ends with CR LF and nothing else, there are no other control characters, and no limit is passed.
///
/// Why not NIO's decoder: it turns bytes that are no UTF-8 into U+FFFD (Japanese sites send Shift_JIS in `Location` and
/// `Content-Disposition`; we forward what came), cannot tell a long target from long fields, has no limit for chunk extensions
/// and parses pipelined requests before they are wanted. A test holds this reader to it: what we accept, llhttp reads the same.
///
/// - SeeAlso: RFC 9112 §2.2, §5.
package struct HeadScanner {
    /// Where lines begin and end, without CR LF, from the buffer's first readable byte; the start line first, the empty line not.
    package private(set) var lines: [Range<Int>] = []
    /// Whether a byte of the head is outside ASCII.
    package private(set) var hasNonASCII = false
    private var position = 0
    private var lineStart = 0
    private var sawCarriageReturn = false

    package init() { lines.reserveCapacity(32) }

    /// Whether nothing of a head was seen yet.
    package var isAtStart: Bool { position == 0 }

    /// Looks at what was not looked at yet.
    ///
    /// - Parameter buffer: everything from the head's first byte on.
    /// - Returns: the head's length with its empty line, or `nil` where more is needed.
    package mutating func scan(_ buffer: ByteBuffer, limits: borrowing ProxyLimits) throws(MessageFault) -> Int? {
        let bytes = buffer.readableBytesUInt8Span
        while position < bytes.count {
            if !sawCarriageReturn, position <= bytes.count - 8 {
                // Bound: eight bytes follow `position`.
                let word = UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
                let plain = Self.bytesWithoutControls(word)
                if word & 0x8080_8080_8080_8080 & ~(.max << UInt64(8 * plain)) != 0 { hasNonASCII = true }
                position += plain
                if plain == 8 { continue }
            }
            let byte = bytes[position]
            position += 1
            if byte >= 0x20 {
                guard !sawCarriageReturn, byte != 0x7F else { throw MessageFault("a control character in a head") }
                if byte >= 0x80 { hasNonASCII = true }
                continue
            }
            if byte == 0x0A {
                guard sawCarriageReturn else { throw MessageFault("a line feed without a carriage return") }
                sawCarriageReturn = false
                if try endLine(limits) { return position }
            } else {
                guard !sawCarriageReturn, byte == 0x0D || byte == 0x09 else { throw MessageFault("a control character in a head") }
                sawCarriageReturn = byte == 0x0D
            }
        }
        try checkLine(position - lineStart, limits)
        return nil
    }

    /// How many of eight bytes come before the first that is below a blank, or DEL: the high bit of a byte stays where the subtraction
    /// borrows, and what it borrows from the next byte comes after it.
    private static func bytesWithoutControls(_ word: UInt64) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let deletes = word ^ ones &* 0x7F
        return (((word &- ones &* 0x20) & ~word | (deletes &- ones) & ~deletes) & ones << 7).trailingZeroBitCount >> 3
    }

    /// Starts over for the next head.
    package mutating func reset() {
        lines.removeAll(keepingCapacity: true)
        hasNonASCII = false
        position = 0
        lineStart = 0
        sawCarriageReturn = false
    }

    /// Takes the line that ends at `position`. - Returns: whether it was the empty line after the fields.
    private mutating func endLine(_ limits: borrowing ProxyLimits) throws(MessageFault) -> Bool {
        let line = lineStart..<position - 2
        lineStart = position
        if line.isEmpty {
            if !lines.isEmpty { return true }
            // RFC 9112 §2.2: one empty line before the start line is to be ignored.
            guard position == 2 else { throw MessageFault("empty lines before a start line") }
            return false
        }
        try checkLine(line.count, limits)
        guard lines.count <= limits.fieldCount else { throw MessageFault("too many fields", reply: .fieldsTooLarge) }
        lines.append(line)
        return false
    }

    private func checkLine(_ count: Int, _ limits: borrowing ProxyLimits) throws(MessageFault) {
        if lines.isEmpty {
            guard count <= limits.startLineBytes else { throw MessageFault("the start line is too long", reply: .targetTooLong) }
        } else {
            guard count <= limits.fieldBytes, position <= limits.headBytes else {
                throw MessageFault("the fields are too long", reply: .fieldsTooLarge)
            }
        }
    }
}
