import BreakwaterRules

/// Counts what a parser finds and remembers which lines were reported.
struct Tally: RuleConsumer {
    private(set) var hosts = 0
    private(set) var rules = 0
    private(set) var diagnostics: [String: Int] = [:]
    private(set) var reportedLines: Set<LineNumber> = []
    private(set) var entryLines: Set<LineNumber> = []
    /// Hosts that break the promise of ``RuleConsumer``: canonical, 1–253 bytes, two labels.
    private(set) var badHosts: [String] = []
    var checksHosts = false

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        hosts += 1
        guard checksHosts else { return }
        entryLines.insert(line)
        var labels = 1
        var isClean = (1...253).contains(host.count)
        for index in host.indices {
            switch host[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                continue
            case UInt8(ascii: "."): labels += 1
            default: isClean = false
            }
        }
        if !isClean || labels < 2 || host[host.count - 1] == UInt8(ascii: ".") { badHosts.append("line \(line)") }
    }

    mutating func receive(_ rule: Rule) {
        rules += 1
        if checksHosts { entryLines.insert(rule.line) }
    }

    mutating func receive(_ diagnostic: RuleDiagnostic) {
        diagnostics[diagnostic.kind.rawValue, default: 0] += 1
        if checksHosts { reportedLines.insert(diagnostic.line) }
    }
}

extension ParseSummary {
    /// Whether every line is in exactly one of the counts.
    var isComplete: Bool { entryLineCount + commentLineCount + notedLineCount + diagnosedLineCount == lineCount }
}
