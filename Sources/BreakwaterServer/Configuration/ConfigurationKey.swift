/// One key of the configuration: the only place that names it.
///
/// docs/CONFIGURATION.md is this table in prose; a test holds the two together.
package struct ConfigurationKey: Sendable {
    package enum Kind: Sendable { case text, list }

    /// `proxy.listeners`: in a file nested maps, on the command line `--set proxy.listeners=…`.
    package let path: String
    package let kind: Kind

    /// `BREAKWATER_PROXY_LISTENERS`.
    package var environmentName: String {
        Self.environmentPrefix + path.uppercased().replacing(".", with: "_").replacing("-", with: "_")
    }

    package static let environmentPrefix = "BREAKWATER_"

    package static let all: [ConfigurationKey] = [
        .init(path: "policy.document", kind: .text),
        .init(path: "policy.bundle", kind: .text),
        .init(path: "state.directory", kind: .text),
        .init(path: "log.level", kind: .text),
        .init(path: "log.format", kind: .text),
        .init(path: "proxy.listeners", kind: .list),
        .init(path: "proxy.allowed-clients", kind: .list),
        .init(path: "proxy.allowed-private-destinations", kind: .list),
        .init(path: "proxy.connect-ports", kind: .list),
        .init(path: "proxy.maximum-connections", kind: .text),
        .init(path: "proxy.connections-per-client", kind: .text),
        .init(path: "proxy.threads", kind: .text),
        .init(path: "proxy.idle-timeout-seconds", kind: .text),
        .init(path: "proxy.connect-timeout-seconds", kind: .text),
        .init(path: "proxy.transparent-listeners", kind: .list),
        .init(path: "proxy.balancers", kind: .list),
        .init(path: "proxy.parent", kind: .text),
        .init(path: "proxy.parent-credentials", kind: .text),
        .init(path: "proxy.direct-domains", kind: .list),
        .init(path: "proxy.login", kind: .text),
        .init(path: "proxy.login-listeners", kind: .list),
        .init(path: "proxy.login-in-clear", kind: .text),
        .init(path: "proxy.users-file", kind: .text),
        .init(path: "filter.scan-window-kib", kind: .text),
        .init(path: "filter.unscannable", kind: .text),
        .init(path: "filter.missing-server-name", kind: .text),
        .init(path: "filter.decision-maker", kind: .text),
        .init(path: "filter.ask-contact", kind: .text),
        .init(path: "filter.templates", kind: .text),
        .init(path: "filter.override-code-hash", kind: .text),
        .init(path: "filter.override-minutes", kind: .text),
        .init(path: "events.enabled", kind: .text),
        .init(path: "events.database", kind: .text),
        .init(path: "events.retention-days", kind: .text),
        .init(path: "events.count-retention-months", kind: .text),
        .init(path: "events.queue-capacity", kind: .text),
        .init(path: "console.listeners", kind: .list),
        .init(path: "console.host-names", kind: .list),
        .init(path: "icap.listeners", kind: .list),
        .init(path: "operation.listeners", kind: .list),
        .init(path: "lists.maximum-mib", kind: .text),
        .init(path: "lists.timeout-seconds", kind: .text),
        .init(path: "process.user", kind: .text),
        .init(path: "process.group", kind: .text),
        .init(path: "inspection.authority", kind: .text),
        .init(path: "inspection.trusted-authorities", kind: .list),
        .init(path: "inspection.undecrypted-minutes", kind: .text),
        .init(path: "shutdown.grace-seconds", kind: .text),
    ]

    package static func named(_ path: String) -> ConfigurationKey? { all.first { $0.path == path } }
}
