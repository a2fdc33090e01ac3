import BreakwaterURL

/// What an expression was written to be applied to, and how to make it work on the canonical URL.
///
/// Canonical URLs are `scheme://host[:port]/path[?query]`. Rewriting touches only `^`, `$`, `.` and negated classes outside
/// quotations; everything else stays as written.
enum ExpressionSubject: Sendable {
    /// The canonical URL: no change.
    case url
    /// squidGuard: the URL without scheme and without `www.`; `^` becomes the start of the host.
    case urlWithoutScheme
    /// Pi-hole: the host name; `^` and `$` become its ends, and `.` cannot leave it.
    case host

    /// Whether an expression is anchored to a word that no URL starts with: `^ads`, not `^http` or `^[a-z]`.
    static func startsLikeHost(_ pattern: Span<UInt8>) -> Bool {
        guard pattern.count > 1, pattern[0] == UInt8(ascii: "^"), ASCII.isLetter(pattern[1]) || ASCII.isDigit(pattern[1]) else {
            return false
        }
        return !["^http", "^ws", "^ftp"].contains { pattern.hasPrefix($0) }
    }

    func rewritten(_ pattern: String) -> String {
        switch self {
        case .url: return pattern
        case .urlWithoutScheme: return Self.rewrite(Array(pattern.utf8).span) { Self.schemelessToken($0) }
        case .host:
            let inner = Self.rewrite(Array(pattern.utf8).span) { Self.hostToken($0) }
            return "^[a-z]{2,5}://[^/:?#]*?(?:\(inner))"
        }
    }

    /// What stands for a token; `nil` keeps it.
    private static func schemelessToken(_ token: ExpressionScanner.Token) -> String? {
        if case .start = token { return "(?:^[a-z]{2,5}://(?:www\\.)?)" }
        return nil
    }

    private static func hostToken(_ token: ExpressionScanner.Token) -> String? {
        switch token {
        case .start: return "(?<=://)"
        case .end: return "(?=[/:?#])"
        case .dot: return "[^/:?#]"
        case .characterClass(let isNegated): return isNegated ? "[^/:?#" : nil
        case .open, .close, .verb, .callout, .anyByte, .other: return nil
        }
    }

    private static func rewrite(_ pattern: Span<UInt8>, _ replacement: (ExpressionScanner.Token) -> String?) -> String {
        var result: [UInt8] = []
        var scanner = ExpressionScanner()
        while true {
            let start = scanner.offset
            guard let token = scanner.next(in: pattern) else { break }
            let original = pattern.extracting(start..<scanner.offset)
            guard let text = replacement(token) else {
                for index in original.indices { result.append(original[index]) }
                continue
            }
            result += Array(text.utf8)
            // A class keeps its members: `[^a]` becomes `[^/:?#a]`.
            if case .characterClass = token {
                // `[^]a]` and `[^-a]`: the first member is no end and no range.
                if original.count > 2, original[2] == UInt8(ascii: "]") || original[2] == UInt8(ascii: "-") {
                    result.append(UInt8(ascii: "\\"))
                }
                for index in original.indices.dropFirst(2) { result.append(original[index]) }
            }
        }
        return result.span.lossyText
    }
}
