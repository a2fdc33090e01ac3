import ArgumentParser

/// Benchmarks: each prints one JSON object, so that scripts can set it beside a peer's.
@main
struct BreakwaterBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breakwater-bench",
        abstract: "Measures Breakwater on real data and prints one JSON object.",
        discussion: "Files may be plain or gzip. Run on an idle machine, and the peer in the same run.",
        subcommands: [
            Decide.self, Domains.self, Phrases.self, Expressions.self, ReportBench.self, Open.self, Reload.self, Threads.self, FalseMatches.self,
            ProxyFloor.self, PacedLoad.self,
        ])
}
