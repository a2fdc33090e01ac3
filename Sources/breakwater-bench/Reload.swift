import ArgumentParser
import Breakwater
import BreakwaterBundle
import BreakwaterPolicy
import Foundation
import Synchronization

struct Reload: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decisions of one thread, before and while another opens bundles and puts them in place.",
        discussion: """
            Each decision takes the engine from the slot, as an exchange does. Needs two idle processors: with fewer, the figures \
            tell of the scheduler. The swaps follow each other without a pause unless --pause says otherwise.
            """)

    @Option(help: "The bundle; given twice, the two take turns.") var bundle: [String]
    @Option(help: "Requests: URL, document URL and type a line, separated by tabs.") var requests: String
    @Option(help: "Swaps.") var swaps = 200
    @Option(help: "Milliseconds between two swaps.") var pause = 0
    @Option(help: "Rounds of before and during; the best of each counts.") var rounds = 5
    @Flag(help: "Print JSON (the only form).") var json = false

    /// Whether the swapping thread is at work.
    private final class Swapping: Sendable {
        let isAtWork = Atomic<Bool>(true)
    }

    func run() throws {
        let slot = EngineSlot(try Engine(contentsOf: bundle[0]))
        let engine = slot.snapshot
        let requests = try RequestFile.read(requests, profile: engine.policy.defaultProfile, at: engine.moment())
        guard !requests.isEmpty else { throw ValidationError("the file holds no request") }
        var before: [(p50: Int, p99: Int)] = []
        var during: [(p50: Int, p99: Int)] = []
        var opening = Timings(capacity: swaps * rounds)
        _ = measure(slot, requests, while: nil)
        for _ in 0..<max(1, rounds) {
            before.append(measure(slot, requests, while: nil))
            let swapping = Swapping()
            let group = DispatchGroup()
            let times = Mutex<[Int]>([])
            let failure = Mutex<BundleError?>(nil)
            group.enter()
            Thread.detachNewThread { [bundle, swaps, pause] in
                do throws(BundleError) {
                    for number in 0..<swaps {
                        let start = ThreadClock.wallTime
                        slot.replace(with: try Engine(contentsOf: bundle[number % bundle.count]))
                        let time = ThreadClock.wallTime - start
                        times.withLock { $0.append(time) }
                        if pause > 0 { usleep(UInt32(clamping: pause * 1_000)) }
                    }
                } catch {
                    failure.withLock { $0 = error }
                }
                swapping.isAtWork.store(false, ordering: .releasing)
                group.leave()
            }
            during.append(measure(slot, requests, while: swapping))
            group.wait()
            if let error = failure.withLock({ $0 }) { throw error }
            for time in times.withLock({ $0 }) { opening.add(time) }
        }
        var figures = Figures()
        let p99: (before: Int, during: Int) = (before.map(\.p99).min() ?? 0, during.map(\.p99).min() ?? 0)
        figures["ns_p50_before"] = before.map(\.p50).min() ?? 0
        figures["ns_p99_before"] = p99.before
        figures["ns_p50_during"] = during.map(\.p50).min() ?? 0
        figures["ns_p99_during"] = p99.during
        figures["p99_ratio"] = Double(p99.during) / Double(max(1, p99.before))
        figures["swaps"] = swaps
        figures["swap_ns_p50"] = opening.percentile(0.5)
        figures["peak_rss_bytes"] = Figures.peakResidentBytes
        figures.printLine()
    }

    /// Decides the trace once, or for as long as the other thread is at work.
    private func measure(_ slot: EngineSlot, _ requests: [Request], while swapping: Swapping?) -> (p50: Int, p99: Int) {
        var scratch = MatchScratch()
        var timings = Timings(capacity: requests.count * 4)
        repeat {
            for request in requests { timings.measure { _ = slot.snapshot.decide(request, using: &scratch) } }
        } while swapping?.isAtWork.load(ordering: .acquiring) ?? false
        return (timings.percentile(0.5), timings.percentile(0.99))
    }
}
