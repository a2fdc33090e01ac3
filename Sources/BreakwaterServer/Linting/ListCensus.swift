import BreakwaterPolicy
public import BreakwaterRules

/// What a list contains: counts and the first diagnostics; no entry is kept, so a list of millions costs no memory.
public struct ListCensus: RuleConsumer, Sendable {
    public private(set) var names = 0
    public private(set) var patterns = 0
    public private(set) var expressions = 0
    public private(set) var phrases = 0
    public private(set) var addresses = 0
    public private(set) var hashes = 0
    /// Of all entries, how many are exceptions.
    public private(set) var exceptions = 0
    public private(set) var diagnostics: DiagnosticLimiter

    public init(diagnosticLimit: Int = 1_000) { diagnostics = DiagnosticLimiter(limit: diagnosticLimit) }

    public var entries: Int { names + patterns + expressions + phrases + addresses + hashes }

    public mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        names += 1
        if effect.contains(.exception) { exceptions += 1 }
    }

    public mutating func receive(_ rule: Rule) {
        if rule.effect.contains(.exception) { exceptions += 1 }
        switch rule.trigger {
        case .url: patterns += 1
        case .expression: expressions += 1
        case .phrase: phrases += 1
        case .address: addresses += 1
        case .hash: hashes += 1
        }
    }

    public mutating func receive(_ diagnostic: RuleDiagnostic) { diagnostics.add(diagnostic) }
}
