import BreakwaterURL

/// Unbound's `local-zone` and `local-data`, used as a block list.
///
///     line = "local-zone:" name type / "local-data:" DQUOTE name [ ttl ] [ class ] type data DQUOTE
///
/// | zone type | meaning here |
/// |---|---|
/// | `always_null`, `always_nxdomain`, `always_nodata`, `always_refuse`, `always_deny` | blocked |
/// | `static`, `refuse`, `deny`, `inform_deny` | blocked |
/// | `redirect`, `inform_redirect` | blocked, unless its `local-data` sends the name elsewhere (SafeSearch pins) |
/// | `transparent`, `typetransparent`, `always_transparent`, `inform`, `nodefault` | an exception |
/// | anything else | left out with a warning |
///
/// A zone covers the name and everything below it, `local-data` the name alone; the most specific zone decides (``NestedNames``).
/// - SeeAlso: unbound.conf(5), `local-zone`, `local-data`.
struct UnboundFormat: LineParser {
    private var nesting = NestedNames()
    /// Names whose data is an address that somebody serves, or another name.
    private var elsewhere: Set<[UInt8]> = []
    private var otherOptions = 0

    /// - Parameter list: the whole list, read before where it lets names through or answers them.
    init(list: Span<UInt8>) {
        if list.contains(ignoringCase: "local-data") { elsewhere = Self.namesSentElsewhere(in: list) }
        guard ["transparent", "nodefault", "inform"].contains(where: { list.contains(ignoringCase: $0) }) else { return }
        for isException in [true, false] {
            if !isException, nesting.isEmpty { break }
            forEachZone(in: list) { name, type in
                if case .some(isException) = Self.isException(type) { nesting.add(name, isException: isException) }
            }
        }
    }

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        let content = line.upTo(line.endBeforeComment).trimmed
        guard content.count > 0 else { return .comment }
        do throws(RuleFault) {
            switch Self.option(content) {
            case .zone(let value): return try takeZone(value, line, position, &consumer)
            case .data(let value): return try takeData(value, line, position, &consumer)
            case .include:
                throw .warning(.directive, "\(content.quoted) is left out: add the included file to the policy as a list of its own")
            // `server:` and its like open a clause.
            case .clause: return .comment
            case .other:
                otherOptions += 1
                return .noted
            case nil: throw .error(.syntax, "\(content.quoted): write `local-zone: \"name\" always_null`")
            }
        } catch {
            return position.report(error, to: &consumer)
        }
    }

    mutating func finish(at position: LinePosition, into consumer: inout some RuleConsumer) {
        guard otherOptions > 0 else { return }
        _ = position.report(.note, .other, "\(otherOptions) options of the resolver say nothing about names: passed over", to: &consumer)
    }

    private func takeZone(
        _ value: Span<UInt8>, _ line: Span<UInt8>, _ position: LinePosition, _ consumer: inout some RuleConsumer
    ) throws(RuleFault) -> LineOutcome {
        guard let (name, type) = Self.zone(value) else {
            throw .error(.syntax, "a zone has a name and a type: `local-zone: \"name\" always_null`")
        }
        guard !name.isEmpty else { throw .warning(.tooGeneral, "the root zone is every name: left out") }
        guard let isException = Self.isException(type) else {
            throw .warning(.unsupportedModifier, "a zone of type \(type.quotedForDiagnostics) can only be judged by a resolver: left out")
        }
        if type.hasSuffix("redirect"), elsewhere.contains(name) {
            throw .warning(.rewrite, "\(name.span.quoted) and what is below it is sent elsewhere, and nothing blocked: left out")
        }
        return try emit(name, .nameAndSubdomains, isException, line, position, &consumer)
    }

    private func takeData(
        _ value: Span<UInt8>, _ line: Span<UInt8>, _ position: LinePosition, _ consumer: inout some RuleConsumer
    ) throws(RuleFault) -> LineOutcome {
        guard let record = Self.data(value) else { throw .error(.syntax, "data is a record: `local-data: \"name A 0.0.0.0\"`") }
        guard record.isAddress else { throw .warning(.rewrite, "data of other types than A and AAAA blocks nothing: left out") }
        guard record.blocks else {
            throw .warning(.rewrite, "sends \(record.name.span.quoted) to \(record.target.span.quoted) and blocks nothing: left out")
        }
        return try emit(record.name, .nameAlone, false, line, position, &consumer)
    }

    private func emit(
        _ name: [UInt8], _ coverage: Coverage, _ isException: Bool, _ line: Span<UInt8>, _ position: LinePosition,
        _ consumer: inout some RuleConsumer
    ) throws(RuleFault) -> LineOutcome {
        guard let effect = nesting.effect(name, isException: isException) else {
            throw .warning(.other, "\(name.span.quoted) lies beneath more than two transparent zones, one inside the other: left out")
        }
        return consumer.take(host: name.span, coverage: coverage, effect: effect, line: line, at: position)
    }

    private static func isException(_ type: String) -> Bool? {
        switch type {
        case "always_null", "always_nxdomain", "always_nodata", "always_refuse", "always_deny", "static", "refuse", "deny", "inform_deny",
            "redirect", "inform_redirect":
            false
        case "transparent", "typetransparent", "always_transparent", "inform", "nodefault": true
        default: nil
        }
    }

    private func forEachZone(in list: Span<UInt8>, _ body: ([UInt8], String) -> Void) {
        Self.forEachLine(in: list) { content in
            guard case .zone(let value) = Self.option(content), let (name, type) = Self.zone(value) else { return }
            body(name, type)
        }
    }

    private static func namesSentElsewhere(in list: Span<UInt8>) -> Set<[UInt8]> {
        var names: Set<[UInt8]> = []
        forEachLine(in: list) { content in
            guard case .data(let value) = option(content), let record = data(value), record.isAddress || record.isAlias, !record.blocks
            else { return }
            names.insert(record.name)
        }
        return names
    }

    private static func forEachLine(in list: Span<UInt8>, _ body: (Span<UInt8>) -> Void) {
        var lines = LineReader(list)
        while let line = lines.next(in: list) {
            let text = list.extracting(line.range)
            if line.flaw == nil { body(text.upTo(text.endBeforeComment).trimmed) }
        }
    }
}
