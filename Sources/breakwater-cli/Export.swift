import ArgumentParser
import BreakwaterPolicy
import BreakwaterServer

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the names that a policy blocks for a resolver or another filter.",
        discussion: """
            Formats: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")). What a profile blocks is written, or the categories that \
            --category names: each name once, in one spelling, without those below a name that is written, less exceptions and places of help.
              breakwater export rpz Policies/isp-opt-in.yaml --profile child -o child.rpz
              breakwater export hosts --list gambling=gambling.txt:domains -o gambling.hosts

            Resolvers know names only: URL rules, expressions, phrases and addresses are left out and counted (`adblock` takes rules and \
            expressions, `squidguard` writes a folder with `domains` and `urls`). `hosts` names the host alone, not what is below it; where a \
            format cannot say "this name alone", such names are left out unless --widen says otherwise. Sealed lists are never written.
            """)

    @Argument(help: "The format.") var format: ExportFormat
    @Argument(help: ArgumentHelp("The policy document.", valueName: "policy.yaml")) var policy: String?
    @Option(help: ArgumentHelp("A list, in place of a policy.", valueName: "category=path[:format]")) var list: [String] = []
    @Option(help: "The profile whose blocked categories are written; the policy's default where it is left out.") var profile: String?
    @Option(help: "A category to write, several times; what the profile blocks where it is left out.") var category: [String] = []
    @Option(name: .shortAndLong, help: ArgumentHelp("The file (for squidguard the folder) to write.", valueName: "file")) var output: String
    @Option(help: ArgumentHelp("The state folder, where fetched lists are.", valueName: "dir")) var state: String?
    @Flag(help: "Write a name that covers itself alone as covering all below it, where the format knows nothing else.") var widen = false
    @Flag(help: "Print the counts as JSON.") var json = false

    func validate() throws {
        if (policy == nil) == list.isEmpty { throw ValidationError("name a policy document, or lists with --list, one of the two") }
    }

    func run() throws {
        let categories = try category.map { name in
            guard let id = CategoryID(name) else { throw ValidationError("`\(name)` is no category name: use a-z, 0-9, - and _") }
            return id
        }
        let compilation = try policy.map { try PolicyCompilation.reading($0, state: state) }
            ?? PolicyCompilation(lists: list.map { argument throws(ServerError) in try ListArgument(argument) })
        let exporter = try Exporter(compilation, categories: categories.isEmpty ? nil : categories, profile: profile, widens: widen)
        let summary = try exporter.write(format, to: output)
        var out = Output()
        if json {
            try out.json(summary)
        } else {
            try out.line("\(output): \(summary.names) names, \(summary.rules) rules, \(summary.exceptions) exceptions")
        }
        try out.flush()
        if summary.widened > 0 { CommandFailure.report("warning", "names that now cover all below them too: \(summary.widened)") }
        for (why, count) in summary.leftOut.sorted(by: { $0.key < $1.key }) {
            CommandFailure.report("warning", "left out, because \(format.rawValue) has no word for it: \(why), \(count) times")
        }
    }
}
