import ArgumentParser
import Breakwater
import BreakwaterPolicy
import Foundation
import Synchronization

struct Threads: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decisions by one thread and by several at once, with one engine and a scratch each.",
        discussion: """
            `scaling` compares the rates as time passes, and needs an idle machine; `scaling_processor` compares what a decision \
            takes of a processor, which other work disturbs less, and shows what the threads take from each other.
            """)

    @Option(help: "The bundle.") var bundle: String
    @Option(help: "Requests: URL, document URL and type a line, separated by tabs.") var requests: String
    @Option(help: "How many threads.") var threads = 2
    @Option(help: "Seconds a round.") var seconds = 2.0
    @Option(help: "Rounds of one thread and of several, in turn; the best of each counts.") var rounds = 5
    @Flag(help: "Print JSON (the only form).") var json = false

    func run() throws {
        let engine = try Engine(contentsOf: bundle)
        let requests = try RequestFile.read(requests, profile: engine.policy.defaultProfile, at: engine.moment())
        guard !requests.isEmpty, threads > 0 else { throw ValidationError("no request, or no thread") }
        var one = Best()
        var several = Best()
        _ = Self.round(engine, requests, threads: threads, seconds: seconds / 4)
        for _ in 0..<max(1, rounds) {
            one.add(Self.round(engine, requests, threads: 1, seconds: seconds))
            several.add(Self.round(engine, requests, threads: threads, seconds: seconds))
        }
        var figures = Figures()
        figures["threads"] = threads
        figures["requests"] = requests.count
        figures["per_second_1"] = one.rate
        figures["per_second_n"] = several.rate
        figures["ns_processor_1"] = one.processor
        figures["ns_processor_n"] = several.processor
        figures["scaling"] = several.rate / one.rate
        figures["scaling_processor"] = Double(threads) * one.processor / several.processor
        figures.printLine()
    }

    private struct Best {
        var rate = 0.0
        var processor = Double.infinity

        mutating func add(_ round: (rate: Double, processor: Double)) {
            rate = max(rate, round.rate)
            processor = min(processor, round.processor)
        }
    }

    private struct Total {
        var decisions = 0
        var wall = 0
        var processor = 0
    }

    /// - Returns: decisions a second of all threads together, and nanoseconds of a processor a decision.
    private static func round(
        _ engine: Engine, _ requests: [Request], threads count: Int, seconds: Double
    ) -> (rate: Double, processor: Double) {
        let totals = Mutex(Total())
        let started = Atomic<Int>(0)
        let group = DispatchGroup()
        for number in 0..<count {
            group.enter()
            Thread.detachNewThread {
                var scratch = MatchScratch()
                // Each thread begins elsewhere in the trace, so that they do not walk it side by side.
                var next = requests.count * number / count
                started.wrappingAdd(1, ordering: .relaxed)
                while started.load(ordering: .relaxed) < count {}
                let (wall, processor) = (ThreadClock.wallTime, ThreadClock.processorTime)
                let end = wall + Int(seconds * 1e9)
                var decisions = 0
                while ThreadClock.wallTime < end {
                    for _ in 0..<256 {
                        _ = engine.decide(requests[next], using: &scratch)
                        next = next + 1 == requests.count ? 0 : next + 1
                    }
                    decisions += 256
                }
                let used = (wall: ThreadClock.wallTime - wall, processor: ThreadClock.processorTime - processor)
                totals.withLock {
                    $0.decisions += decisions
                    $0.wall = max($0.wall, used.wall)
                    $0.processor += used.processor
                }
                group.leave()
            }
        }
        group.wait()
        let total = totals.withLock { $0 }
        let decisions = Double(max(1, total.decisions))
        let rate: Double = decisions * 1e9 / Double(max(1, total.wall))
        return (rate, Double(total.processor) / decisions)
    }
}
