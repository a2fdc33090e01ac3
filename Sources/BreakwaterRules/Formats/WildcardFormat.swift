/// Wildcard names, as dnscrypt-proxy, Blocky and YogaDNS read them.
///
///     line = [ "*." name | name ] [ "#" comment ]
///
/// `*.name` covers the name and everything below it, as the publishers of these lists mean it. A `*` anywhere else
/// (`ads.*`, `*sex*`) is left out with a diagnostic: such patterns belong in an Adblock list.
/// - SeeAlso: dnscrypt-proxy, `example-blocked-names.txt`.
struct WildcardFormat: LineParser {
    private var domains = DomainsFormat()

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        if line.hasPrefix("*.") {
            let name = line.from(2)
            if HostReader.isCanonical(name) {
                consumer.receive(host: name, coverage: .nameAndSubdomains, effect: [], line: position.number)
                return .entry
            }
        }
        let content = line.upTo(line.endBeforeComment).trimmed
        if let star = content.lastIndex(of: UInt8(ascii: "*")), star > 0 || !content.hasPrefix("*.") {
            return position.report(
                .warning, .syntax,
                "\(content.quoted): only `*.name` is understood here; write other patterns as Adblock rules (`||ads*.name^`)",
                to: &consumer)
        }
        return domains.parse(line, at: position, into: &consumer)
    }
}
