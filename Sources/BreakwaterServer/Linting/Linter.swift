import BreakwaterRules
import BreakwaterURL

/// Looks at lists without using them: what they contain, and what their keepers should know.
///
/// Lists are read several times and never kept: memory grows by 16 to 23 bytes a distinct name, and by what the findings hold.
/// 1. ``CollectingPass`` takes down names and rules, and tells repetitions.
/// 2. ``JudgingPass`` judges each rule alone and against all others.
/// 3. ``ExceptionPass``, where it can tell something, looks for exceptions without a purpose.
/// 4. ``BreadthProbe`` asks the URL rules and expressions themselves what they reach.
public struct Linter: Sendable {
    private let sites: KnownSites
    private let limit: Int

    /// - Parameters:
    ///   - sites: what no list should block by mistake.
    ///   - limit: how many findings of a kind are kept a file; all are counted.
    public init(sites: KnownSites, limit: Int = 20) {
        self.sites = sites
        self.limit = limit
    }

    /// - Parameters:
    ///   - sources: the lists; those of one category are judged together.
    ///   - progress: told which file comes next.
    /// - Returns: a report for each file, in order.
    public func lint(_ sources: [LintSource], progress: (String) -> Void = { _ in }) throws -> [ListReport] {
        let suffixes = try PublicSuffixFile.read()
        var collecting = CollectingPass(LintState(sources, sites, suffixes, limit: max(0, limit)))
        var parsed: [(census: ListCensus, lines: ParseSummary)] = []
        for (index, source) in sources.enumerated() {
            progress(source.path)
            collecting.begin(index)
            let lines = try parse(source, into: &collecting)
            parsed.append((collecting.census, lines))
        }
        var judging = JudgingPass(collecting.state)
        collecting.state.collectors = []
        for (index, source) in sources.enumerated() {
            progress(source.path)
            judging.begin(index)
            _ = try parse(source, into: &judging)
        }
        var excepting = ExceptionPass(judging.state)
        for (index, source) in sources.enumerated() where ExceptionPass.isNeeded(for: index, excepting.state) {
            excepting.begin(index)
            _ = try parse(source, into: &excepting)
        }
        progress("asking the rules")
        var state = excepting.state
        if let probe = try BreadthProbe(sources) { probe.judge(sites, into: &state) }
        return zip(zip(sources, parsed), state.collectors).map { pair, collector in
            report(pair.0, pair.1, collector)
        }
    }

    private func parse(_ source: LintSource, into consumer: inout some RuleConsumer) throws -> ParseSummary {
        let text = ListText(try CompressedFile.contents(of: source.path), path: source.path)
        for diagnostic in text.diagnostics { consumer.receive(diagnostic) }
        return ListParser(format: source.format, file: source.path).parse(text.bytes.span, into: &consumer)
    }

    private func report(
        _ source: LintSource, _ parsed: (census: ListCensus, lines: ParseSummary), _ collector: FindingCollector
    ) -> ListReport {
        ListReport(
            path: source.path, format: source.format, census: parsed.census, lines: parsed.lines,
            findings: collector.kept.sorted { ($0.line, $0.kind.rawValue) < ($1.line, $1.kind.rawValue) }, counts: collector.counts,
            severities: collector.severities)
    }
}
