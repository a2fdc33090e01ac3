import Breakwater
import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterServer
import Foundation
import Synchronization
import TestSupport
import Testing

struct LogImporterTests {
    private let folder: TemporaryFolder
    private let engine: Engine

    init() throws {
        folder = try TemporaryFolder()
        let list = try folder.write("bad.txt", "bad.test\n")
        let bundle = folder.path + "/b.bwb"
        _ = try PolicyCompilation(lists: [ListArgument("gambling=\(list):domains")]).write(to: bundle)
        engine = try Engine(contentsOf: bundle)
    }

    private final class Sink: EventSink {
        let events = Mutex<[DecisionEvent]>([])
        func write(_ batch: [DecisionEvent]) async throws { events.withLock { $0 += batch } }
    }

    private func run(_ path: String, _ format: LogFormat) async throws -> (LogImportSummary, [DecisionEvent]) {
        let sink = Sink()
        var summary = LogImportSummary()
        try await LogImporter(engine: engine, sink: sink).importLog(at: path, format: format, adding: &summary)
        return (summary, sink.events.withLock { $0 })
    }

    @Test func `requests become events of their own time, without their URL or client`() async throws {
        let log = try folder.write("access.log", """
            1580740555.461 1 192.0.2.7 TCP_MISS/200 1 GET http://www.bad.test/secret?x=1 - D/1 t
            1580740556.000 1 192.0.2.7 TCP_MISS/200 1 GET http://www.bad.test/other - D/1 t
            1580740557.000 1 192.0.2.8 TCP_TUNNEL/200 1 CONNECT bad.test:443 - D/1 -
            1580740558.000 1 192.0.2.7 TCP_MISS/200 1 GET http://fine.example/ - D/1 t
            nonsense
            1580740558.000 1 192.0.2.7 NONE/000 0 GET error:transaction-end-before-headers - D/1 -

            """)
        let (summary, events) = try await run(log, .squid)
        #expect(summary.lines == 6)
        #expect(summary.requests == 4)
        #expect(summary.blocked == 3)
        #expect((summary.other, summary.malformed) == (1, 1))
        #expect(summary.firstMalformedLines == [5])
        #expect(summary.firstDay == "2020-02-03")
        let blocked = events.filter { $0.action == .block }
        #expect(blocked.reduce(0) { $0 + $1.count } == 3)
        #expect(Set(blocked.map(\.pseudonym)).count == 2)
        #expect(Set(blocked.map(\.layer)) == [.url, .name])
        #expect(blocked.allSatisfy { $0.minute == 1_580_740_555 / 60 && $0.host == nil && $0.category == CategoryID("gambling") })
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: sharedData + "/logs"), "the shared logs are not here"), arguments: [
        ("1eps-squid-access.log", LogFormat.squid), ("kujirai-squid-access-jp.log", .squid), ("netdata-squid-access.log", .squid),
        ("loghub-Apache_2k.log", .combined), ("loghub-Proxifier_2k.log", .squid), ("elastic-apache_logs.gz", .combined),
    ])
    func `real logs are read to their end, every line accounted for`(_ name: String, _ format: LogFormat) async throws {
        let (summary, events) = try await run(sharedData + "/logs/" + name, format)
        #expect(summary.lines > 0)
        #expect(summary.lines == summary.requests + summary.other + summary.malformed)
        #expect(events.reduce(0) { $0 + $1.count } == Int64(summary.requests))
        if name.hasPrefix("kujirai") { #expect(summary.requests > 100) }
    }
}

/// Real data beside the project, where a machine has it.
let sharedData = ProcessInfo.processInfo.environment["BREAKWATER_TEST_DATA"]
    ?? URL(fileURLWithPath: TestFiles.rootPath).deletingLastPathComponent().appendingPathComponent("shared/data").path
