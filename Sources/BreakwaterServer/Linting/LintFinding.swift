public import BreakwaterRules

/// Something in a list that its keeper should know.
public struct LintFinding: Sendable, Hashable, Encodable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
        /// A line that could not be understood, or was left out: what the parsers say.
        case line
        /// A rule that no request can meet.
        case dead
        /// The same rule twice in one list.
        case duplicate
        /// The same rule in another list of the same category.
        case listedElsewhere = "listed-elsewhere"
        /// A rule that another one makes idle.
        case shadowed
        /// A rule that reaches far more than one site or page.
        case broad
        /// A rule that blocks a site where children find help.
        case help
        /// An expression that a short URL brings to its budget.
        case slow
    }

    public var severity: RuleDiagnostic.Severity
    public var kind: Kind
    public var file: String
    public var line: UInt32
    /// The rule as it was written, at most 512 bytes.
    public var rule: String
    public var reason: String
    /// What to do.
    public var advice: String
    /// What a parser's diagnostic is about, for findings of kind `line`.
    public var cause: RuleDiagnostic.Kind?

    public init(
        _ severity: RuleDiagnostic.Severity, _ kind: Kind, file: String, line: UInt32, rule: String, reason: String, advice: String,
        cause: RuleDiagnostic.Kind? = nil
    ) {
        self.severity = severity
        self.kind = kind
        self.file = file
        self.line = line
        self.rule = rule
        self.reason = reason
        self.advice = advice
        self.cause = cause
    }

    private enum CodingKeys: String, CodingKey { case severity, kind, cause, file, line, rule, reason, advice }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(severity.rawValue, forKey: .severity)
        try container.encode(kind, forKey: .kind)
        try container.encodeIfPresent(cause?.rawValue, forKey: .cause)
        try container.encode(file, forKey: .file)
        try container.encode(line, forKey: .line)
        try container.encode(rule, forKey: .rule)
        try container.encode(reason, forKey: .reason)
        try container.encode(advice, forKey: .advice)
    }
}

/// The findings about one file: the first of each kind, and the count of all.
struct FindingCollector: Sendable {
    /// How many of a kind are kept.
    let limit: Int
    private(set) var kept: [LintFinding] = []
    private(set) var counts: [LintFinding.Kind: Int] = [:]
    private(set) var severities: [RuleDiagnostic.Severity: Int] = [:]

    init(limit: Int) { self.limit = limit }

    /// - Parameter finding: made only where it is kept.
    mutating func add(_ severity: RuleDiagnostic.Severity, _ kind: LintFinding.Kind, _ finding: () -> LintFinding) {
        severities[severity, default: 0] += 1
        counts[kind, default: 0] += 1
        if counts[kind, default: 0] <= limit { kept.append(finding()) }
    }
}
