import ArgumentParser
import Breakwater
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterServer
import BreakwaterURL
import Foundation

struct Expressions: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Thousands of PCRE2 expressions over URLs, beside a plain loop over the same programs.")

    @Option(help: "One expression a line.") var expressions: String
    @Option(help: "Requests; the first field of each line counts.") var requests: String
    @Option(help: "URLs for the plain loop, which is slow.") var loopUrls = 500
    @Flag(help: "Print JSON (the only form).") var json = false

    func run() throws {
        let category = CategoryID("listed")
        let text = LocalizedText(en: "Benchmark", ja: "計測")
        let policy = Policy(
            name: text,
            categories: category.map { [Category(id: $0, name: text, description: text, forChildren: text, topic: "content")] } ?? [],
            profiles: [Profile(id: "bench", name: text, ageBand: .adult, categories: category.map { [$0: .block] } ?? [:])],
            defaultProfile: "bench", lists: [ListSource(id: "expressions", format: "expressions", category: category)])
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("breakwater-expressions-\(ProcessInfo.processInfo.processIdentifier).bwb").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bytes = try CompressedFile.contents(of: expressions)
        var compiler = try BundleCompiler(policy: policy)
        try compiler.add("expressions", file: expressions, bytes: bytes.span)
        let summary = try compiler.write(to: path)
        let engine = try Engine(contentsOf: path)
        let requests = try RequestFile.read(requests, profile: "bench", at: engine.moment())
        var scratch = MatchScratch()
        var matched = 0
        for request in requests where engine.decide(request, using: &scratch).action == .block { matched += 1 }
        var timings = Timings(capacity: requests.count)
        for request in requests { timings.measure { _ = engine.decide(request, using: &scratch) } }
        var figures = Figures()
        figures["expressions"] = summary.expressions
        figures["unfiltered"] = summary.unfilteredExpressions
        figures["urls"] = requests.count
        figures["matched"] = matched
        figures["us_per_url_p50"] = Double(timings.percentile(0.5)) / 1e3
        figures["us_per_url_p99"] = Double(timings.percentile(0.99)) / 1e3
        figures["us_per_url_loop"] = loop(engine, requests.prefix(max(1, loopUrls)))
        figures.printLine()
    }

    /// The same programs one after another, without the filter.
    private func loop(_ engine: Engine, _ requests: ArraySlice<Request>) -> Double {
        let set = engine.matcher.expressions
        let programs = (0..<set.count).compactMap { number -> PCRE2Pattern? in
            let record = set.record(number)
            return try? PCRE2Pattern(
                engine.matcher.strings.text(record.patternOffset, record.patternLength), matchesCase: record.shape.contains(.matchesCase))
        }
        var scratch = ExpressionScratch()
        let clock = ContinuousClock()
        let start = clock.now
        var matches = 0
        for request in requests {
            let bytes = Array(request.url.utf8)
            scratch.begin(expressionCount: set.count)
            for program in programs where program.search(bytes.span, &scratch) == .match { matches += 1 }
        }
        return (clock.now - start).inSeconds * 1e6 / Double(max(1, requests.count))
    }
}
