import ArgumentParser
import Breakwater

/// `breakwater`: parses the command line, runs one subcommand, and turns whatever went wrong into a line and an exit status.
@main
enum Main {
    @MainActor static func main() async {
        do {
            var command = try BreakwaterCommand.parseAsRoot()
            if let serve = command as? Serve {
                let configuration = try serve.prepared()
                try await serve.run(with: configuration)
            } else if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            CommandFailure.exit(with: error)
        }
    }
}

/// The root: says what there is, and does nothing itself.
struct BreakwaterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breakwater",
        abstract: "A content filter for the children of a household, a school or a network.",
        discussion: """
            You choose the lists and the rules in a policy document; every decision can be explained, and nothing personal is kept \
            that a decision does not need.

            A household needs one line, and a browser that is pointed at 127.0.0.1:8080:
              breakwater serve

            Write a policy, and ask it questions:
              breakwater compile Policies/household.yaml -o household.bwb
              breakwater check --bundle household.bwb --profile child-6-9 https://example.org/
              breakwater explain --bundle household.bwb --profile child-6-9 https://example.org/

            Exit status: 0 success; 1 the answer is "no"; 2 wrong usage or input that cannot be read.
            """,
        version: "breakwater \(breakwaterVersion)",
        subcommands: [
            Serve.self, Compile.self, Check.self, Explain.self, Lint.self, Diff.self, Evaluate.self, Import.self, Report.self,
            Export.self, Lists.self, Key.self, Convert.self, Requests.self, Override.self, Users.self, Status.self,
            Redirect.self, CA.self,
        ])
}
