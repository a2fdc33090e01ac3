import ArgumentParser
import BreakwaterCompiler
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterServer

struct Compile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compile a policy, or bare lists, into one bundle.",
        discussion: """
            A policy document (docs/POLICIES.md), every mistake of it with its line:
              breakwater compile Policies/household.yaml -o household.bwb

            Bare lists, for which one profile, `default`, blocks each named category. PATH may be gzip, a squidGuard folder, or a tree \
            of them such as UT1, which gives one category for each of its folders:
              breakwater compile --list gambling=gambling.hosts:hosts --list adult=ut1/adult -o lists.bwb

            Where the bundle replaces another, a list that shrank or grew by more than a fifth, and a place of help or a harmless page that was \
            open before and is limited now, stop the compilation (exit status 1) until --allow-change says that it is meant.

            Lines of lists that could not be understood are named on standard error and left out; they do not stop a compilation. \
            Formats: \(ListFormat.allCases.map(\.rawValue).joined(separator: ", ")).
            """)

    @Argument(help: ArgumentHelp("The policy document.", valueName: "policy.yaml")) var policy: String?
    @Option(help: ArgumentHelp("A list, in place of a policy.", valueName: "category=path[:format]")) var list: [String] = []
    @Option(name: .shortAndLong, help: ArgumentHelp("The bundle to write.", valueName: "file.bwb")) var output: String
    @Option(help: ArgumentHelp("The state folder, where fetched lists are.", valueName: "dir")) var state: String?
    @Flag(help: "Replace the bundle whatever changes.") var allowChange = false
    @Flag(help: "Print the summary as JSON.") var json = false
    @Flag(help: "Say nothing of single lists and their lines, only how many.") var quiet = false

    /// Harmless pages that a first bundle limits: more lines than this help nobody.
    private static let maximumWarnings = 20

    func validate() throws {
        if (policy == nil) == list.isEmpty { throw ValidationError("name a policy document, or lists with --list, one of the two") }
    }

    func run() throws {
        let progress = ProgressLine()
        var out = Output()
        let gated: PolicyCompilation.GatedResult
        do {
            gated = try compilation().write(to: output, allowsChange: allowChange) { progress.show("compiling: \($0)") }
        } catch let error as RegressionError {
            progress.finish()
            try refuse(error, &out)
            throw CommandFailure.no
        }
        progress.finish()
        let result = gated.result
        report(result.diagnostics, result.summary)
        warn(gated.concerns)
        if json { try out.json(result.summary) } else { try print(result.summary, to: &out) }
        try out.flush()
    }

    private func compilation() throws -> PolicyCompilation {
        guard let policy else { return try PolicyCompilation(lists: list.map { argument throws(ServerError) in try ListArgument(argument) }) }
        return try PolicyCompilation.reading(policy, state: state)
    }

    private func refuse(_ error: RegressionError, _ out: inout Output) throws {
        for concern in error.concerns { CommandFailure.report("refused", concern.message) }
        CommandFailure.report("refused", "\(error.path) is left as it was; if the change is meant, compile again with --allow-change")
        if json { try out.json(Refusal(refused: error.concerns)) }
        try out.flush()
    }

    private struct Refusal: Encodable {
        let refused: [RegressionGate.Concern]
    }

    private func warn(_ concerns: [RegressionGate.Concern]) {
        for concern in concerns.prefix(Self.maximumWarnings) { CommandFailure.report("warning", concern.message) }
        if concerns.count > Self.maximumWarnings { CommandFailure.report("warning", "and \(concerns.count - Self.maximumWarnings) more of the kind") }
    }

    private func report(_ diagnostics: [RuleDiagnostic], _ summary: CompilationSummary) {
        if !quiet {
            for diagnostic in diagnostics where diagnostic.severity > .note {
                let position = DocumentPosition(file: diagnostic.file, line: Int(diagnostic.line.rawValue))
                CommandFailure.report(diagnostic.severity.rawValue, diagnostic.message, at: position)
            }
        }
        for list in summary.lists where list.errors > 0 {
            CommandFailure.report("warning", "list `\(list.id)`: \(list.errors) lines could not be understood and are left out")
        }
    }

    private func print(_ summary: CompilationSummary, to out: inout Output) throws {
        try out.line("\(output): \(summary.bundleBytes) bytes, \(summary.identity)")
        try out.line(
            "\(summary.names) names, \(summary.urlRules) URL rules, \(summary.expressions) expressions, \(summary.phrases) phrases, "
                + "\(summary.addresses) addresses, \(summary.hashes) hashes, from \(summary.lists.count) lists")
        for list in quiet ? [] : summary.lists {
            let doubts = list.errors + list.warnings
            try out.line("  \(list.id): \(list.hosts) names, \(list.rules) rules" + (doubts > 0 ? ", \(doubts) lines left out" : ""))
        }
    }
}
