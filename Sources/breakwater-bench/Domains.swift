import ArgumentParser
import Breakwater
import BreakwaterCompiler
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterServer
import Foundation

struct Domains: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A bundle of millions of host names: size, compile and open time, decisions.",
        discussion: "NAMES holds NAME[<TAB>CATEGORIES] a line; OTHERS holds unlisted hosts, which make half of the lookups.")

    @Option(help: "Listed names.") var names: String
    @Option(help: "Unlisted hosts, for the misses.") var others: String?
    @Option(help: "Lookups, half of them hits where there are others.") var lookups = 1_000_000
    @Flag(help: "Print JSON (the only form).") var json = false

    func run() throws {
        let clock = ContinuousClock()
        let lists = try ListedNames.read(names)
        let name = "breakwater-bench-\(ProcessInfo.processInfo.processIdentifier).bwb"
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let start = clock.now
        var compiler = try BundleCompiler(policy: lists.policy)
        for list in lists.lists { try compiler.add(list.id, file: list.id, format: .domains, bytes: list.bytes.span) }
        let summary = try compiler.write(to: path)
        let compiled = (clock.now - start).inSeconds
        let opening = clock.now
        let engine = try Engine(contentsOf: path)
        var figures = Figures()
        figures["open_seconds"] = (clock.now - opening).inSeconds
        figures["compile_seconds"] = compiled
        figures["names"] = summary.names
        figures["bytes_per_name"] = summary.bytesPerName
        figures["bundle_bytes"] = summary.bundleBytes
        measure(engine, try sample(lists), lists.policy.defaultProfile, &figures)
        figures["peak_rss_bytes"] = Figures.peakResidentBytes
        figures["memory_ns"] = MemoryLatency.measure(bytes: summary.bundleBytes)
        figures.printLine()
    }

    private func sample(_ lists: ListedNames) throws -> HostNames {
        var generator = SplitMix64(state: 42)
        var chosen = lists.sample(others == nil ? lookups : lookups / 2, using: &generator)
        if let others { chosen += try ListedNames.reservoir(others, lookups / 2, using: &generator) }
        chosen.shuffle(using: &generator)
        var names = HostNames()
        for name in chosen { names.append(name) }
        return names
    }

    private func measure(_ engine: Engine, _ hosts: HostNames, _ profile: ProfileID, _ figures: inout Figures) {
        let clock = ContinuousClock()
        let asker = engine.asker(profile: profile, at: engine.moment())
        var scratch = MatchScratch()
        var batch = BatchScratch()
        var blocked = 0
        // Once unmeasured: the pages of the bundle are mapped by whoever meets them first.
        asker.decide(hosts, using: &batch) { _, verdict in blocked += verdict.action == .block ? 1 : 0 }
        var allBlocked = 0
        let begin = clock.now
        asker.decide(hosts, using: &batch) { _, verdict in allBlocked += verdict.action == .block ? 1 : 0 }
        figures["ns_batched"] = (clock.now - begin).inSeconds * 1e9 / Double(max(1, hosts.count))
        let single = clock.now
        for index in 0..<hosts.count { allBlocked -= asker.decide(hosts[index], using: &scratch).action == .block ? 1 : 0 }
        figures["ns_mean"] = (clock.now - single).inSeconds * 1e9 / Double(max(1, hosts.count))
        precondition(allBlocked == 0, "batched and single decisions differ")
        var timings = Timings(capacity: hosts.count)
        for index in 0..<hosts.count { timings.measure { _ = asker.decide(hosts[index], using: &scratch) } }
        figures["ns_p50"] = timings.percentile(0.5)
        figures["ns_p99"] = timings.percentile(0.99)
        figures["lookups"] = hosts.count
        figures["blocked"] = blocked
    }
}

/// A generator that gives the same lookups every time (Steele, Lea and Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
