import BreakwaterURL

/// Regular expressions, one a line: our own lists, squidGuard and UT1 `expressions`, Pi-hole and AdGuard Home.
///
///     line = [ expression ]     ; a line that starts with "#" is a comment
///
/// All are PCRE2 here and ignore case, as squidGuard (`-i`) and Pi-hole do; `(?-i)` in the expression turns that off. What the
/// expression is applied to differs (``ExpressionSubject``); the pattern is rewritten so that the matcher always works on the
/// canonical URL. The rule's text stays as written.
/// - SeeAlso: pcre2pattern(3); squidGuard, "expressionlist"; Pi-hole, "Regex blocking".
struct ExpressionsFormat: LineParser {
    let subject: ExpressionSubject

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        guard line.count > 0, line[0] != UInt8(ascii: "#") else { return .comment }
        do throws(RuleFault) {
            let pattern = try pattern(line)
            consumer.receive(
                Rule(
                    trigger: .expression(pattern: pattern, matchesCase: false, .none), effect: [], line: position.number,
                    text: line.ruleText))
            return .entry
        } catch {
            return position.report(error, to: &consumer)
        }
    }

    private func pattern(_ line: Span<UInt8>) throws(RuleFault) -> String {
        guard let text = line.validText else {
            throw .error(.encoding, "the expression is not UTF-8")
        }
        if subject == .host, let options = Self.resolverOptions(line) {
            throw .warning(
                .expression, "the option \(line.from(options).quoted) belongs to a DNS resolver: the expression is left out")
        }
        try ExpressionCheck.check(line)
        if subject == .url, ExpressionSubject.startsLikeHost(line), !line.contains(UInt8(ascii: "|")) {
            throw .warning(
                .expression,
                "\(line.quoted) never matches, because a URL starts with its scheme: is the list of format `host-expressions`?")
        }
        return subject.rewritten(text)
    }

    /// Where Pi-hole's options start.
    private static func resolverOptions(_ line: Span<UInt8>) -> Int? {
        line.firstIndex(of: ";querytype=") ?? line.firstIndex(of: ";reply=") ?? line.firstIndex(of: ";invert")
    }
}
