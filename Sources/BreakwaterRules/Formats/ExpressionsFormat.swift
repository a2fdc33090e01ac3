import BreakwaterURL

/// Regular expressions, one a line: our own lists, squidGuard and UT1 `expressions`, Pi-hole and AdGuard Home.
///
///     line = [ expression ]     ; a line that starts with "#" is a comment
///
/// All are PCRE2 here and ignore case, as squidGuard (`-i`) and Pi-hole do; `(?-i)` in the expression turns that off. What the
/// expression is applied to differs (``ExpressionSubject``); the pattern is rewritten so that the matcher always works on the
/// canonical URL. The rule's text stays as written.
/// - SeeAlso: pcre2pattern(3); squidGuard, "expressionlist"; Pi-hole, "Regex blocking".
///
/// Pi-hole's options after a `;`: `reply=` says how a resolver refuses, so the expression is taken without it; `querytype=` and `invert`
/// change what is refused, so the expression is left out.
struct ExpressionsFormat: LineParser {
    let subject: ExpressionSubject
    private var replies = 0

    init(subject: ExpressionSubject) { self.subject = subject }

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        guard line.count > 0 else { return .comment }
        if let outcome = E2GuardianLine.outcome(line, position, &consumer) { return outcome }
        guard line[0] != UInt8(ascii: "#") else { return .comment }
        do throws(RuleFault) {
            let end = subject == .host ? try takeOptions(line) : line.count
            let pattern = try pattern(line.upTo(end))
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
        try ExpressionCheck.check(line)
        if subject == .url, ExpressionSubject.startsLikeHost(line), !line.contains(UInt8(ascii: "|")) {
            throw .warning(
                .expression,
                "\(line.quoted) never matches, because a URL starts with its scheme: is the list of format `host-expressions`?")
        }
        return subject.rewritten(text)
    }

    mutating func finish(at position: LinePosition, into consumer: inout some RuleConsumer) {
        guard replies > 0 else { return }
        _ = position.report(
            .note, .expression, "\(replies) expressions say `reply=`, which is a resolver's business: they block all the same", to: &consumer)
    }

    /// Reads Pi-hole's options.
    /// - Returns: where the expression ends.
    private mutating func takeOptions(_ line: Span<UInt8>) throws(RuleFault) -> Int {
        let starts = [line.firstIndex(of: ";querytype="), line.firstIndex(of: ";reply="), line.firstIndex(of: ";invert")].compactMap(\.self)
        guard let start = starts.min() else { return line.count }
        for option in line.from(start + 1).lossyText.split(separator: ";", omittingEmptySubsequences: false) {
            if option.hasPrefix("reply=") { continue }
            let shown = String(option).quotedForDiagnostics
            guard option.hasPrefix("querytype=") || option == "invert" else {
                throw .error(.expression, "\(shown) is no option of an expression: `querytype=`, `reply=` or `invert`")
            }
            throw .warning(.expression, "the option \(shown) can only be judged by a DNS resolver: the expression is left out")
        }
        replies += 1
        return start
    }
}
