import BreakwaterMatching
import BreakwaterRules

/// The first pass over all lists: takes down what there is, and tells what was there before.
struct CollectingPass: RuleConsumer {
    var state: LintState
    var census = ListCensus(diagnosticLimit: 0)
    private var source = 0

    init(_ state: LintState) { self.state = state }

    mutating func begin(_ source: Int) {
        self.source = source
        census = ListCensus(diagnosticLimit: 0)
    }

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        census.receive(host: host, coverage: coverage, effect: effect, line: line)
        let role = state.role(source, effect)
        count(isException: role.isException, isGeneral: false)
        let hash = state.names.hasher.hash(host)
        let isSuffix = state.reaches.isPublicSuffix(hash)
        let reach = state.reach(coverage, source, isPublicSuffix: isSuffix)
        guard let known = state.names.insert(hash, role, source: source, line: line.rawValue, reach: reach) else { return }
        // A name that reaches further than before is no repetition.
        guard known.reach.isSuperset(of: reach) else { return }
        repeated(line.rawValue, host.hostText, (known.source, known.line))
    }

    mutating func receive(_ rule: Rule) {
        census.receive(rule)
        let role = state.role(source, rule.effect)
        count(isException: role.isException, isGeneral: Self.isGeneral(rule))
        if let host = Self.host(of: rule) {
            let hash = state.names.hasher.hash(host)
            let role = state.hostRole(source, isException: role.isException)
            _ = state.names.insert(hash, role, source: source, line: rule.line.rawValue, reach: [.name, .below])
        }
        guard let known = state.rules.insert(rule, role, source: source) else { return }
        let sources = state.sources
        if case .phrase(let phrase) = rule.trigger, phrase.weight != nil, known.source != source {
            let source = source
            state.add(
                .warning, .listedElsewhere, source, line: rule.line.rawValue, rule: rule.text,
                "the phrase is in \(sources.describe((known.source, known.line), from: source)) too, and both count", "keep it in one of the lists")
            return
        }
        repeated(rule.line.rawValue, rule.text, (known.source, known.line))
    }

    mutating func receive(_ diagnostic: RuleDiagnostic) {
        // A public suffix is told with the other rules that reach far.
        state.collectors[source].add(diagnostic.severity, .line) {
            LintFinding(
                diagnostic.severity, .line, file: diagnostic.file, line: diagnostic.line.rawValue, rule: "", reason: diagnostic.message, advice: "",
                cause: diagnostic.kind)
        }
    }

    private mutating func repeated(_ line: UInt32, _ rule: @autoclosure () -> String, _ first: (source: Int, line: UInt32)) {
        let isSame = first.source == source
        guard isSame == false || first.line != line else { return }
        let (sources, source) = (state.sources, source)
        state.add(
            .note, isSame ? .duplicate : .listedElsewhere, source, line: line, rule: rule(),
            isSame ? "the same rule is in \(sources.describe(first, from: source))" : "the same rule is in \(sources.describe(first, from: source)), for the same category", "remove one of the two")
    }

    private mutating func count(isException: Bool, isGeneral: Bool) {
        let group = state.group(of: source)
        if isException { state.groups[group].exceptions += 1 } else { state.groups[group].blocks += 1 }
        if isGeneral, !isException { state.groups[group].general += 1 }
    }

    /// Whether a rule may meet a request of any host.
    private static func isGeneral(_ rule: Rule) -> Bool {
        switch rule.trigger {
        case .url(let pattern, _): pattern.hostPart == nil
        // No exception is an address but by an equal rule.
        case .address: false
        case .expression, .hash, .phrase: true
        }
    }

    static func host(of rule: Rule) -> String? {
        guard case .url(let pattern, _) = rule.trigger else { return nil }
        return pattern.hostPart
    }
}
