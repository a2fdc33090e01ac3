import ArgumentParser
import BreakwaterServer
import Foundation
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the filtering proxy.",
        discussion: """
            With no arguments it listens on 127.0.0.1 and ::1, port 8080, uses Policies/household.yaml, and keeps its state in \
            $XDG_STATE_HOME/breakwater:
              breakwater serve

            For a network, name who may use it (docs/CONFIGURATION.md has every key, for --config, --set and the environment):
              breakwater serve --policy school.yaml --listen 192.0.2.1:3128 --set proxy.allowed-clients=192.0.2.0/24

            SIGHUP loads the policy, the filter settings and the users again and keeps what served where that fails; SIGTERM lets open \
            exchanges finish. Scripts/systemd has units for systemd.
            """)

    @Option(help: ArgumentHelp("The configuration, YAML or JSON.", valueName: "file")) var config: String?
    @Option(help: ArgumentHelp("The policy document.", valueName: "file.yaml")) var policy: String?
    @Option(help: ArgumentHelp("A compiled bundle in its place.", valueName: "file.bwb")) var bundle: String?
    @Option(help: ArgumentHelp("Where to listen, several times; port 0 lets the system choose.", valueName: "address:port"))
    var listen: [String] = []
    @Option(help: ArgumentHelp("The state folder.", valueName: "dir")) var state: String?
    @Option(help: ArgumentHelp("Any key of the configuration.", valueName: "key=value")) var set: [String] = []
    @Flag(help: "Show one allowed and one blocked request first, against an origin on this machine.") var demonstrate = false
    @Flag(help: "With --demonstrate: end after it.") var once = false

    func validate() throws {
        if once, !demonstrate { throw ValidationError("--once belongs to --demonstrate") }
        if policy != nil, bundle != nil { throw ValidationError("give --policy or --bundle, not both") }
        if let wrong = set.first(where: { !$0.contains("=") }) { throw ValidationError("`\(wrong)` is not KEY=VALUE") }
    }

    /// Reads the configuration, takes the sockets and gives privileges up; on the main thread.
    func prepared() throws -> ServerConfiguration {
        try ProcessPreparation.run(ConfigurationReader().read(contentsOf: config, commandLine: assignments))
    }

    func run() async throws { try await run(with: prepared()) }

    func run(with configuration: ServerConfiguration) async throws {
        ProcessRecords.begin(format: configuration.logFormat)
        var logger = Logger(label: "breakwater")
        logger.logLevel = configuration.logLevel
        let (config, assignments) = (config, assignments)
        let daemon = BreakwaterDaemon(configuration: configuration, logger: logger) {
            try ConfigurationReader().read(contentsOf: config, commandLine: assignments)
        }
        if demonstrate {
            let outcome = try await daemon.demonstrate()
            for line in outcome.lines { say(line) }
            if !outcome.isAsExpected { throw CommandFailure.no }
            if once { return }
        }
        try await daemon.run { addresses in Self.explain(addresses) }
    }

    private var assignments: [(key: String, values: [String])] {
        var found = set.compactMap { text -> (key: String, values: [String])? in
            guard let sign = text.firstIndex(of: "=") else { return nil }
            return (String(text[..<sign]), [String(text[text.index(after: sign)...])])
        }
        if let policy { found.append(("policy.document", [policy])) }
        if let bundle { found.append(("policy.bundle", [bundle])) }
        if let state { found.append(("state.directory", [state])) }
        if !listen.isEmpty { found.append(("proxy.listeners", listen)) }
        return found
    }

    private static func explain(_ addresses: [String]) {
        let proxy = addresses.first ?? ""
        var lines = addresses.map { "Breakwater filters on \($0)." }
        lines += [
            "Point a browser at it:",
            "  Firefox: Settings, Network Settings, Manual proxy configuration: \(proxy), also for HTTPS.",
            "  Chrome, Chromium, Edge: start it with --proxy-server=http://\(proxy)",
            "  curl and others: export http_proxy=http://\(proxy) https_proxy=http://\(proxy)",
            "Control-C ends it.",
        ]
        for line in lines { say(line) }
    }
}

/// Says something now, also where standard output is a pipe that somebody waits on.
private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
