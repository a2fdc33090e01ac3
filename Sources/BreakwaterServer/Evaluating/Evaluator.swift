public import Breakwater
public import BreakwaterPolicy
import BreakwaterText

/// Decides every entry of a corpus as the proxy would.
public struct Evaluator {
    /// Where a page of the corpus is taken to come from.
    private static let pageOrigin = "http://pages.example/"
    private static let maximumPageBytes = 8 << 20

    private let engine: Engine
    private let moment: Moment

    /// - Parameter moment: when; bedtime would make everything look well blocked.
    public init(engine: Engine, at moment: Moment) {
        self.engine = engine
        self.moment = moment
    }

    /// - Parameter progress: told how many entries are done, and of how many.
    public func evaluate(_ corpus: String, progress: (Int, Int) -> Void = { _, _ in }) throws -> Evaluation {
        let entries = try CorpusReader.read(corpus)
        var scratch = MatchScratch()
        var all = EvaluationTally()
        var categories: [CategoryID: EvaluationTally] = [:]
        var languages: [String: EvaluationTally] = [:]
        var failures: [Evaluation.Failure] = []
        var count = 0
        for (index, entry) in entries.enumerated() {
            progress(index, entries.count)
            for profile in try profiles(of: entry) {
                count += 1
                let (action, category) = try decide(entry, for: profile, &scratch)
                let outcome = EvaluationTally.outcome(
                    expected: entry.label, category: entry.category, actual: action, actualCategory: category)
                all.add(outcome, expected: entry.label)
                categories[entry.category, default: EvaluationTally()].add(outcome, expected: entry.label)
                languages[entry.language, default: EvaluationTally()].add(outcome, expected: entry.label)
                guard outcome != .right else { continue }
                failures.append(
                    Evaluation.Failure(
                        name: entry.name, profile: profile, language: entry.language, expected: entry.label,
                        expectedCategory: entry.category, actual: action, actualCategory: category))
            }
        }
        return Evaluation(
            entries: count, overall: all.row(nil), rows: categories.sorted { $0.key < $1.key }.map { $0.value.row($0.key) },
            languages: languages.mapValues { $0.row(nil) }, failures: failures)
    }

    private func profiles(of entry: CorpusEntry) throws(ServerError) -> [ProfileID] {
        guard let name = entry.profile else { return engine.policy.profiles.map(\.id) }
        return [try engine.policy.profileID(named: name)]
    }

    private func decide(_ entry: CorpusEntry, for profile: ProfileID, _ scratch: inout MatchScratch) throws -> (Action, CategoryID?) {
        switch entry.subject {
        case .url(let url):
            return name(engine.decide(Request(url: url, profile: profile, at: moment), using: &scratch))
        case .page(let path):
            let verdict = engine.decide(Request(url: Self.pageOrigin + entry.name, profile: profile, at: moment), using: &scratch)
            guard verdict.action == .allow, verdict.rank >= .category else { return name(verdict) }
            return try judge(page: path, for: profile).map(name) ?? (.allow, nil)
        }
    }

    /// A label first, then the text, as the proxy does; `nil` where the profile or the bundle judges no text.
    private func judge(page path: String, for profile: ProfileID) throws -> Verdict? {
        let bytes = try CompressedFile.contents(of: path, limit: Self.maximumPageBytes)
        var extractor = TextExtractor(contentType: "text/html")
        var text: [UInt8] = []
        extractor.consume(bytes.span, into: &text)
        extractor.finish(into: &text)
        if !extractor.labels.isDisjoint(with: [.restrictedToAdults, .adult]), let adult = CategoryID("adult") {
            let verdict = engine.decideLabel(category: adult, profile: profile, at: moment)
            if verdict.action != .allow { return verdict }
        }
        guard engine.policy.profiles.first(where: { $0.id == profile })?.scansText == true, var scanner = engine.makeTextScanner() else {
            return nil
        }
        scanner.scan(text.span)
        return engine.decideText(scanner.finish(), profile: profile, at: moment)
    }

    private func name(_ verdict: Verdict) -> (Action, CategoryID?) {
        let index = verdict.categoryIndex.map(Int.init)
        return (verdict.action, index.flatMap { engine.policy.categories.indices.contains($0) ? engine.policy.categories[$0].id : nil })
    }
}
