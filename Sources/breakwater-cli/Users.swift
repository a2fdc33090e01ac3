import ArgumentParser
import BreakwaterServer

struct Users: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep the users who may log in to the proxy.",
        discussion: """
            Passwords are read from standard input and kept as scrypt hashes, in a file that only its owner can read. A running process
            takes the file again at SIGHUP; `proxy.login: required` makes it ask.

            Example:
              breakwater users add sora
              breakwater users list
            """,
        subcommands: [List.self, Add.self, Remove.self])

    struct Place: ParsableArguments {
        @Option(help: ArgumentHelp("The configuration.", valueName: "file")) var config: String?
        @Option(help: ArgumentHelp("The state folder.", valueName: "dir")) var state: String?

        func file() throws -> UserFile {
            UserFile(try ConfigurationReader().read(contentsOf: config, commandLine: state.map { [("state.directory", [$0])] } ?? []))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show their names.")
        @OptionGroup var place: Place

        func run() throws {
            var output = Output()
            for name in try place.file().names() { try output.line(name) }
            try output.flush()
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a user, or give one another password.")
        @OptionGroup var place: Place
        @Argument(help: "The name, as `clients` of the policy may name it.") var name: String

        func run() throws {
            try place.file().set(name, password: SecretPrompt.read("Password"))
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a user; exit status 1 where there is none of that name.")
        @OptionGroup var place: Place
        @Argument(help: "The name.") var name: String

        func run() throws {
            guard try place.file().remove(name) else {
                CommandFailure.report("users", "there is no `\(name)`")
                throw CommandFailure.no
            }
        }
    }
}
