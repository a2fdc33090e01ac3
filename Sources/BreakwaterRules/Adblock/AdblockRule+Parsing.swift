import BreakwaterURL

/// The grammar of a network rule.
///
///     rule     = [ "@@" ] pattern [ "$" modifier *( "," modifier ) ]
///     pattern  = [ "||" / "|" ] *( character / "*" / "^" ) [ "|" ]  /  "/" expression "/"
///
/// - SeeAlso: Adblock Plus, "How to write filters"; uBlock Origin, "Static filter syntax"; AdGuard, "Basic rules".
extension AdblockRule {
    /// - Parameter line: trimmed, not a comment and not a cosmetic rule.
    init(_ line: Span<UInt8>) throws(RuleFault) {
        let isException = line.hasPrefix("@@")
        let body = line.from(isException ? 2 : 0)
        let dollar = Self.modifierStart(body)
        let pattern = body.upTo(dollar ?? body.count)
        let modifiers = try AdblockModifiers(body.from(dollar.map { $0 + 1 } ?? body.count))
        conditions = modifiers.conditions
        effect = modifiers.effect
        if isException { effect.insert(.exception) }
        isBadfilter = modifiers.isBadfilter
        if Self.isExpression(pattern) {
            subject = try Self.expression(pattern, modifiers.matchesCase)
        } else {
            subject = try Self.literal(pattern, modifiers, isBare: !isException && dollar == nil)
        }
    }

    /// A leading and a trailing slash always mean an expression, as in Adblock Plus; lists write `/ads/*` for a path.
    private static func isExpression(_ pattern: Span<UInt8>) -> Bool {
        pattern.count > 2 && pattern[0] == UInt8(ascii: "/") && pattern[pattern.count - 1] == UInt8(ascii: "/")
    }

    /// Where the `$` before the modifiers is.
    ///
    /// URLs and expressions hold `$` too. The first `$` followed by a modifier's name counts; where no name is known, the last
    /// `$` whose rest looks like modifiers (so that a misspelt one is reported instead of becoming part of the pattern).
    private static func modifierStart(_ rule: Span<UInt8>) -> Int? {
        var lookalike: Int?
        var index = 0
        while let dollar = rule.firstIndex(of: UInt8(ascii: "$"), from: index) {
            index = dollar + 1
            guard dollar == 0 || rule[dollar - 1] != UInt8(ascii: "\\"), let end = nameEnd(rule, index) else { continue }
            let nameStart = rule[index] == UInt8(ascii: "~") ? index + 1 : index
            let name = rule.extracting(nameStart..<end).lossyText.lowercased()
            if AdblockModifier.named(name) != nil { return dollar }
            lookalike = dollar
        }
        return lookalike
    }

    /// The end of a modifier's name at `start`, where one stands there and `=`, `,` or the line's end follows.
    private static func nameEnd(_ rule: Span<UInt8>, _ start: Int) -> Int? {
        var index = start
        if index < rule.count, rule[index] == UInt8(ascii: "~") { index += 1 }
        let nameStart = index
        while index < rule.count, ASCII.isHostByte(rule[index]) { index += 1 }
        guard index > nameStart, index - nameStart <= 32 else { return nil }
        let isEnded = index == rule.count || rule[index] == UInt8(ascii: "=") || rule[index] == UInt8(ascii: ",")
        return isEnded ? index : nil
    }

    private static func expression(_ pattern: Span<UInt8>, _ matchesCase: Bool) throws(RuleFault) -> Subject {
        let inner = pattern.extracting(1..<pattern.count - 1)
        guard let text = inner.validText else { throw .error(.encoding, "the expression is not UTF-8") }
        try ExpressionCheck.check(inner)
        return .expression(text, matchesCase: matchesCase)
    }

    /// - Parameter isBare: no `@@` and no modifiers: `example.com` alone is then a host, as in uBlock Origin and AdGuard.
    private static func literal(
        _ text: Span<UInt8>, _ modifiers: AdblockModifiers, isBare: Bool
    ) throws(RuleFault) -> Subject {
        guard text.count <= PatternText.maximumLength else {
            throw .error(.syntax, "a pattern of \(text.count) bytes: at most \(PatternText.maximumLength)")
        }
        for index in text.indices where text[index].isBlank {
            throw .error(.syntax, "\(text.quoted): a URL has no spaces; write `%20`, or `!` before a comment")
        }
        guard text.firstIndex(of: "^$") == nil else {
            throw .error(.syntax, "\(text.quoted): no modifier stands after the `$`")
        }
        let isUnconditional = modifiers.conditions == .none
        // `-ads.gif` and `_300.htm` have the letters of a name, but no name begins so: they are parts of a path.
        if isBare, text.count > 0, text[0] != UInt8(ascii: "-"), text[0] != UInt8(ascii: "_"), HostReader.isCanonical(text) {
            return .host(text.array)
        }
        let pattern = try AdblockPattern.parse(text, matchesCase: modifiers.matchesCase)
        if pattern.start == .hostLabel, !pattern.endsAtEnd, pattern.bytes.last == UInt8(ascii: "^") {
            let host = pattern.bytes.span.extracting(0..<pattern.bytes.count - 1)
            if HostReader.isCanonical(host) {
                return isUnconditional ? .host(host.array) : .url(pattern)
            }
            if isUnconditional, let block = try? Self.address(host) { return .address(block) }
            if Self.isLabel(host) {
                throw .warning(
                    .topLevelName, "\(host.quoted) is a single label, so it would cover a whole top-level domain: left out")
            }
        }
        try AdblockPattern.checkBreadth(pattern, modifiers.conditions)
        return .url(pattern)
    }

    /// The address that stands for a host, IPv6 in brackets.
    private static func address(_ host: Span<UInt8>) throws(RuleFault) -> CIDRBlock? {
        guard case .address(let address) = try HostReader.read(host) else { return nil }
        return CIDRBlock(address, prefixLength: address.bitWidth)
    }

    private static func isLabel(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where !ASCII.isHostByte(text[index]) { return false }
        return true
    }
}
