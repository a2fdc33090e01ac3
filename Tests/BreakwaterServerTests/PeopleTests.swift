import Breakwater
import BreakwaterCompiler
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterServer
import BreakwaterStore
import Logging
import Metrics
import TestSupport
import Testing

/// What outlives a process, and what a process tells of itself.
@Suite struct PeopleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func filter() throws -> FilterService {
        let policy = Policy(
            name: LocalizedText(en: "Test", ja: "試験"), categories: [],
            profiles: [Profile(id: "child", name: LocalizedText(en: "Child", ja: "子ども"), ageBand: .from6to9)], defaultProfile: "child")
        let compiler = try BundleCompiler(policy: policy)
        let path = folder.path + "/people.bwb"
        _ = try compiler.write(to: path)
        return FilterService(slot: EngineSlot(try Engine(contentsOf: path)), recorder: EventRecorder(), privacy: PrivacyRules())
    }

    @Test func `used minutes survive a restart`() async throws {
        let database = folder.path + "/events.db"
        let start = Moment(secondsSinceEpoch: 1_772_483_400, offsetFromUTC: 0)
        func minute(_ number: Int64) -> Moment { Moment(secondsSinceEpoch: start.secondsSinceEpoch + number * 60, offsetFromUTC: 0) }
        for run in 0..<2 {
            let filter = try filter()
            let store = try EventStore(at: .file(database))
            let quotas = QuotaService(store: store, usage: filter.usage, logger: Logger(label: "test"))
            try await quotas.restore(day: start.localDay, keyPath: folder.path + "/quota-key")
            let first = Int64(run * 10)
            #expect(filter.usage.minutes(for: "address:192.0.2.7", profile: "child", at: minute(first), counting: true) == run * 3)
            for number in 1..<3 { _ = filter.usage.minutes(for: "address:192.0.2.7", profile: "child", at: minute(first + Int64(number)), counting: true) }
            await quotas.save()
            await quotas.save()
            #expect(try await store.usedMinutes(of: "child", on: start.localDay) == (run + 1) * 3)
            #expect(try await !store.quotaUse(on: start.localDay).contains { $0.client.contains("192") })
            try store.close()
        }
    }

    @Test func `metrics are what Prometheus reads`() throws {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "b_total", dimensions: [("kind", "a\"b\\c\nd")]).increment(by: 2)
        registry.makeCounter(label: "b_total", dimensions: []).increment(by: 1)
        registry.makeCounter(label: "b_total", dimensions: []).increment(by: 1)
        registry.makeMeter(label: "a", dimensions: []).set(Int64(7))
        #expect(registry.text() == """
            # TYPE a gauge
            a 7
            # TYPE b_total counter
            b_total 2
            b_total{kind="a\\"b\\\\c\\nd"} 2

            """)
        let state = OperationsState(filter: try filter(), store: nil, registry: registry)
        #expect(!state.isHealthy)
        state.listens(on: ["127.0.0.1:1"])
        #expect(state.isHealthy)
        #expect(state.metrics().contains("breakwater_healthy 1\n"))
        state.ends()
        #expect(!state.isHealthy)
    }

    @Test func `a log line is one JSON object that metadata cannot break`() throws {
        let lines = LineCollector()
        var logger = Logger(label: "test") { JSONLogHandler(label: $0) { lines.add($0) } }
        logger[metadataKey: "level"] = "forged"
        logger.warning("a \"quoted\"\nmessage", metadata: ["code": "1"])
        let line = try #require(lines.all.first)
        #expect(lines.all.count == 1)
        #expect(line.hasSuffix("}\n") && line.dropLast().contains("\n") == false)
        #expect(line.contains(#""level":"warning""#))
        #expect(line.contains(#""message":"a \"quoted\"\nmessage""#))
        #expect(line.contains(#""code":"1""#))
    }
}
