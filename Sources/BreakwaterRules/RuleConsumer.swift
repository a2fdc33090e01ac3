/// Takes what a parser finds, in the list's order. The compiler's index builder is one; ``RuleCollector`` is another.
public protocol RuleConsumer {
    /// A bare host name, the bulk of most lists.
    /// - Parameter host: canonical A-labels in lower case, no trailing dot, 1–253 bytes.
    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber)
    /// Any other rule.
    mutating func receive(_ rule: Rule)
    mutating func receive(_ diagnostic: RuleDiagnostic)
}
