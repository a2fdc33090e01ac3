/// One list format: turns a line into entries or diagnostics.
protocol LineParser {
    /// Whether a blank at the start of a line says something; then lines come with the white space round them.
    var keepsIndentation: Bool { get }
    /// - Parameter line: without its end, without white space round it, at most ``LineReader/maximumLength`` bytes, no NUL.
    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome
    /// Called once after the last line, for what could only be counted.
    mutating func finish(at position: LinePosition, into consumer: inout some RuleConsumer)
}

extension LineParser {
    var keepsIndentation: Bool { false }
    mutating func finish(at position: LinePosition, into consumer: inout some RuleConsumer) {}
}

/// Where a line is, for diagnostics.
struct LinePosition {
    let file: String
    var number: LineNumber
    /// Whether the caller reads included files itself.
    var followsIncludes = false

    /// Sends a diagnostic about this line.
    func report(
        _ severity: RuleDiagnostic.Severity, _ kind: RuleDiagnostic.Kind, _ message: String,
        to consumer: inout some RuleConsumer
    ) -> LineOutcome {
        consumer.receive(RuleDiagnostic(severity: severity, kind: kind, file: file, line: number, message: message))
        return .diagnosed
    }

    func report(_ fault: RuleFault, to consumer: inout some RuleConsumer) -> LineOutcome {
        report(fault.severity, fault.kind, fault.message, to: &consumer)
    }
}

/// Why a line gives no rule: a diagnostic that does not know its place yet.
struct RuleFault: Error {
    var severity: RuleDiagnostic.Severity
    var kind: RuleDiagnostic.Kind
    var message: String

    static func error(_ kind: RuleDiagnostic.Kind, _ message: String) -> RuleFault {
        RuleFault(severity: .error, kind: kind, message: message)
    }

    static func warning(_ kind: RuleDiagnostic.Kind, _ message: String) -> RuleFault {
        RuleFault(severity: .warning, kind: kind, message: message)
    }
}
