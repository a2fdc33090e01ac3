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
              breakwater ca rotate
            """,
        subcommands: [Init.self, Show.self, Rotate.self])

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
        @Flag(help: "The authority that follows, which `ca rotate` made.") var next = false
        @Flag(help: "The certificate in PEM form: Linux, Android, Firefox, curl.") var pem = false
        @Flag(help: "The certificate in DER form: Windows, macOS, iOS.") var der = false
        @Option(name: .shortAndLong, help: ArgumentHelp("Where the certificate goes; standard output where it is left out.", valueName: "file"))
        var output: String?

        func validate() throws {
            if pem, der { throw ValidationError("give --pem or --der, not both") }
            if output != nil, !pem, !der { throw ValidationError("-o needs --pem or --der") }
        }

        func run() throws {
            let folder = try place.folder()
            let following = try AuthorityNotice.next(in: folder)
            if next, following == nil {
                CommandFailure.report("ca", "no authority follows the one in \(folder); `breakwater ca rotate` makes one")
                throw CommandFailure.no
            }
            let notice = try following.flatMap { next ? $0 : nil } ?? AuthorityNotice.load(from: folder)
            guard pem || der else {
                for line in notice.lines + notice.instructions { print(line) }
                if !next, following != nil { print("Another authority follows it: breakwater ca show --next") }
                return
            }
            let bytes = pem ? Data(notice.pem.utf8) : Data(notice.der)
            guard let output else { return try FileHandle.standardOutput.write(contentsOf: bytes) }
            try bytes.write(to: URL(fileURLWithPath: output), options: .atomic)
        }
    }
}

extension CA {
    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new authority beside the old one; when devices trust it, put it in force.",
            discussion: "Without --finish it changes nothing for devices: it makes the new authority, or shows the one made before.")
        @OptionGroup var place: Place
        @Option(help: "What devices show it as; this machine's name where it is left out.") var name: String?
        @Flag(help: "Every device trusts the new one: it signs from now on, and the old key is overwritten.") var finish = false

        func validate() throws {
            if finish, name != nil { throw ValidationError("the new authority has its name already; leave --name out") }
        }

        func run() throws {
            let folder = try place.folder()
            if finish {
                let (current, instructions) = try AuthorityNotice.finishRotation(in: folder)
                for line in current.lines + instructions { print(line) }
            } else {
                let notice = try AuthorityNotice.rotate(in: folder, name: name ?? ProcessInfo.processInfo.hostName)
                for line in notice.lines + notice.instructions { print(line) }
            }
        }
    }
}
