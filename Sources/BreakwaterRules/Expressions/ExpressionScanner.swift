import BreakwaterURL

/// Walks a PCRE2 pattern token by token: knows escapes, `\Q…\E`, character classes and comments, nothing more.
struct ExpressionScanner {
    enum Token {
        case open, close
        /// `(*…`
        case verb
        /// `(?C…`
        case callout
        /// `\C`
        case anyByte
        /// `^` and `$` outside a class, `.` outside a class.
        case start, end, dot
        /// A whole class.
        case characterClass(isNegated: Bool)
        case other
    }

    /// Where the next token starts.
    private(set) var offset = 0
    private var isQuoting = false

    mutating func next(in pattern: Span<UInt8>) -> Token? {
        guard offset < pattern.count else { return nil }
        let byte = pattern[offset]
        if isQuoting {
            if pattern.hasText("\\E", at: offset) { isQuoting = false }
            offset += 1
            return .other
        }
        switch byte {
        case UInt8(ascii: "\\"): return escape(pattern)
        case UInt8(ascii: "["): return characterClass(pattern)
        case UInt8(ascii: "("): return group(pattern)
        default: offset += 1
        }
        switch byte {
        case UInt8(ascii: ")"): return .close
        case UInt8(ascii: "^"): return .start
        case UInt8(ascii: "$"): return .end
        case UInt8(ascii: "."): return .dot
        default: return .other
        }
    }

    private mutating func escape(_ pattern: Span<UInt8>) -> Token {
        let isAnyByte = pattern.hasText("\\C", at: offset)
        isQuoting = pattern.hasText("\\Q", at: offset)
        // `\c[` is one character: its third byte opens nothing.
        offset = Swift.min(offset + (pattern.hasText("\\c", at: offset) ? 3 : 2), pattern.count)
        return isAnyByte ? .anyByte : .other
    }

    private mutating func group(_ pattern: Span<UInt8>) -> Token {
        if pattern.hasText("(*", at: offset) {
            offset += 2
            return .verb
        }
        if pattern.hasText("(?C", at: offset) {
            offset += 3
            return .callout
        }
        if pattern.hasText("(?#", at: offset) {
            offset = (pattern.firstIndex(of: UInt8(ascii: ")"), from: offset) ?? pattern.count - 1) + 1
            return .other
        }
        offset += 1
        return .open
    }

    /// Passes a whole class: `[]a]`, `[^]a]`, `[[:alpha:]]`, `[\]]`, `[\Q]\E]`.
    private mutating func characterClass(_ pattern: Span<UInt8>) -> Token {
        offset += 1
        let isNegated = pattern.hasText("^", at: offset)
        if isNegated { offset += 1 }
        if pattern.hasText("]", at: offset) { offset += 1 }
        var quotes = false
        while offset < pattern.count {
            if quotes {
                quotes = !pattern.hasText("\\E", at: offset)
                offset += quotes ? 1 : 2
                continue
            }
            switch pattern[offset] {
            case UInt8(ascii: "\\"):
                quotes = pattern.hasText("\\Q", at: offset)
                offset += pattern.hasText("\\c", at: offset) ? 3 : 2
            case UInt8(ascii: "]"):
                offset += 1
                return .characterClass(isNegated: isNegated)
            default: offset += posixClassLength(pattern) ?? 1
            }
        }
        offset = Swift.min(offset, pattern.count)
        return .characterClass(isNegated: isNegated)
    }

    /// The length of `[:name:]` at the offset. Only letters count as a name, or a `]` before the `:]` would be overlooked.
    private func posixClassLength(_ pattern: Span<UInt8>) -> Int? {
        guard pattern.hasText("[:", at: offset) else { return nil }
        var index = offset + 2
        while index < pattern.count, ASCII.isLetter(pattern[index]) || pattern[index] == UInt8(ascii: "^") { index += 1 }
        return pattern.hasText(":]", at: index) ? index + 2 - offset : nil
    }
}
