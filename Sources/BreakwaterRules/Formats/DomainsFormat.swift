/// Plain names: squidGuard and UT1 `domains`, e2guardian site lists, and the many lists of one name a line.
///
///     line = [ name ] [ "#" comment ]          name = host | "." host | "*." host | address
///
/// An entry covers the name and everything below it, as squidGuard and UT1 define. An IPv4 or IPv6 address is an address
/// entry. `#listcategory` and other `#` lines are comments.
/// - SeeAlso: squidGuard, "domainlist"; e2guardian, `bannedsitelist`.
struct DomainsFormat: LineParser {
    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        guard line.count > 0, line[0] != UInt8(ascii: "!") else { return .comment }
        if line[0] == UInt8(ascii: "#") { return E2GuardianLine.outcome(line, position, &consumer) ?? .comment }
        if HostReader.isCanonical(line) {
            consumer.receive(host: line, coverage: .nameAndSubdomains, effect: [], line: position.number)
            return .entry
        }
        if let outcome = E2GuardianLine.outcome(line, position, &consumer) { return outcome }
        // No name holds a `#`, so a comment may follow one directly.
        let content = line.upTo(line.firstIndex(of: UInt8(ascii: "#")) ?? line.count).trimmed
        guard content.count > 0 else { return .comment }
        for index in content.indices where content[index].isBlank {
            return position.report(
                .error, .syntax, "more than one word: one name a line (a line `0.0.0.0 name` belongs in a list of format `hosts`)",
                to: &consumer)
        }
        let name = content.from(Self.wildcardPrefixLength(content))
        return consumer.take(host: name, coverage: .nameAndSubdomains, line: line, at: position)
    }

    /// 2 for `*.`, 1 for `.`, else 0.
    static func wildcardPrefixLength(_ name: Span<UInt8>) -> Int {
        if name.hasPrefix("*.") { return 2 }
        return name.hasPrefix(".") ? 1 : 0
    }
}
