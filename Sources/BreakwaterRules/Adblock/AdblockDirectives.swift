/// `!#if … !#else … !#endif` and the hints of Adblock lists.
///
/// A condition names a browser or an extension (`env_firefox`, `adguard`, `cap_html_filtering`); Breakwater is none of them, so
/// each name is false and `!#if !env_mobile` is true.
///
///     condition = or     or = and *( "||" and )     and = not *( "&&" not )     not = [ "!" ] ( name / "(" or ")" )
///
/// - SeeAlso: uBlock Origin, "Pre-parsing directives"; AdGuard, "Preprocessor directives" and "Hints".
struct AdblockDirectives {
    /// Conditions inside each other; real lists use 2.
    static let maximumDepth = 32

    enum Outcome {
        case comment
        case fault(RuleFault)
    }

    /// For each open `!#if`: whether its lines count.
    private var isActive: [Bool] = []
    /// A `!+ PLATFORM(…)` stands before the next rule: it is for browsers only.
    private var skipsNextRule = false

    /// Whether a rule on the next line counts; asking uses up a hint.
    mutating func takesRule() -> Bool {
        defer { skipsNextRule = false }
        return !skipsNextRule && isActive.allSatisfy(\.self)
    }

    /// - Parameter line: starts with `!`.
    mutating func read(_ line: Span<UInt8>) -> Outcome {
        if line.hasPrefix("!#if") { return open(line) }
        if line.hasPrefix("!#else") { return isActive.isEmpty ? unmatched(line) : flip() }
        if line.hasPrefix("!#endif") { return isActive.popLast() == nil ? unmatched(line) : .comment }
        if line.hasPrefix("!#include") {
            guard isActive.allSatisfy(\.self) else { return .comment }
            return .fault(
                .warning(.directive, "\(line.quoted) is left out: add the included file to the policy as a list of its own"))
        }
        if line.hasPrefix("!+"), line.firstIndex(of: " PLATFORM(") != nil { skipsNextRule = true }
        return .comment
    }

    /// A fault for a condition that the list's end leaves open.
    var openCondition: RuleFault? { isActive.isEmpty ? nil : .warning(.directive, "an `!#if` has no `!#endif`") }

    private mutating func open(_ line: Span<UInt8>) -> Outcome {
        guard isActive.count < Self.maximumDepth else {
            return .fault(.error(.directive, "conditions nest more than \(Self.maximumDepth) deep"))
        }
        var reader = ConditionReader()
        let value = reader.value(of: line.from(4).trimmed)
        isActive.append(value ?? false)
        guard value == nil else { return .comment }
        return .fault(.warning(.directive, "\(line.quoted) is no condition: its lines are left out"))
    }

    private mutating func flip() -> Outcome {
        let last = isActive.count - 1
        isActive[last].toggle()
        return .comment
    }

    private func unmatched(_ line: Span<UInt8>) -> Outcome {
        .fault(.warning(.directive, "\(line.quoted) has no `!#if` before it"))
    }
}

/// Evaluates a condition by recursive descent, at most ``AdblockDirectives/maximumDepth`` deep.
private struct ConditionReader {
    private var offset = 0
    private var depth = 0

    /// `nil` where the text is no condition.
    mutating func value(of text: Span<UInt8>) -> Bool? {
        guard let value = or(text) else { return nil }
        skipBlanks(text)
        return offset == text.count ? value : nil
    }

    private mutating func or(_ text: Span<UInt8>) -> Bool? {
        guard var value = and(text) else { return nil }
        while accept("||", in: text) {
            guard let right = and(text) else { return nil }
            value = value || right
        }
        return value
    }

    private mutating func and(_ text: Span<UInt8>) -> Bool? {
        guard var value = not(text) else { return nil }
        while accept("&&", in: text) {
            guard let right = not(text) else { return nil }
            value = value && right
        }
        return value
    }

    private mutating func not(_ text: Span<UInt8>) -> Bool? {
        var isNegated = false
        while accept("!", in: text) { isNegated.toggle() }
        if accept("(", in: text) {
            guard depth < AdblockDirectives.maximumDepth else { return nil }
            depth += 1
            defer { depth -= 1 }
            guard let value = or(text), accept(")", in: text) else { return nil }
            return value != isNegated
        }
        let start = offset
        while offset < text.count, text[offset] == UInt8(ascii: "_") || Self.isWordByte(text[offset]) { offset += 1 }
        guard offset > start else { return nil }
        return (text.extracting(start..<offset).lossyText == "true") != isNegated
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 }

    private mutating func accept(_ token: StaticString, in text: Span<UInt8>) -> Bool {
        skipBlanks(text)
        guard text.hasText(token, at: offset) else { return false }
        offset += token.utf8CodeUnitCount
        return true
    }

    private mutating func skipBlanks(_ text: Span<UInt8>) {
        while offset < text.count, text[offset].isBlank { offset += 1 }
    }
}
