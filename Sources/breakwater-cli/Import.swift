import ArgumentParser
import Breakwater
import BreakwaterServer
import BreakwaterStore
import Foundation

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge the requests of access logs, and keep the decisions for reports.",
        discussion: """
            For a network that has a proxy already. Each request is judged as it would have been at its time; its client becomes a \
            pseudonym of that day, and the URL is not kept.

            Example:
              breakwater import --events events.db --bundle school.bwb --format squid /var/log/squid/access.log.*.gz

            Formats: squid (native; e2guardian writes it with logfileformat = 3), combined (of a forward proxy), \
            jsonl ({"time": 1767225600, "url": "https://…", "client": "192.0.2.7"}). Events older than the store's retention go at \
            its next maintenance; their counts stay.
            """)

    @Option(help: ArgumentHelp("The event store: an SQLite file, or a postgresql: address.", valueName: "db")) var events: String
    @Option(help: ArgumentHelp("The bundle to judge with.", valueName: "file.bwb")) var bundle: String
    @Option(help: "The logs' format: squid, combined or jsonl.") var format: LogFormat
    @Flag(help: "Print the counts as JSON.") var json = false
    @Argument(help: "Logs, plain or gzip.") var logs: [String]

    func run() async throws {
        let engine = try Engine(contentsOf: bundle)
        let store = try EventArchive.open(events, for: engine.policy)
        let importer = LogImporter(engine: engine, sink: store)
        let progress = ProgressLine()
        var summary = LogImportSummary()
        for log in logs {
            try await importer.importLog(at: log, format: format, adding: &summary) { counts in
                progress.show("\(log): \(counts.lines) lines, \(counts.blocked) blocked")
            }
        }
        progress.finish()
        try store.close()
        try print(summary)
    }

    private func print(_ summary: LogImportSummary) throws {
        var output = Output()
        if json {
            try output.json(summary)
        } else {
            let days = summary.firstDay.map { " from \($0) to \(summary.lastDay ?? $0)" } ?? ""
            try output.line("\(summary.requests) requests\(days): \(summary.blocked) blocked, \(summary.warned) warned")
            try output.line("\(summary.lines) lines, \(summary.other) of them no requests, \(summary.malformed) not understood")
        }
        try output.flush()
        if let line = summary.firstMalformedLines.first, summary.malformed > 0 {
            CommandFailure.report("import", "\(summary.malformed) lines are not of the format `\(format.rawValue)`, the first is line \(line)")
        }
        if summary.requests == 0 { throw CommandFailure.no }
    }
}
