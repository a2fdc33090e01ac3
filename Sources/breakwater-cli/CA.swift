import ArgumentParser
import BreakwaterServer
import Foundation

struct CA: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca",
        abstract: "The authority for decrypting connections: make it, show it, export its certificate.",
        discussion: """
            Off unless you make an authority, install its certificate on a device, and a profile of the policy says `inspect`. The key \
            stays on this machine. docs/INSPECTION.md says what that means for the people concerned.

            Example:
              breakwater ca init --name "Green Hill School"
              breakwater ca show --pem -o breakwater.pem
            """,
        subcommands: [Init.self, Show.self])

    struct Place: ParsableArguments {
        @Option(help: ArgumentHelp("The configuration, YAML or JSON.", valueName: "file")) var config: String?
        @Option(help: ArgumentHelp("The state folder.", valueName: "dir")) var state: String?

        func folder() throws -> String {
            let assignments = state.map { [(key: "state.directory", values: [$0])] } ?? []
            return try ConfigurationReader().read(contentsOf: config, commandLine: assignments).authorityDirectory
        }
    }

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an authority; none is overwritten.")
        @OptionGroup var place: Place
        @Option(help: "What devices show it as: a household's or a school's name; this machine's where it is left out.") var name: String?

        func run() throws {
            let folder = try place.folder()
            let notice = try AuthorityNotice.create(in: folder, name: name ?? ProcessInfo.processInfo.hostName)
            for line in notice.lines + notice.instructions { print(line) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the authority, or write its certificate for devices.")
        @OptionGroup var place: Place
        @Flag(help: "The certificate in PEM form: Linux, Android, Firefox, curl.") var pem = false
        @Flag(help: "The certificate in DER form: Windows, macOS, iOS.") var der = false
        @Option(name: .shortAndLong, help: ArgumentHelp("Where the certificate goes; standard output where it is left out.", valueName: "file"))
        var output: String?

        func validate() throws {
            if pem, der { throw ValidationError("give --pem or --der, not both") }
            if output != nil, !pem, !der { throw ValidationError("-o needs --pem or --der") }
        }

        func run() throws {
            let notice = try AuthorityNotice.load(from: place.folder())
            guard pem || der else {
                for line in notice.lines + notice.instructions { print(line) }
                return
            }
            let bytes = pem ? Data(notice.pem.utf8) : Data(notice.der)
            guard let output else { return try FileHandle.standardOutput.write(contentsOf: bytes) }
            try bytes.write(to: URL(fileURLWithPath: output), options: .atomic)
        }
    }
}
