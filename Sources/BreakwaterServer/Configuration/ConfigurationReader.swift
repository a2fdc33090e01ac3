import Breakwater
import BreakwaterURL
import Foundation
import Logging

/// Reads the configuration: file, environment (`BREAKWATER_…`), command line; the later wins, and all problems are reported at once.
public struct ConfigurationReader: Sendable {
    /// - Parameter environment: the variables, the process's own by default; those that begin with `BREAKWATER_` must be keys.
    public init(environment: [String: String]? = nil) {
        self.environment = environment ?? ProcessInfo.processInfo.environment
    }

    private let environment: [String: String]

    /// - Parameters:
    ///   - path: a YAML or JSON file; `nil` where there is none.
    ///   - assignments: what the command line says, by key: `("proxy.listeners", ["[::1]:8080"])`.
    public func read(
        contentsOf path: String?, commandLine assignments: [(key: String, values: [String])] = []
    ) throws(ConfigurationError) -> ServerConfiguration {
        let problems = ProblemCollector()
        var sources = ConfigurationSources()
        if let path, let document = YAMLDocument.read(path: path, name: path, problems: problems) {
            sources.add(document: document, problems: problems)
        }
        sources.add(environment: environment, problems: problems)
        sources.add(commandLine: assignments, problems: problems)
        var builder = ConfigurationBuilder(
            values: sources.reader(), problems: problems,
            configuration: ServerConfiguration(stateDirectory: ConfigurationDefaults.stateDirectory(environment: environment)))
        builder.build()
        guard problems.isEmpty else { throw ConfigurationError(problems: problems.sorted) }
        return builder.configuration
    }
}

/// Turns texts into values, one line a key.
struct ConfigurationBuilder {
    let values: ConfigurationValues
    let problems: ProblemCollector
    var configuration: ServerConfiguration

    mutating func build() {
        text("policy.document") { $0.policyPath = $1 }
        text("policy.bundle") { $0.bundlePath = $1 }
        text("state.directory") { $0.stateDirectory = $1 }
        let levels = Logger.Level.allCases.map { ($0.rawValue, $0) }
        choice("log.level", levels) { $0.logLevel = $1 }
        choice("log.format", LogFormatting.allCases.map { ($0.rawValue, $0) }) { $0.logFormat = $1 }
        list("proxy.listeners", "`127.0.0.1:8080`, `[::1]:8080` or `NAME=ADDRESS:PORT`", ListenAddress.init) { $0.proxy.listeners = $1 }
        list("proxy.allowed-clients", "addresses or prefixes", CIDRBlock.init) { $0.proxy.allowedClients = $1 }
        list("proxy.allowed-private-destinations", "addresses or prefixes", CIDRBlock.init) { $0.proxy.allowedPrivateDestinations = $1 }
        list("proxy.connect-ports", "ports from 1 to 65535", Self.port) { $0.proxy.connectPorts = $1 }
        number("proxy.maximum-connections", 1...1_000_000) { $0.proxy.maximumConnections = $1 }
        number("proxy.connections-per-client", 1...1_000_000) { $0.proxy.connectionsPerClient = $1 }
        number("proxy.threads", 1...256) { $0.proxy.threads = $1 }
        number("proxy.idle-timeout-seconds", 1...86_400) { $0.proxy.idleTimeout = .seconds($1) }
        number("proxy.connect-timeout-seconds", 1...600) { $0.proxy.connectTimeout = .seconds($1) }
        let listenForm = "`127.0.0.1:8080`, `[::1]:8080` or `NAME=ADDRESS:PORT`"
        list("proxy.transparent-listeners", listenForm, ListenAddress.init) { $0.proxy.transparentListeners = $1 }
        list("proxy.balancers", "addresses or prefixes", CIDRBlock.init) { $0.proxy.balancers = $1 }
        value("proxy.parent", "`proxy.example.org:3128` or `[2001:db8::1]:3128`", ParentAddress.init) { $0.proxy.parent = $1 }
        text("proxy.parent-credentials") { $0.proxy.parentCredentials = $1 }
        list("proxy.direct-domains", "domain names", Self.domain) { $0.proxy.directDomains = $1 }
        choice("proxy.login", [("off", false), ("required", true)]) { $0.proxy.requiresLogin = $1 }
        list("proxy.login-listeners", "names of listeners", { $0 }) { $0.proxy.loginListeners = $1 }
        choice("proxy.login-in-clear", [("true", true), ("false", false)]) { $0.proxy.allowsLoginInClear = $1 }
        text("proxy.users-file") { $0.proxy.usersFile = $1 }
        number("filter.scan-window-kib", 1...65_536) { $0.filter.scanWindow = $1 << 10 }
        let unjudged = [("forward", false), ("block", true)]
        choice("filter.unscannable", unjudged) { $0.filter.blocksUnscannable = $1 }
        choice("filter.missing-server-name", unjudged) { $0.filter.blocksMissingServerName = $1 }
        text("filter.decision-maker") { $0.filter.decisionMaker = $1 }
        text("filter.ask-contact") { $0.filter.askContact = $1 }
        text("filter.templates") { $0.filter.templates = $1 }
        secret("filter.override-code-hash") { $0.filter.overrideCodeHash = $1 }
        number("filter.override-minutes", 1...1440) { $0.filter.overrideDuration = .seconds($1 * 60) }
        choice("events.enabled", [("true", true), ("false", false)]) { $0.events.isEnabled = $1 }
        text("events.database") { $0.events.database = $1 }
        number("events.retention-days", 1...366) { $0.events.retentionDays = $1 }
        number("events.count-retention-months", 1...120) { $0.events.countRetentionMonths = $1 }
        number("events.queue-capacity", 1_000...10_000_000) { $0.events.queueCapacity = $1 }
        list("console.listeners", "`127.0.0.1:8081` or `[::1]:8081`", ListenAddress.init) { $0.console.listeners = $1 }
        list("console.host-names", "names", { $0 }) { $0.console.hostNames = $1 }
        list("icap.listeners", "`127.0.0.1:1344` or `[::1]:1344`", ListenAddress.init) { $0.icap.listeners = $1 }
        list("operation.listeners", "`127.0.0.1:9101` or `[::1]:9101`, loopback only", Self.loopback) { $0.operation.listeners = $1 }
        number("lists.maximum-mib", 1...4_096) { $0.lists.maximumBytes = $1 << 20 }
        number("lists.timeout-seconds", 1...3_600) { $0.lists.timeout = .seconds($1) }
        text("process.user") { $0.user = $1 }
        text("process.group") { $0.group = $1 }
        text("inspection.authority") { $0.inspection.authority = $1 }
        list("inspection.trusted-authorities", "paths of PEM files", { $0.isEmpty ? nil : $0 }) { $0.inspection.trustedAuthorities = $1 }
        number("inspection.undecrypted-minutes", 1...10_080) { $0.inspection.undecryptedPause = .seconds($1 * 60) }
        number("shutdown.grace-seconds", 0...600) { $0.shutdownGrace = .seconds($1) }
        if configuration.policyPath != nil, configuration.bundlePath != nil, let bundle = values.text("policy.bundle") {
            problems.report(bundle.position, "`policy.document` and `policy.bundle` are both given; a bundle holds its policy already")
        }
    }

    private static func domain(_ text: String) -> DomainName? {
        do { return try DomainName(text) } catch { return nil }
    }

    private static func port(_ text: String) -> Int? { Int(text).flatMap { (1...65_535).contains($0) ? $0 : nil } }

    /// Who can read metrics learns how a household uses the net.
    private static func loopback(_ text: String) -> ListenAddress? {
        ListenAddress(text).flatMap { address in
            ["127.0.0.0/8", "::1/128"].compactMap(CIDRBlock.init).contains { $0.contains(address.address) } ? address : nil
        }
    }

    /// A scrypt hash; the text itself is never repeated.
    private mutating func secret(_ path: String, _ set: (inout ServerConfiguration, String) -> Void) {
        guard let given = values.text(path) else { return }
        guard PasswordHash(given.value) != nil else {
            problems.report(given.position, "`\(path)` is no scrypt hash; `breakwater override` makes one")
            return
        }
        set(&configuration, given.value)
    }

    private mutating func value<Value>(
        _ path: String, _ form: String, _ parse: (String) -> Value?, _ set: (inout ServerConfiguration, Value) -> Void
    ) {
        guard let given = values.text(path) else { return }
        guard let value = parse(given.value) else {
            problems.report(given.position, "`\(path)` is `\(given.value)`; write \(form)")
            return
        }
        set(&configuration, value)
    }

    private mutating func text(_ path: String, _ set: (inout ServerConfiguration, String) -> Void) {
        guard let given = values.text(path) else { return }
        guard !given.value.isEmpty else {
            problems.report(given.position, "`\(path)` must not be empty")
            return
        }
        set(&configuration, given.value)
    }

    private mutating func choice<Value>(_ path: String, _ choices: [(String, Value)], _ set: (inout ServerConfiguration, Value) -> Void) {
        guard let given = values.text(path) else { return }
        guard let found = choices.first(where: { $0.0 == given.value }) else {
            let words = choices.map(\.0)
            problems.report(
                given.position,
                "`\(path)` is `\(given.value)`; it must be \(words.formattedAsChoice)\(NearestName.hint(given.value, in: words))")
            return
        }
        set(&configuration, found.1)
    }

    private mutating func number(_ path: String, _ range: ClosedRange<Int>, _ set: (inout ServerConfiguration, Int) -> Void) {
        guard let given = values.text(path) else { return }
        guard let value = Int(given.value), range.contains(value) else {
            problems.report(
                given.position, "`\(path)` is `\(given.value)`; it must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return
        }
        set(&configuration, value)
    }

    private mutating func list<Value>(
        _ path: String, _ form: String, _ parse: (String) -> Value?, _ set: (inout ServerConfiguration, [Value]) -> Void
    ) {
        guard let given = values.list(path) else { return }
        var parsed: [Value] = []
        for item in given.value {
            if let value = parse(item) {
                parsed.append(value)
            } else {
                problems.report(given.position, "`\(item)` in `\(path)` is not right: write \(form)")
            }
        }
        set(&configuration, parsed)
    }
}
