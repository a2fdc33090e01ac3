import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation
import TestSupport
import Testing

/// The indexes, a naive model and PCRE2 on the same rules and requests: a case is one rule against one request.
@Suite(.serialized)
struct DifferentialTests {
    /// A million takes some three seconds; `BREAKWATER_DIFFERENTIAL_CASES` runs more.
    private static let wanted = ProcessInfo.processInfo.environment["BREAKWATER_DIFFERENTIAL_CASES"].flatMap(Int.init) ?? 1_000_000

    /// As many rules as a compilation takes, each a list or a profile of its own, so that a match tells which rule it was.
    private struct Batch {
        let rules: [DifferentialRule]
        let programs: [PCRE2Pattern]
        let matcher: Matcher
        /// The number of the list that stands for each rule.
        let numbers: [Int]

        init(_ random: inout SeededGenerator, count: Int) throws {
            let made = (0..<count).map { _ in DifferentialGenerator.rule(&random) }
            // What is too general, or covers a top-level domain, is left out with a diagnostic, alone or among others.
            let taken = made.filter { rule in
                guard case .list(let format) = rule.place else { return true }
                // The compiler refuses what takes exponential time.
                if format == .expressions, BacktrackingRisk.exponential(rule.text, matchesCase: false) != nil { return false }
                var collector = RuleCollector()
                ListParser(format: format, file: "rule").parse(Array(rule.text.utf8).span, into: &collector)
                return !collector.rules.isEmpty || !collector.hosts.isEmpty
            }
            var lists: [(ListFormat, String)] = []
            var entries: [String] = []
            var places: [(isEntry: Bool, index: Int)] = []
            for rule in taken {
                switch rule.place {
                case .list(let format):
                    places.append((false, lists.count))
                    lists.append((format, rule.text))
                case .ownEntry:
                    places.append((true, entries.count))
                    entries.append(rule.text)
                }
            }
            rules = taken
            programs = try taken.map { try PCRE2Pattern($0.expression, matchesCase: $0.matchesCase) }
            // A profile's denials come behind the policy's lists, two numbers a profile.
            numbers = places.map { $0.isEntry ? lists.count + 2 * $0.index + 1 : $0.index }
            matcher = try Self.compile(lists, entries)
        }

        private static func compile(_ lists: [(ListFormat, String)], _ entries: [String]) throws -> Matcher {
            let path = FileManager.default.temporaryDirectory.appending(path: "breakwater-differential-\(UUID().uuidString).bwb").path
            defer { try? FileManager.default.removeItem(atPath: path) }
            let name = LocalizedText(en: "Test", ja: "テスト")
            let id = try #require(CategoryID("listed"))
            let policy = Policy(
                name: name, categories: [.init(id: id, name: name, description: name, forChildren: name, topic: "content")],
                profiles: entries.enumerated().map { index, entry in
                    Profile(id: ProfileID("p\(index)") ?? "only", name: name, ageBand: .adult, deny: [entry])
                }, defaultProfile: "p0", lists: lists.indices.map { ListSource(id: "list-\($0)", category: id) })
            var compiler = try BundleCompiler(policy: policy, publicSuffixes: suffixes, createdAt: 0, hashKey: (5, 6))
            for (index, list) in lists.enumerated() {
                try compiler.add("list-\(index)", file: "list-\(index).txt", format: list.0, bytes: Array(list.1.utf8).span)
            }
            _ = try compiler.write(to: path)
            return try Matcher(BundleReader(path: path, verification: .full))
        }
    }

    private static let suffixes = PublicSuffixList(parsing: "test\nuk\nco.uk\n*.ck\n")

    private struct Count {
        var cases = 0
        /// Of names, addresses, URL rules and expressions.
        var matches: [Match.Kind: Int] = [:]
        var undecided = 0
        var differences = 0
    }

    @Test
    func `indexes, naive model and PCRE2 agree`() throws {
        var random = SeededGenerator(seed: 2_026)
        let model = NaiveRules(suffixes: Self.suffixes)
        var scratch = MatcherScratch()
        var count = Count()
        let time = try ContinuousClock().measure {
            while count.cases < Self.wanted, count.differences < 20 {
                let batch = try Batch(&random, count: 400)
                #expect(batch.rules.count > 250)
                for _ in 0..<100 {
                    check(batch, DifferentialGenerator.request(&random), model, &scratch, &count)
                    let rule = random.pick(batch.rules)
                    check(batch, DifferentialGenerator.request(near: rule, &random), model, &scratch, &count)
                }
            }
        }
        let matches = count.matches.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("Differential: \(count.cases) cases, matches: \(matches); \(count.differences) differences, "
            + "\(count.undecided) past PCRE2's budget, \(time)")
        #expect(count.differences == 0)
        for kind in [Match.Kind.domain, .address, .url, .expression] { #expect(count.matches[kind, default: 0] > count.cases / 10_000) }
        #expect(count.undecided < count.cases / 1_000)
    }

    private func check(
        _ batch: Batch, _ request: NaiveRequest, _ model: NaiveRules, _ scratch: inout MatcherScratch, _ count: inout Count
    ) {
        let facts = model.facts(request)
        let found = batch.matcher.matches(
            request.url, document: request.document, types: request.types, method: request.method, &scratch)
        guard let facts, let found else {
            // What is no URL (`http://a.test:ab/`) is none for either.
            #expect(facts == nil && found == nil, "\(request)")
            return
        }
        let isExceeded = scratch.work.expressions.exceededCount > 0
        scratch.work.expressions.exceededCount = 0
        let lists = Set(found.map { Int($0.list) })
        for match in found { count.matches[match.kind, default: 0] += 1 }
        for (index, rule) in batch.rules.enumerated() {
            count.cases += 1
            let fast = lists.contains(batch.numbers[index])
            let naive = rule.naive(model, facts)
            var outcome = PCRE2Pattern.Outcome.noMatch
            if model.holds(rule.conditions, facts) {
                outcome = batch.programs[index].search(facts.canonical.span, &scratch.work.expressions)
            }
            if outcome == .budgetExceeded { count.undecided += 1 }
            let regular = outcome == .budgetExceeded ? naive : outcome == .match
            guard fast != naive || naive != regular else { continue }
            if !fast, isExceeded, rule.isExpression {
                // What exceeds its budget gives no answer.
                count.undecided += 1
                continue
            }
            count.differences += 1
            Issue.record("`\(rule.text)` on \(request): indexes \(fast), naive model \(naive), PCRE2 \(regular) with \(rule.expression)")
        }
    }
}
