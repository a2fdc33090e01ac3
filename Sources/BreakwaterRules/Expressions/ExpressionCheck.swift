/// Refuses expressions that are an attack on whoever runs them, before PCRE2 sees them.
///
/// Time is bounded where expressions run; this bounds what compiling them may cost and what they may switch.
/// - SeeAlso: pcre2pattern(3), "Special start-of-pattern items", "Callouts"; docs/THREAT-MODEL.
enum ExpressionCheck {
    /// Bytes. The longest expression in the lists we know has 1,900.
    static let maximumLength = 4_096
    /// PCRE2's own default is 250.
    static let maximumNesting = 50

    static func check(_ pattern: Span<UInt8>) throws(RuleFault) {
        guard pattern.count <= maximumLength else {
            throw .error(.expression, "an expression of \(pattern.count) bytes: at most \(maximumLength)")
        }
        guard !matchesEverything(pattern) else {
            throw .warning(.tooGeneral, "the expression \(pattern.quoted) would match every request: left out")
        }
        var scanner = ExpressionScanner()
        var depth = 0
        while let token = scanner.next(in: pattern) {
            switch token {
            case .open:
                depth += 1
                guard depth <= maximumNesting else {
                    throw .error(.expression, "groups nest more than \(maximumNesting) deep")
                }
            case .close: depth -= 1
            case .verb:
                throw .error(.expression, "`(*…)` is refused in lists: such verbs change limits and modes of the matcher")
            case .callout: throw .error(.expression, "callouts `(?C…)` are refused in lists")
            case .anyByte: throw .error(.expression, "`\\C` is refused in lists: it can split a character")
            case .start, .end, .dot, .characterClass, .other: break
            }
        }
        guard depth == 0 else { throw .error(.expression, "\(pattern.quoted): the parentheses do not balance") }
    }

    /// Whether the pattern holds no character that a URL must have: `.`, `.*`, `^.+$`, `()`.
    private static func matchesEverything(_ pattern: Span<UInt8>) -> Bool {
        for index in pattern.indices {
            switch pattern[index] {
            case UInt8(ascii: "."), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "$"),
                UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "|"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "\\"):
                continue
            default: return false
            }
        }
        return true
    }
}
