public import BreakwaterRules

/// One file of a list, looked at.
public struct ListReport: Sendable {
    public let path: String
    public let format: ListFormat
    /// What the file contains.
    public let census: ListCensus
    public let lines: ParseSummary
    /// The first findings of each kind, by line.
    public let findings: [LintFinding]
    /// All findings, by kind.
    public let counts: [LintFinding.Kind: Int]
    public let severities: [RuleDiagnostic.Severity: Int]

    public var errorCount: Int { severities[.error] ?? 0 }
    public var warningCount: Int { severities[.warning] ?? 0 }
    public var isClean: Bool { counts.isEmpty }
    /// How many findings were counted and not kept.
    public var droppedCount: Int { counts.values.reduce(0, +) - findings.count }
}

extension ListReport: Encodable {
    private enum CodingKeys: String, CodingKey { case path, format, lines, entries, findings, counts, severities, dropped }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .path)
        try container.encode(format.rawValue, forKey: .format)
        try container.encode(lines.lineCount, forKey: .lines)
        try container.encode(
            [
                "names": census.names, "patterns": census.patterns, "expressions": census.expressions, "phrases": census.phrases,
                "addresses": census.addresses, "hashes": census.hashes, "exceptions": census.exceptions,
            ], forKey: .entries)
        try container.encode(findings, forKey: .findings)
        try container.encode(counts, forKey: .counts)
        try container.encode(Dictionary(uniqueKeysWithValues: severities.map { ($0.key.rawValue, $0.value) }), forKey: .severities)
        try container.encode(droppedCount, forKey: .dropped)
    }
}
