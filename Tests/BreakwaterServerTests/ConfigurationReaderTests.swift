import BreakwaterServer
import BreakwaterURL
import Foundation
import TestSupport
import Testing

struct ConfigurationReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(
        _ text: String? = nil, environment: [String: String] = [:], commandLine: [(key: String, values: [String])] = []
    ) throws -> ServerConfiguration {
        let path = try text.map { try folder.write("breakwater.yaml", $0) }
        return try ConfigurationReader(environment: environment).read(contentsOf: path, commandLine: commandLine)
    }

    private func problems(_ text: String?, environment: [String: String] = [:], commandLine: [(key: String, values: [String])] = [])
        -> [String]
    {
        do {
            _ = try read(text, environment: environment, commandLine: commandLine)
            return []
        } catch {
            return String(describing: error).replacing(folder.path + "/", with: "").split(separator: "\n").map(String.init)
        }
    }

    @Test func `a household needs no configuration`() throws {
        let configuration = try read(environment: ["XDG_STATE_HOME": "/state", "HOME": "/home/a"])
        #expect(configuration.proxy.listeners.map(\.description) == ["127.0.0.1:8080", "[::1]:8080"])
        #expect(configuration.stateDirectory == "/state/breakwater")
        #expect(configuration.console.listeners.isEmpty)
        #expect(configuration.icap.listeners.isEmpty)
        #expect(configuration.events.retentionDays == 30)
        #expect(configuration.events.countRetentionMonths == 13)
        #expect(try read(environment: ["HOME": "/home/a"]).stateDirectory == "/home/a/.local/state/breakwater")
    }

    @Test func `the command line wins over the environment, which wins over the file`() throws {
        let text = """
            log: { level: debug }
            proxy:
              listeners: ["[::1]:1", "library=192.0.2.1:2"]
              idle-timeout-seconds: 7
            events: { retention-days: 5 }
            """
        let configuration = try read(
            text, environment: ["BREAKWATER_LOG_LEVEL": "error", "BREAKWATER_PROXY_LISTENERS": "127.0.0.1:3, [::1]:3"],
            commandLine: [("proxy.listeners", ["127.0.0.1:0", "[::1]:0"])])
        #expect("\(configuration.logLevel)" == "error")
        #expect(configuration.proxy.listeners.map(\.description) == ["127.0.0.1:0", "[::1]:0"])
        #expect(configuration.proxy.idleTimeout == .seconds(7))
        #expect(configuration.events.retentionDays == 5)
        #expect(try read(text).proxy.listeners[1].name == "library")
    }

    @Test func `all mistakes are reported at once, where they were written`() {
        let found = problems(
            """
            proxi: {}
            proxy:
              listners: []
              connect-ports: [443, http]
              allowed-clients: 10.0.0.0/40
            events: { enabled: perhaps }
            policy: { document: a, bundle: b }
            """,
            environment: ["BREAKWATER_LOG_LEVEL": "loud", "BREAKWATER_PROXY_LISTENER": "x", "HOME": "/"],
            commandLine: [("shutdown.grace-seconds", ["soon"]), ("log.levle", ["x"])])
        #expect(found.contains("breakwater.yaml:1: unknown key `proxi` in the configuration; did you mean `proxy`?"))
        #expect(found.contains("breakwater.yaml:3: unknown key `listners` in `proxy`; did you mean `listeners`?"))
        #expect(found.contains { $0.hasPrefix("breakwater.yaml:4: `http` in `proxy.connect-ports` is not right") })
        #expect(found.contains { $0.hasPrefix("breakwater.yaml:5: `10.0.0.0/40` in `proxy.allowed-clients`") })
        #expect(found.contains("breakwater.yaml:6: `events.enabled` is `perhaps`; it must be `true` or `false`"))
        #expect(found.contains { $0.hasPrefix("breakwater.yaml:7: `policy.document` and `policy.bundle` are both given") })
        #expect(found.contains { $0.hasPrefix("environment, BREAKWATER_LOG_LEVEL: `log.level` is `loud`") })
        #expect(found.contains { $0.contains("unknown variable `BREAKWATER_PROXY_LISTENER`; did you mean `BREAKWATER_PROXY_LISTENERS`?") })
        #expect(found.contains { $0.hasPrefix("command line, shutdown.grace-seconds: `shutdown.grace-seconds` is `soon`") })
        #expect(found.contains { $0.contains("unknown key `log.levle`; did you mean `log.level`?") })
    }

    @Test(arguments: ["0", "-1", "1000001", "many"])
    func `connections of one client are a number that can be served`(_ text: String) throws {
        let found = problems("proxy:\n  connections-per-client: \"\(text)\"\n")
        #expect(found.count == 1 && found[0].hasPrefix("breakwater.yaml:2: `proxy.connections-per-client` is `\(text)`"), "\(found)")
        #expect(try read("proxy: { connections-per-client: 2000 }").proxy.connectionsPerClient == 2000)
        #expect(try read().proxy.connectionsPerClient == 256)
    }

    @Test func `JSON is read as YAML is`() throws {
        #expect(try read(#"{"proxy": {"listeners": ["127.0.0.1:9"]}}"#).proxy.listeners[0].port == 9)
    }

    @Test(arguments: ["8080", "localhost:8080", "127.0.0.1:70000", "::1:8080", "[127.0.0.1]:80", "=127.0.0.1:80", "127.0.0.1:", "[::1]"])
    func `an address that is not written out is refused`(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func `docs/CONFIGURATION.md lists every key and no other`() throws {
        let text = try String(contentsOfFile: TestFiles.rootPath + "/docs/CONFIGURATION.md", encoding: .utf8)
        let listed = text.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("| `"), line.contains("."), let end = line.dropFirst(3).firstIndex(of: "`") else { return nil }
            return String(line.dropFirst(3)[..<end])
        }.filter { $0.contains(".") }
        #expect(Set(listed) == Set(ConfigurationKey.all.map(\.path)))
    }
}
