import ArgumentParser
import BreakwaterRules
import BreakwaterServer

struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a list contains and what is wrong with it, line by line.",
        discussion: """
            A LIST is a file (plain or gzip), a squidGuard folder, or a tree of them such as UT1. Formats: \
            \(ListFormat.allCases.map(\.rawValue).joined(separator: ", ")).

            Example:
              breakwater lint --format domains my-list.txt

            Exit status 1 says that a line could not be understood; warnings are lines that were understood and left out.
            """)

    @Option(help: "The format; each file's own is detected where it is left out.") var format: ListFormat?
    @Option(help: "How many diagnostics of a file are printed.") var limit = 1_000
    @Argument(help: "Lists to look at.") var lists: [String]

    func run() throws {
        var errors = 0
        for list in lists {
            try ListInspector(format: format, diagnosticLimit: max(0, limit)).inspect(list) { report in
                errors += report.errorCount
                try print(report)
            }
        }
        if errors > 0 { throw CommandFailure.no }
    }

    private func print(_ report: ListReport) throws {
        var output = Output()
        let census = report.census
        for diagnostic in census.diagnostics.kept {
            try output.line("\(diagnostic.file):\(diagnostic.line): \(diagnostic.severity.rawValue): \(diagnostic.message)")
        }
        if census.diagnostics.droppedCount > 0 { try output.line("\(report.path): \(census.diagnostics.droppedCount) more diagnostics") }
        let counts: [(String, Int)] = [
            ("names", census.names), ("URL patterns", census.patterns), ("expressions", census.expressions), ("phrases", census.phrases),
            ("addresses", census.addresses), ("hashes", census.hashes), ("exceptions among them", census.exceptions),
        ]
        let found = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        let severities = [RuleDiagnostic.Severity.error, .warning, .note].map {
            "\(census.diagnostics.countsBySeverity[$0] ?? 0) \($0.rawValue)s"
        }
        try output.line(
            "\(report.path): \(report.format.rawValue), \(report.lines.lineCount) lines: "
                + (found.isEmpty ? ["no entries"] : found).joined(separator: ", ") + "; " + severities.joined(separator: ", "))
        try output.flush()
    }
}
