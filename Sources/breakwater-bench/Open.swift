import ArgumentParser
import Breakwater
import BreakwaterBundle
import Foundation

struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Opening a bundle: with every checksum, and with its verification on record.",
        discussion: """
            The file is read once before, so that it is in memory: what is measured is the opening, not the disk. `us_first` is the \
            first opening of the process, which makes what a process makes once; with --state, run it twice: the second run finds the \
            verification on record as a restarted daemon does.
            """)

    @Option(help: "The bundle.") var bundle: String
    @Option(help: "Openings of each kind.") var rounds = 50
    @Option(help: "A folder to keep the record in; otherwise one that goes with the process.") var state: String?
    @Flag(help: "Print JSON (the only form).") var json = false

    func run() throws {
        let own = FileManager.default.temporaryDirectory.appending(path: "breakwater-bench-\(ProcessInfo.processInfo.processIdentifier)").path
        let folder = state ?? own
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { if state == nil { try? FileManager.default.removeItem(atPath: own) } }
        // A bundle that was compiled a moment ago may be recorded at once here: nothing writes to it.
        let records = VerificationRecords(folder: folder, settlingSeconds: 0)
        let start = ThreadClock.wallTime
        _ = try Engine(contentsOf: bundle, verification: .onRecord(records))
        var figures = Figures()
        figures["us_first"] = Double(ThreadClock.wallTime - start) / 1e3
        for (name, verification) in [("full", BundleVerification.full), ("on_record", .onRecord(records)), ("header", .header)] {
            var wall = Timings(capacity: rounds)
            var processor = Timings(capacity: rounds)
            for _ in 0..<max(1, rounds) {
                let start = (ThreadClock.wallTime, ThreadClock.processorTime)
                let engine = try Engine(contentsOf: bundle, verification: verification)
                wall.add(ThreadClock.wallTime - start.0)
                processor.add(ThreadClock.processorTime - start.1)
                withExtendedLifetime(engine) {}
            }
            figures["us_\(name)_p50"] = Double(wall.percentile(0.5)) / 1e3
            figures["us_\(name)_best"] = Double(wall.percentile(0)) / 1e3
            figures["us_\(name)_processor_p50"] = Double(processor.percentile(0.5)) / 1e3
        }
        figures["bundle_bytes"] = try FileManager.default.attributesOfItem(atPath: bundle)[.size] as? Int ?? 0
        figures.printLine()
    }
}
