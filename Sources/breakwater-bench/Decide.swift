import ArgumentParser
import Breakwater
import BreakwaterPolicy

struct Decide: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "URL decisions over a trace of requests.")

    @Option(help: "The bundle.") var bundle: String
    @Option(help: "Requests: URL, document URL and type a line, separated by tabs.") var requests: String
    @Option(help: "The profile; the policy's default where none is given.") var profile: String?
    @Option(help: "Passes for each figure; the best counts.") var passes = 5
    @Flag(help: "Print JSON (the only form).") var json = false

    func run() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let engine = try Engine(contentsOf: bundle)
        let opened = (clock.now - start).inSeconds
        let chosen = profile.flatMap { ProfileID($0) } ?? engine.policy.defaultProfile
        let requests = try RequestFile.read(requests, profile: chosen, at: engine.moment())
        guard !requests.isEmpty else { throw ValidationError("the file holds no request") }
        var scratch = MatchScratch()
        var blocked = 0
        var best = Double.infinity
        for _ in 0..<max(1, passes) {
            blocked = 0
            let begin = clock.now
            for request in requests where engine.decide(request, using: &scratch).action == .block { blocked += 1 }
            best = min(best, (clock.now - begin).inSeconds)
        }
        var (median, tail) = (Int.max, Int.max)
        for _ in 0..<max(1, passes) {
            var timings = Timings(capacity: requests.count)
            for request in requests { timings.measure { _ = engine.decide(request, using: &scratch) } }
            median = min(median, timings.percentile(0.5))
            tail = min(tail, timings.percentile(0.99))
        }
        var figures = Figures()
        figures["requests"] = requests.count
        figures["blocked"] = blocked
        figures["ns_p50"] = median
        figures["ns_p99"] = tail
        figures["ns_mean"] = best * 1e9 / Double(requests.count)
        figures["per_second"] = Double(requests.count) / best
        figures["open_seconds"] = opened
        figures["peak_rss_bytes"] = Figures.peakResidentBytes
        figures.printLine()
    }
}
