/// Keeps the first diagnostics of a list and counts all of them, so that a list of rubbish costs bounded memory.
public struct DiagnosticLimiter: Sendable {
    /// How many are kept.
    public let limit: Int
    public private(set) var kept: [RuleDiagnostic] = []
    public private(set) var countsByKind: [RuleDiagnostic.Kind: Int] = [:]
    public private(set) var countsBySeverity: [RuleDiagnostic.Severity: Int] = [:]

    /// - Parameter limit: 1,000 fills a few screens of a report; nobody reads on.
    public init(limit: Int = 1_000) { self.limit = limit }

    public mutating func add(_ diagnostic: RuleDiagnostic) {
        countsByKind[diagnostic.kind, default: 0] += 1
        countsBySeverity[diagnostic.severity, default: 0] += 1
        if kept.count < limit { kept.append(diagnostic) }
    }

    public var totalCount: Int { countsBySeverity.values.reduce(0, +) }
    /// How many were counted but not kept.
    public var droppedCount: Int { totalCount - kept.count }
}
