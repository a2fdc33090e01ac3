import BreakwaterURL

/// Turns the pattern of a network rule into a ``URLPattern``.
enum AdblockPattern {
    /// - Parameter text: the rule between `@@` and `$`, at most ``PatternText/maximumLength`` bytes, no expression.
    static func parse(_ text: Span<UInt8>, matchesCase: Bool) throws(RuleFault) -> URLPattern {
        var pattern = URLPattern(start: .anywhere, bytes: [], matchesCase: matchesCase)
        var start = 0
        var end = text.count
        if text.hasPrefix("||") {
            pattern.start = .hostLabel
            start = 2
        } else if text.hasPrefix("|") {
            pattern.start = .beginning
            start = 1
        }
        if end > start, text[end - 1] == UInt8(ascii: "|") {
            pattern.endsAtEnd = true
            end -= 1
        }
        // `|*x` and `x*|` are anchored to nothing; `||*x` still begins with the host, not with the scheme.
        while pattern.start != .hostLabel, start < end, text[start] == UInt8(ascii: "*") {
            start += 1
            pattern.start = .anywhere
        }
        while end > start, text[end - 1] == UInt8(ascii: "*") {
            end -= 1
            pattern.endsAtEnd = false
        }
        var rest = text.extracting(start..<end)
        var isHostOnly = false
        if pattern.start == .hostLabel {
            let length = hostLength(rest)
            isHostOnly = length == rest.count
            pattern.bytes = try host(rest.upTo(length), isWhole: endsName(rest, length) || isHostOnly && pattern.endsAtEnd)
            rest = rest.from(length)
        } else if let hostStart = schemeLength(rest) {
            PatternText.append(rest.upTo(hostStart), to: &pattern.bytes, matchesCase: false)
            let end = hostStart + hostLength(rest.from(hostStart))
            isHostOnly = end == rest.count && end > hostStart
            pattern.bytes += try host(rest.extracting(hostStart..<end), isWhole: endsName(rest, end) || isHostOnly && pattern.endsAtEnd)
            rest = rest.from(end)
        }
        PatternText.append(rest, to: &pattern.bytes, matchesCase: matchesCase)
        // `|https://example.com|` means the URL that browsers write with a slash at its end.
        if isHostOnly, pattern.endsAtEnd { pattern.bytes.append(UInt8(ascii: "/")) }
        return pattern
    }

    /// Whether the name that ends at `end` is written out: not where the pattern ends or a `*` goes on with it (`://ads.*`).
    private static func endsName(_ text: Span<UInt8>, _ end: Int) -> Bool { end < text.count && text[end] != UInt8(ascii: "*") }

    /// The length of `https://` or `://` at the start of a pattern, after which a host stands.
    private static func schemeLength(_ text: Span<UInt8>) -> Int? {
        guard let colon = text.firstIndex(of: "://"), colon <= 5 else { return nil }
        for index in 0..<colon where !ASCII.isLetter(text[index]) { return nil }
        return colon + 3
    }

    private static func hostLength(_ text: Span<UInt8>) -> Int {
        if text.hasPrefix("["), let end = text.firstIndex(of: UInt8(ascii: "]")) { return end + 1 }
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "/"), UInt8(ascii: "^"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "|"), UInt8(ascii: ":"):
                return index
            default: continue
            }
        }
        return text.count
    }

    /// The host part of a pattern as canonical URLs have it.
    ///
    /// A part of a name (`||ads` before `*`) can be lower-cased, not converted: IDNA works on whole names.
    private static func host(_ text: Span<UInt8>, isWhole: Bool) throws(RuleFault) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        for index in text.indices {
            guard text[index] < 0x80, text[index] != UInt8(ascii: "%") else {
                guard isWhole else {
                    throw .error(.name, "\(text.quoted): write the whole name, up to `^` or `/`, or its `xn--` form")
                }
                return try PatternText.canonicalHost(text)
            }
            guard !PatternText.mustEscape(text[index]) else {
                throw .error(.name, "\(text.quoted) holds a space, a quotation mark or a control character, which no host has")
            }
            bytes.append(ASCII.lowercased(text[index]))
        }
        // Canonical hosts have no trailing dot.
        if isWhole, bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        return bytes
    }

    /// Refuses what would match nearly every request, unless `$domain=` or `$to=` names where.
    static func checkBreadth(_ pattern: URLPattern, _ conditions: RequestConditions) throws(RuleFault) {
        guard conditions.documentDomains.included.isEmpty, conditions.targetDomains.included.isEmpty else { return }
        let literal = pattern.bytes.filter { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "^") }
        // AdGuard's limit for rules without `$domain`.
        guard literal.count >= 3 else {
            throw .warning(
                .tooGeneral, "fewer than three characters to look for: it would match nearly every request; limit it with `$domain=`")
        }
        let text = literal.span.lossyText
        if commonParts.contains(where: { $0.hasPrefix(text) || $0.hasSuffix(text) }) || topLevels.contains(text) {
            throw .warning(.tooGeneral, "\(text.quotedForDiagnostics) is part of nearly every URL: left out")
        }
    }

    private static let commonParts = ["http://www.", "https://www.", "http://", "https://"]
    private static let topLevels: Set<String> = ["com", "net", "org", ".com", ".net", ".org", ".jp", ".co.jp", ".com/", "com/"]
}
