import ArgumentParser
import Breakwater
import BreakwaterBundle
import Foundation

struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Opening a bundle: with every checksum, and with its verification on record.",
        discussion: "The file is read once before, so that it is in memory: what is measured is the opening, not the disk.")

    @Option(help: "The bundle.") var bundle: String
    @Option(help: "Openings of each kind.") var rounds = 50
    @Flag(help: "Print JSON (the only form).") var json = false

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "breakwater-bench-\(ProcessInfo.processInfo.processIdentifier)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // A bundle that was compiled a moment ago may be recorded at once here: nothing writes to it.
        let records = VerificationRecords(folder: folder, settlingSeconds: 0)
        _ = try Engine(contentsOf: bundle, verification: .onRecord(records))
        var figures = Figures()
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
