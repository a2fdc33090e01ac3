import ArgumentParser
import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterReports
import BreakwaterStore
import Foundation

struct ReportBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "report", abstract: "Storing events, rolling them up, and making a report of them.")

    @Option(help: "How many events.") var events = 1_000_000
    @Flag(help: "Print JSON (the only form).") var json = false

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("breakwater-report-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try EventStore(at: StoreLocation(folder.appendingPathComponent("events.sqlite").path))
        let clock = ContinuousClock()
        let today = Int64(Date().timeIntervalSince1970) / 86_400
        let start = clock.now
        try await write(to: store, today: today)
        var figures = Figures()
        figures["events"] = events
        figures["write_seconds"] = (clock.now - start).inSeconds
        let rolling = clock.now
        _ = try await store.rollUp()
        figures["rollup_seconds"] = (clock.now - rolling).inSeconds
        let reporting = clock.now
        let summary = try await store.summary(from: Int32(today - 6), to: Int32(today), timeZone: .gmt)
        let model = ReportBuilder(summary: summary, policy: Self.policy, audience: .parents, language: .english).build()
        let page = HTMLRenderer().render(model)
        figures["report_seconds"] = (clock.now - reporting).inSeconds
        figures["report_bytes"] = page.utf8.count
        figures["counted"] = Int(summary.cells.reduce(0) { $0 + $1.count })
        figures.printLine()
    }

    private static let categories = ["adult", "gambling", "games", "social", "bypass"].compactMap { CategoryID($0) }

    private static let policy: Policy = {
        let text = LocalizedText(en: "Benchmark", ja: "計測")
        return Policy(
            name: text, categories: categories.map { Category(id: $0, name: text, description: text, forChildren: text, topic: "content") },
            profiles: [Profile(id: "bench", name: text, ageBand: .from13to15)], defaultProfile: "bench")
    }()

    private func write(to store: EventStore, today: Int64) async throws {
        var generator = SplitMix64(state: 7)
        var batch: [DecisionEvent] = []
        for index in 0..<events {
            let minute = (today - Int64(index % 7)) * 1_440 + Int64(UInt64.random(in: 0..<1_440, using: &generator))
            batch.append(
                DecisionEvent(
                    minute: minute, action: index % 5 == 0 ? .warn : .block, rank: .category, layer: .url,
                    category: Self.categories[index % Self.categories.count], profile: "bench",
                    pseudonym: UInt64.random(in: 1...50, using: &generator)))
            if batch.count == 1_000 {
                try await store.write(batch)
                batch.removeAll(keepingCapacity: true)
            }
        }
        if !batch.isEmpty { try await store.write(batch) }
    }
}
