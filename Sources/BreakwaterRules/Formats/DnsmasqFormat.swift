import BreakwaterURL

/// dnsmasq configuration, used as a block list.
///
///     line   = ("local" | "server" | "address") "=/" name *( "/" name ) "/" [ target ]
///
/// | line | meaning |
/// |---|---|
/// | `local=/name/`, `server=/name/` | answered from nowhere: blocked |
/// | `address=/name/`, `…/#`, `…/0.0.0.0`, `…/127.x`, `…/::`, `…/::1` | answered with nothing or a null address: blocked |
/// | `server=/name/#` | resolved as usual: an exception from a wider line |
/// | any other target | sent elsewhere: left out with a warning |
///
/// An entry covers the name and everything below it.
/// - SeeAlso: dnsmasq(8), `--server`, `--address`.
struct DnsmasqFormat: LineParser {
    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        let content = line.upTo(line.endBeforeComment).trimmed
        guard content.count > 0 else { return .comment }
        guard let keyLength = Self.keyLength(content) else {
            return position.report(
                .warning, .syntax, "\(content.quoted) is none of `local=/name/`, `server=/name/` and `address=/name/target`",
                to: &consumer)
        }
        guard let last = content.lastIndex(of: UInt8(ascii: "/")), last > keyLength else {
            return position.report(.error, .syntax, "the name must stand between two `/`, as in `local=/name/`", to: &consumer)
        }
        let target = content.from(last + 1)
        let isAddress = content.hasPrefix("address=")
        let isException = !isAddress && target.equals("#")
        let isBlock = target.count == 0 || isAddress && (target.equals("#") || HostsFormat.isBlockTarget(target))
        guard isBlock || isException else {
            return position.report(
                .warning, .rewrite, "sends \(content.extracting(keyLength..<last).quoted) to \(target.quoted) and blocks nothing: left out",
                to: &consumer)
        }
        return take(content.extracting(keyLength..<last), isException ? .exception : [], content, position, &consumer)
    }

    /// Takes each of `name/name/…`.
    private func take(
        _ names: Span<UInt8>, _ effect: RuleEffect, _ line: Span<UInt8>, _ position: LinePosition,
        _ consumer: inout some RuleConsumer
    ) -> LineOutcome {
        var outcome = LineOutcome.comment
        var start = 0
        while start <= names.count {
            let end = names.firstIndex(of: UInt8(ascii: "/"), from: start) ?? names.count
            let name = names.extracting(start..<end)
            let host = name.from(DomainsFormat.wildcardPrefixLength(name))
            let taken = consumer.take(host: host, coverage: .nameAndSubdomains, effect: effect, line: line, at: position)
            if taken == .entry || outcome == .comment { outcome = taken }
            start = end + 1
        }
        return outcome
    }

    /// The length of `local=/` and its like.
    private static func keyLength(_ line: Span<UInt8>) -> Int? {
        if line.hasPrefix("address=/") { return 9 }
        if line.hasPrefix("server=/") { return 8 }
        return line.hasPrefix("local=/") ? 7 : nil
    }
}
