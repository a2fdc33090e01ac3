import ArgumentParser
import Breakwater
import BreakwaterPolicy
import BreakwaterServer

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure over- and under-blocking on a labelled corpus.",
        discussion: """
            For each category: how many of the entries that must be limited were missed, and how many of the harmless ones were limited, \
            each as a share with its 95% interval (Wilson). Corpus/README.md has the format of a corpus, and what the numbers can say.

            Example:
              breakwater evaluate --bundle household.bwb Corpus

            Exit status 1 says that an entry was decided wrongly.
            """)

    @Option(help: ArgumentHelp("The compiled bundle.", valueName: "file.bwb")) var bundle: String
    @Option(help: ArgumentHelp("When, in the policy's time zone.", valueName: "time")) var at = "2026-11-21T15:00"
    @Flag(help: "Print JSON, with every wrong decision.") var json = false
    @Argument(help: "A corpus: a folder with urls.tsv and pages.tsv, or one such file.") var corpus: String

    func run() throws {
        let engine = try Engine(contentsOf: bundle)
        let progress = ProgressLine()
        let evaluation = try Evaluator(engine: engine, at: TimeText.moment(at, in: engine.policy)).evaluate(corpus) { done, count in
            progress.show("\(done) of \(count) entries")
        }
        progress.finish()
        var output = Output()
        if json { try output.json(evaluation) } else { try print(evaluation, to: &output) }
        try output.flush()
        if !evaluation.failures.isEmpty { throw CommandFailure.no }
    }

    private func print(_ evaluation: Evaluation, to output: inout Output) throws {
        let rows = evaluation.rows + [evaluation.overall]
        try output.line(Self.columns(["category", "missed", "share [95%]", "limited wrongly", "share [95%]", "named otherwise"]))
        for row in rows {
            try output.line(
                Self.columns([
                    row.category?.rawValue ?? "ALL", "\(row.underBlocking.count)/\(row.underBlocking.total)", Self.share(row.underBlocking),
                    "\(row.overBlocking.count)/\(row.overBlocking.total)", Self.share(row.overBlocking), "\(row.mislabelled)",
                ]))
        }
        for failure in evaluation.failures {
            try output.line(
                "\(failure.name)\t\(failure.profile)\texpected \(failure.expected.rawValue):\(failure.expectedCategory)\tgot "
                    + "\(failure.actual.rawValue):\(failure.actualCategory?.rawValue ?? "-")")
        }
    }

    private static func columns(_ fields: [String]) -> String {
        zip(fields, [18, 9, 24, 16, 24, 0]).map { field, width in
            field + String(repeating: " ", count: max(field == fields.last ? 0 : 1, width - field.count))
        }.joined()
    }

    private static func share(_ interval: CountedShare) -> String {
        guard let share = interval.share, let lower = interval.lower, let upper = interval.upper else { return "-" }
        return "\(percent(share)) [\(percent(lower))–\(percent(upper))]"
    }

    private static func percent(_ value: Double) -> String {
        let tenths = Int((value * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10)%"
    }
}
