import BreakwaterURL

/// Response policy zones, the format in which resolvers share block lists.
///
/// | record | meaning here |
/// |---|---|
/// | `name CNAME .`, `CNAME *.`, `CNAME rpz-drop.` | blocked: no such name, no data, no answer |
/// | `name CNAME rpz-passthru.`, or a CNAME to the name itself | an exception |
/// | `name A 0.0.0.0`, `AAAA ::` and loopback addresses | blocked |
/// | any other CNAME, A or AAAA | sent elsewhere: left out with a warning |
/// | `*.name …` | what is below the name, not the name itself |
/// | `24.0.2.0.192.rpz-ip …` | addresses; here, URLs whose host is such an address |
/// | `…rpz-client-ip`, `…rpz-nsdname`, `…rpz-nsip` | need a resolver: left out with a warning |
///
/// The most specific owner decides, as it does in a resolver (``NestedNames``). Unlike a resolver, a wildcard also covers what is
/// below a name that the zone lists by itself: RFC 4592 §3.3.1 would stop there, and the lists in use mean what they cover.
/// - SeeAlso: draft-vixie-dnsop-dns-rpz-00; RFC 1035 §5.1.
struct RPZFormat: LineParser {
    private var records = ZoneRecordReader()
    private var nesting = NestedNames()
    private var otherRecords = 0
    private var addressTriggers = 0

    let keepsIndentation = true

    /// - Parameter zone: the whole list, read twice more where it allows anything beneath a name.
    init(zone: Span<UInt8>) {
        guard zone.contains(ignoringCase: "rpz-passthru.") else { return }
        for isException in [true, false] {
            // Without an exception to lie beneath, no block matters.
            if !isException, nesting.isEmpty { break }
            Self.forEachWildcard(in: zone) { name, action in
                if isException == (action == .exception) { nesting.add(name, isException: isException) }
            }
        }
    }

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        if let outcome = takeCommonForm(line, position, &consumer) { return outcome }
        var position = position
        switch records.read(line, number: position.number) {
        case .nothing, .unfinished: return .comment
        case .fault(let fault, let number):
            position.number = number
            return position.report(fault, to: &consumer)
        case .record(let record):
            position.number = record.line
            do throws(RuleFault) {
                return try take(record, line, position, &consumer)
            } catch {
                return position.report(error, to: &consumer)
            }
        }
    }

    mutating func finish(at position: LinePosition, into consumer: inout some RuleConsumer) {
        if let line = records.openLine {
            var position = position
            position.number = line
            _ = position.report(.error, .syntax, "the parenthesis opened here is never closed: the record is left out", to: &consumer)
        }
        if otherRecords > 0 {
            _ = position.report(
                .note, .rewrite, "\(otherRecords) records of other types than CNAME, A and AAAA answer questions and block nothing: left out",
                to: &consumer)
        }
        if addressTriggers > 0 {
            _ = position.report(
                .note, .address,
                "\(addressTriggers) `rpz-ip` triggers cover URLs whose host is such an address; names that resolve to one are not judged by it",
                to: &consumer)
        }
    }

    /// `name CNAME .` and `*.name CNAME .`, which is nearly every line of nearly every zone: nothing is copied but the owner.
    private mutating func takeCommonForm(
        _ line: Span<UInt8>, _ position: LinePosition, _ consumer: inout some RuleConsumer
    ) -> LineOutcome? {
        guard records.isAtStart, nesting.isEmpty, line.hasSuffix(" CNAME .") else { return nil }
        let owner = line.upTo(line.count - 8)
        let isWildcard = owner.hasPrefix("*.")
        let name = isWildcard ? owner.from(2) : owner
        guard HostReader.isCanonical(name), !name.hasLastLabelPrefix("rpz-") else { return nil }
        records.setOwner(owner)
        consumer.receive(host: name, coverage: isWildcard ? .subdomainsOnly : .nameAlone, effect: [], line: position.number)
        return .entry
    }

    private mutating func take(
        _ record: ZoneRecord, _ line: Span<UInt8>, _ position: LinePosition, _ consumer: inout some RuleConsumer
    ) throws(RuleFault) -> LineOutcome {
        guard !Self.zoneTypes.contains(record.type) else { return .comment }
        let trigger = PolicyTrigger(try records.names.inside(record.owner))
        // What stands at the zone's own name is about the zone.
        if case .zone = trigger { return .comment }
        guard let action = try PolicyAction(record, trigger, records.names) else {
            otherRecords += 1
            return .noted
        }
        switch trigger {
        case .zone: return .comment
        case .everything:
            throw .warning(
                .tooGeneral, "`*` covers every name: left out; for a profile that allows only what is listed write `default: block`")
        case .unsupported(let kind):
            throw .warning(
                .unsupportedModifier,
                kind == "rpz-client-ip"
                    ? "`rpz-client-ip` tells clients apart, which `clients` of the policy does: left out"
                    : "`\(kind)` can only be judged by a resolver: left out")
        case .addresses(let labels):
            let block = try PolicyTrigger.block(labels)
            addressTriggers += 1
            consumer.receive(
                Rule(
                    trigger: .address(block), effect: action == .exception ? .exception : [], line: record.line,
                    text: line.trimmed.ruleText))
            return .entry
        case .name(let name, let coverage):
            guard !name.contains(UInt8(ascii: "*")) else {
                throw .error(.name, "\(name.span.quoted): a star is a wildcard only as the first label, `*.name`")
            }
            guard let effect = nesting.effect(name, isException: action == .exception) else {
                throw .warning(.other, "\(name.span.quoted) lies beneath more than two passthrus, one inside the other: left out")
            }
            return consumer.take(host: name.span, coverage: coverage, effect: effect, line: line.trimmed, at: position)
        }
    }

    /// What a zone says of itself.
    private static let zoneTypes: Set<String> = [
        "SOA", "NS", "RRSIG", "DNSKEY", "DS", "NSEC", "NSEC3", "NSEC3PARAM", "CDS", "CDNSKEY", "CSYNC", "ZONEMD",
    ]

    private static func forEachWildcard(in zone: Span<UInt8>, _ body: ([UInt8], PolicyAction) -> Void) {
        var lines = LineReader(zone)
        var records = ZoneRecordReader()
        while let line = lines.next(in: zone) {
            guard line.flaw == nil, case .record(let record) = records.read(zone.extracting(line.range), number: line.number),
                !zoneTypes.contains(record.type), let inside = try? records.names.inside(record.owner),
                case .name(let name, .subdomainsOnly) = PolicyTrigger(inside),
                let action = try? PolicyAction(record, .name(name, .subdomainsOnly), records.names)
            else { continue }
            body(name, action)
        }
    }
}
