/// Reads a list in one of the ``ListFormat``s and hands what it finds to a ``RuleConsumer``, in the list's order.
///
/// Lists are untrusted text of any size: every line ends as an entry, a comment, a counted note or a ``RuleDiagnostic``, and
/// none is a trap. Memory use does not grow with the list (Adblock lists keep their `$badfilter` rules).
public struct ListParser: Sendable {
    public let format: ListFormat
    /// The name that diagnostics give.
    public let file: String
    public let context: ListContext

    public init(format: ListFormat, file: String, context: ListContext = ListContext()) {
        self.format = format
        self.file = file
        self.context = context
    }

    /// - Parameter bytes: the whole list, decompressed.
    /// - Complexity: O(n); the host formats allocate nothing for a line that is already canonical.
    @discardableResult
    public func parse(_ bytes: Span<UInt8>, into consumer: inout some RuleConsumer) -> ParseSummary {
        switch format {
        case .hosts: run(HostsFormat(), bytes, &consumer)
        case .domains: run(DomainsFormat(), bytes, &consumer)
        case .wildcard: run(WildcardFormat(), bytes, &consumer)
        case .rpz: run(RPZFormat(zone: bytes), bytes, &consumer)
        case .unbound: run(UnboundFormat(list: bytes), bytes, &consumer)
        case .dnscrypt: run(DnscryptFormat(), bytes, &consumer)
        case .dnsmasq: run(DnsmasqFormat(), bytes, &consumer)
        case .urls: run(URLsFormat(), bytes, &consumer)
        case .squidGuardDiff: run(SquidGuardDiffFormat(), bytes, &consumer)
        case .squidGuard: fileOfDirectory.parse(bytes, into: &consumer)
        case .adblock: run(AdblockFormat(cancelledBy: bytes), bytes, &consumer)
        case .expressions: run(ExpressionsFormat(subject: .url), bytes, &consumer)
        case .squidGuardExpressions: run(ExpressionsFormat(subject: .urlWithoutScheme), bytes, &consumer)
        case .hostExpressions: run(ExpressionsFormat(subject: .host), bytes, &consumer)
        case .phrases: run(PhrasesFormat(category: context.category), bytes, &consumer)
        case .searchTerms: run(SearchTermsFormat(), bytes, &consumer)
        case .extensions: run(ExtensionsFormat(), bytes, &consumer)
        case .addresses: run(AddressesFormat(), bytes, &consumer)
        case .hashes: run(HashesFormat(), bytes, &consumer)
        }
    }

    /// The parser for one file of a squidGuard folder; a file of another name is read as `domains`.
    private var fileOfDirectory: ListParser {
        let format = SquidGuardDirectory.format(ofFileNamed: file) ?? .domains
        return ListParser(format: format, file: file, context: context)
    }

    private func run(
        _ format: consuming some LineParser, _ bytes: Span<UInt8>, _ consumer: inout some RuleConsumer
    ) -> ParseSummary {
        var summary = ParseSummary()
        var position = LinePosition(file: file, number: 1, followsIncludes: context.followsIncludes)
        guard !bytes.startsWithUTF16Mark else {
            summary.count(
                position.report(
                    .error, .encoding, "the list is in UTF-16: convert it to UTF-8 (`iconv -f UTF-16 -t UTF-8`)", to: &consumer))
            return summary
        }
        var reader = LineReader(bytes)
        while let line = reader.next(in: bytes) {
            position.number = line.number
            if let flaw = line.flaw {
                summary.count(position.report(.error, flaw.kind, flaw.message, to: &consumer))
                continue
            }
            let text = bytes.extracting(line.range)
            summary.count(format.parse(format.keepsIndentation ? text : text.trimmed, at: position, into: &consumer))
        }
        format.finish(at: position, into: &consumer)
        return summary
    }
}
