import BreakwaterURL

/// IPv4 and IPv6 addresses and prefixes.
///
///     line = [ address [ "/" ( length | netmask ) | "-" address ] ] [ ("#" | ";") comment ]
///
/// Addresses that no prefix of a sane list reaches, `0.0.0.0/0` and `::/0`, are refused.
/// - SeeAlso: RFC 4632 §3.1, RFC 4291 §2.3; Spamhaus DROP for `;`.
struct AddressesFormat: LineParser {
    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        if line.hasPrefix("#time:"), let outcome = E2GuardianLine.outcome(line, position, &consumer) { return outcome }
        var content = line.upTo(line.endBeforeComment)
        content = content.upTo(content.firstIndex(of: UInt8(ascii: ";")) ?? content.count).trimmed
        guard content.count > 0 else { return .comment }
        if let outcome = E2GuardianLine.outcome(content, position, &consumer) { return outcome }
        if let blocks = AddressRange.blocks(content.lossyText) {
            for block in blocks {
                consumer.receive(Rule(trigger: .address(block), effect: [], line: position.number, text: content.ruleText))
            }
            return .entry
        }
        guard let block = CIDRBlock(content.lossyText) else {
            return position.report(
                .error, .address, "\(content.quoted) is no address or prefix such as `192.0.2.0/24` or `2001:db8::/32`", to: &consumer)
        }
        guard block.prefixLength > 0 else {
            return position.report(.error, .tooGeneral, "\(content.quoted) covers every address: left out", to: &consumer)
        }
        consumer.receive(Rule(trigger: .address(block), effect: [], line: position.number, text: content.ruleText))
        return .entry
    }
}
