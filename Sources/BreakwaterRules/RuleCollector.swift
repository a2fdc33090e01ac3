/// Keeps everything a parser finds, for tests and for `breakwater lists lint`; the compiler has its own consumer.
public struct RuleCollector: RuleConsumer, Sendable {
    public struct HostEntry: Sendable, Hashable {
        public var name: String
        public var coverage: Coverage
        public var effect: RuleEffect
        public var line: LineNumber

        public init(name: String, coverage: Coverage, effect: RuleEffect = [], line: LineNumber) {
            self.name = name
            self.coverage = coverage
            self.effect = effect
            self.line = line
        }
    }

    public private(set) var hosts: [HostEntry] = []
    public private(set) var rules: [Rule] = []
    public private(set) var diagnostics: DiagnosticLimiter

    public init(diagnosticLimit: Int = 1_000) { diagnostics = DiagnosticLimiter(limit: diagnosticLimit) }

    public mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        hosts.append(HostEntry(name: host.lossyText, coverage: coverage, effect: effect, line: line))
    }

    public mutating func receive(_ rule: Rule) { rules.append(rule) }

    public mutating func receive(_ diagnostic: RuleDiagnostic) { diagnostics.add(diagnostic) }
}
