import Breakwater
import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules
import Foundation
import TestSupport
import Testing

/// `Corpus/rules/backtracking.tsv`: expressions of known shapes, and texts that attack them.
struct BacktrackingRiskTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var pattern: String
        var kind: String
        var prefix: String
        var pump: String
        var suffix: String

        var testDescription: String { "\(pattern) (\(kind))" }

        func attack(_ repetitions: Int) -> String { prefix + String(repeating: pump, count: repetitions) + suffix }
    }

    static let cases: [Case] = {
        do {
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            let text = try String(contentsOf: root.appending(path: "Corpus/rules/backtracking.tsv"), encoding: .utf8)
            return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
                let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                return Case(pattern: fields[0], kind: fields[1], prefix: fields[2], pump: fields[3], suffix: fields[4])
            }
        } catch {
            fatalError("the cases cannot be read: \(error)")
        }
    }()

    @Test func `the set has known shapes of every class`() {
        #expect(Self.cases.filter { $0.kind == "exponential" }.count >= 20)
        #expect(Set(Self.cases.map(\.kind)) == ["exponential", "polynomial", "safe"])
    }

    @Test(arguments: cases)
    func `what takes exponential time is told, and nothing else`(_ attacked: Case) {
        let risk = BacktrackingRisk.exponential(attacked.pattern, matchesCase: false)
        #expect((risk != nil) == (attacked.kind == "exponential"), "\(String(describing: risk))")
    }

    @Test(arguments: cases.filter { $0.kind == "polynomial" })
    func `what takes a power of the length is told for long URLs only`(_ attacked: Case) {
        #expect(BacktrackingRisk.slow(attacked.pattern, matchesCase: false, length: 2_000) != nil)
    }

    @Test(arguments: cases.filter { $0.kind == "safe" })
    func `what only looks like it is left alone`(_ attacked: Case) {
        #expect(BacktrackingRisk.slow(attacked.pattern, matchesCase: false, length: 2_000) == nil)
    }

    @Test(arguments: cases)
    func `no attack lasts longer than the budget, whatever it is`(_ attacked: Case) throws {
        let pattern = try PCRE2Pattern(attacked.pattern, matchesCase: false)
        var scratch = ExpressionScratch()
        for repetitions in [10, 40, 400, 4_000] {
            scratch.begin(expressionCount: 1)
            let subject = Array(("http://h.test/?" + attacked.attack(repetitions)).utf8)
            let time = threadTime { #expect(pattern.search(subject.span, &scratch) != .match) }
            // The budget is 5 ms, looked at between windows; without it, minutes.
            #expect(time < .seconds(3), "\(repetitions) repetitions: \(time)")
        }
    }

    @Test(arguments: cases)
    func `a compilation leaves out what takes exponential time, and says why and what to do`(_ attacked: Case) throws {
        let folder = try TemporaryFolder()
        let compiler = try Household.compiler([.init("rules", .expressions, attacked.pattern + "\n")])
        let refused = compiler.diagnostics.filter { $0.severity == .error }
        let summary = try compiler.write(to: folder.path("a.bwb"))
        #expect(summary.expressions == (attacked.kind == "exponential" ? 0 : 1))
        #expect(summary.lists[0].errors == (attacked.kind == "exponential" ? 1 : 0))
        if attacked.kind == "exponential" {
            #expect(refused.first?.line == 1)
            #expect(refused.first?.message.contains("exponential time") == true)
            #expect(refused.first?.message.contains("write it so that") == true)
        }
    }

    /// The fallback of docs/POLICIES.md for each class of list: over its budget an expression says nothing.
    @Test func `an expression over its budget never allows, and never hides another entry`() throws {
        let folder = try TemporaryFolder()
        let slow = "\\w*\\w*\\w*\\w*!y"
        let lists: [Household.List] = [
            .init("names", .domains, "attack.test\n"), .init("excepts", .adblock, "@@/\(slow)/\n"),
            .init("exceptions", .expressions, slow + "\n", kind: .exception),
            .init("help", .expressions, slow + "\n", category: nil, kind: .help),
            .init("blocks", .expressions, slow + "\n", category: "gambling"),
            .init("sealed", .expressions, slow + "\n", category: nil, kind: .sealed),
        ]
        _ = try Household.compiler(lists).write(to: folder.path("a.bwb"))
        let engine = try Engine(contentsOf: folder.path("a.bwb"))
        var scratch = MatchScratch()
        let moment = Moment(secondsSinceEpoch: 1_700_000_000, offsetFromUTC: 0)
        func verdict(_ host: String, _ query: String) -> Verdict {
            engine.decide(Request(url: "http://\(host)/?\(query)", profile: "child", at: moment), using: &scratch)
        }
        // The expression itself means what it says: sealed comes before everything.
        #expect(verdict("other.test", "a!y").rank == .sealed)
        let attack = String(repeating: "a", count: 2_000) + "~!~y"
        // Neither the exceptions nor the help list open what a name blocks.
        let blocked = verdict("attack.test", attack)
        #expect(blocked.action == .block && blocked.rank == .category)
        #expect(blocked.exceededExpressions > 0)
        // As blocks, sealed or not, they do not block, and the verdict counts them.
        let open = verdict("other.test", attack)
        #expect(open.action == .allow && open.exceededExpressions > 0)
    }
}
