import BreakwaterURL

/// SHA-256 of canonicalised URL expressions (`host/path`), for lists whose entries must not be readable.
///
///     line = [ 64 hexadecimal digits ] [ "#" comment ]
///
/// The rule's text stays empty: a sealed list's reason names nothing.
struct HashesFormat: LineParser {
    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        let content = line.upTo(line.endBeforeComment).trimmed
        guard content.count > 0 else { return .comment }
        guard let digest = Self.digest(content) else {
            // Why no quotation: a line of such a list is confidential even when it is broken.
            return position.report(
                .error, .hash, "not a SHA-256: 64 hexadecimal digits a line, \(content.count) bytes here", to: &consumer)
        }
        consumer.receive(Rule(trigger: .hash(digest), effect: [], line: position.number, text: ""))
        return .entry
    }

    static func digest(_ text: Span<UInt8>) -> [UInt8]? {
        guard text.count == 64 else { return nil }
        var digest: [UInt8] = []
        digest.reserveCapacity(32)
        for index in 0..<32 {
            guard let high = ASCII.hexadecimalValue(text[2 * index]), let low = ASCII.hexadecimalValue(text[2 * index + 1])
            else { return nil }
            digest.append(high << 4 | low)
        }
        return digest
    }
}
