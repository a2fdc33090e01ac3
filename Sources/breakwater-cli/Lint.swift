import ArgumentParser
import BreakwaterRules
import BreakwaterServer

struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what lists contain and what is wrong with them, line by line.",
        discussion: """
            A LIST is a file (plain or gzip), a squidGuard folder, a tree of them such as UT1, or a policy document (*.yaml), of which all lists \
            are looked at. Formats: \(ListFormat.allCases.map(\.rawValue).joined(separator: ", ")).

            What is told, and how grave it is:
              line              a line that could not be understood (error) or was left out (warning)
              dead              a rule that no request can meet (warning)
              duplicate         the same rule twice in a list; listed-elsewhere: in another list of the same category (note)
              shadowed          a rule that another one makes idle (note)
              broad             a public suffix, a best-known site, a short address prefix, a pattern that ordinary URLs meet (warning)
              help              a rule that blocks a place where children find help (error)
              slow              an expression of exponential time (error), or one over its budget on a long URL (warning)

            Lists named together without a policy are taken as lists of one category. Example:
              breakwater lint --format domains my-list.txt
              breakwater lint Policies/household.yaml

            Exit status 1 says that there is an error, and with --strict also that there is a warning.
            """)

    @Option(help: "The format; each file's own is detected where it is left out.") var format: ListFormat?
    @Option(help: "How many findings of each kind are printed for a file; all are counted.") var limit = 20
    @Option(help: ArgumentHelp("The state folder, where a policy's fetched lists are.", valueName: "dir")) var state: String?
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Print findings only, and nothing where there are none.") var quiet = false
    @Flag(help: "Take warnings for errors.") var strict = false
    @Argument(help: "Lists or policy documents to look at.") var lists: [String]

    func run() throws {
        let progress = ProgressLine()
        let reports = try reports { progress.show("linting: \($0)") }
        progress.finish()
        var output = Output()
        if json { try output.json(reports) } else { for report in reports { try print(report, to: &output) } }
        try output.flush()
        let count = reports.reduce(0) { $0 + $1.errorCount + (strict ? $1.warningCount : 0) }
        if count > 0 { throw CommandFailure.no }
    }

    private func reports(progress: (String) -> Void) throws -> [ListReport] {
        var plain: [LintSource] = []
        var found: [ListReport] = []
        for list in lists {
            guard list.hasSuffix(".yaml") || list.hasSuffix(".yml") else {
                plain += try LintSource.files(at: list, format: format)
                continue
            }
            let compilation = try PolicyCompilation.reading(list, state: state)
            let linter = Linter(sites: try KnownSites.find(for: compilation), limit: limit)
            found += try linter.lint(try LintSource.files(of: compilation), progress: progress)
        }
        guard !plain.isEmpty else { return found }
        return found + (try Linter(sites: try KnownSites.find(), limit: limit).lint(plain, progress: progress))
    }

    private func print(_ report: ListReport, to output: inout Output) throws {
        for finding in report.findings where finding.severity > .note || finding.kind != .line || !quiet {
            let rule = finding.rule.isEmpty ? "" : " `\(finding.rule)`:"
            let advice = finding.advice.isEmpty ? "" : "; \(finding.advice)"
            try output.line("\(finding.file):\(finding.line): \(finding.severity.rawValue): \(finding.kind.rawValue):\(rule) \(finding.reason)\(advice)")
        }
        if report.droppedCount > 0 {
            let kinds = report.counts.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
            try output.line("\(report.path): \(report.droppedCount) more findings (in all \(kinds.joined(separator: ", "))); --limit shows more")
        }
        if !quiet { try output.line(summary(report)) }
    }

    private func summary(_ report: ListReport) -> String {
        let census = report.census
        let counts: [(String, Int)] = [
            ("names", census.names), ("URL patterns", census.patterns), ("expressions", census.expressions), ("phrases", census.phrases),
            ("addresses", census.addresses), ("hashes", census.hashes), ("exceptions among them", census.exceptions),
        ]
        let found = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        let severities = [RuleDiagnostic.Severity.error, .warning, .note].map { "\(report.severities[$0] ?? 0) \($0.rawValue)s" }
        return "\(report.path): \(report.format.rawValue), \(report.lines.lineCount) lines: "
            + (found.isEmpty ? ["no entries"] : found).joined(separator: ", ") + "; " + severities.joined(separator: ", ")
    }
}

extension PolicyCompilation {
    /// The policy of a document, its lists found; lists that were never fetched are named on stderr.
    static func reading(_ path: String, state: String?) throws -> PolicyCompilation {
        let assignments = state.map { [("state.directory", [$0])] } ?? []
        let configuration = try ConfigurationReader().read(contentsOf: nil, commandLine: assignments)
        let compilation = try PolicyCompilation(PolicyReader().read(contentsOf: path), stateDirectory: configuration.stateDirectory)
        for id in compilation.missingLists {
            CommandFailure.report("warning", "the list `\(id)` was never fetched and is left out; run `breakwater lists update`")
        }
        return compilation
    }
}
