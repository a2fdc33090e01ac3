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

            Lines of lists that could not be understood are named on standard error and left out; they do not stop a compilation. \
            Formats: \(ListFormat.allCases.map(\.rawValue).joined(separator: ", ")).
            """)

    @Argument(help: ArgumentHelp("The policy document.", valueName: "policy.yaml")) var policy: String?
    @Option(help: ArgumentHelp("A list, in place of a policy.", valueName: "category=path[:format]")) var list: [String] = []
    @Option(name: .shortAndLong, help: ArgumentHelp("The bundle to write.", valueName: "file.bwb")) var output: String
    @Option(help: ArgumentHelp("The state folder, where fetched lists are.", valueName: "dir")) var state: String?
    @Flag(help: "Print the summary as JSON.") var json = false
    @Flag(help: "Say nothing of single lists and their lines, only how many.") var quiet = false

    func validate() throws {
        if (policy == nil) == list.isEmpty { throw ValidationError("name a policy document, or lists with --list, one of the two") }
    }

    func run() throws {
        let progress = ProgressLine()
        let result = try compilation().write(to: output) { progress.show("compiling: \($0)") }
        progress.finish()
        report(result.diagnostics, result.summary)
        var out = Output()
        if json { try out.json(result.summary) } else { try print(result.summary, to: &out) }
        try out.flush()
    }

    private func compilation() throws -> PolicyCompilation {
        guard let policy else { return try PolicyCompilation(lists: list.map { argument throws(ServerError) in try ListArgument(argument) }) }
        let assignments = state.map { [("state.directory", [$0])] } ?? []
        let configuration = try ConfigurationReader().read(contentsOf: nil, commandLine: assignments)
        let compilation = try PolicyCompilation(PolicyReader().read(contentsOf: policy), stateDirectory: configuration.stateDirectory)
        for id in compilation.missingLists {
            CommandFailure.report("warning", "the list `\(id)` was never fetched and is left out; run `breakwater lists update`")
        }
        return compilation
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
