import ArgumentParser
import BreakwaterPolicy
import BreakwaterServer
import Foundation

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask the running process how it is; exit status 1 where none answers.",
        discussion: """
            Example:
              breakwater status --state /var/lib/breakwater
            """)
    @Option(help: ArgumentHelp("The configuration.", valueName: "file")) var config: String?
    @Option(help: ArgumentHelp("The state folder.", valueName: "dir")) var state: String?
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let configuration = try ConfigurationReader().read(contentsOf: config, commandLine: state.map { [("state.directory", [$0])] } ?? [])
        guard let status = try await ControlClient(stateDirectory: configuration.stateDirectory).status() else {
            CommandFailure.report("status", "no process answers in \(configuration.stateDirectory)")
            throw CommandFailure.no
        }
        var output = Output()
        if json { try output.json(status) } else {
            let formatter = ISO8601DateFormatter()
            func time(_ seconds: Int64) -> String { formatter.string(from: Date(timeIntervalSince1970: Double(seconds))) }
            try output.line("process \(status.processID), since \(time(status.startedAt))\(status.isEnding ? ", ending" : "")")
            try output.line("filters on \(status.listeners.joined(separator: ", "))")
            try output.line("policy \(status.policyName.en), compiled \(time(status.compiledAt)), bundle \(status.bundle.prefix(16))")
            try output.line("\(status.profiles) profiles, \(status.lists) lists, \(status.reloads) reloads, \(status.failedReloads) failed")
            if let waiting = status.openRequests { try output.line("\(waiting) requests wait for an answer") }
            try output.line("\(status.droppedEvents) events lost")
            for entry in status.undecryptedHosts ?? [] {
                try output.line("\(entry.host) passes undecrypted until \(time(entry.until)): a client refused our certificate")
            }
            for host in status.refusedHosts ?? [] {
                try output.line("\(host) is decrypted, and a client refuses our certificate: `never-hosts` of the profile would let it pass")
            }
        }
        try output.flush()
    }
}
