import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import Testing

/// The total order, held to a table of every combination: whatever else speaks, the lowest rank decides.
///
/// A combination is a set of ranks, and the host that stands for it names them by number: `m21.test` is sealed, has an own entry and
/// lies within the time rule, because 21 is bits 0, 2 and 4.
@Suite struct DecisionOrderTests {
    /// The ranks that a request may or may not meet, in order; the default is always there.
    static let ranks: [DecisionRank] = [.sealed, .help, .profileEntry, .grant, .time, .category]

    /// Which rank wins over which, in each order of the lists within the policy.
    static let pairs: [(DecisionRank, DecisionRank, Bool)] = {
        let all = ranks + [.profileDefault]
        var pairs: [(DecisionRank, DecisionRank, Bool)] = []
        for (index, lower) in all.enumerated() {
            for higher in all[(index + 1)...] { pairs += [(lower, higher, false), (lower, higher, true)] }
        }
        return pairs
    }()

    private static func host(_ ranks: Set<DecisionRank>) -> String { "m\(number(ranks)).test" }

    private static func number(_ ranks: Set<DecisionRank>) -> Int {
        Self.ranks.enumerated().reduce(0) { ranks.contains($1.element) ? $0 | 1 << $1.offset : $0 }
    }

    private static func ranks(_ number: Int) -> Set<DecisionRank> {
        Set(ranks.enumerated().filter { number >> $0.offset & 1 == 1 }.map(\.element))
    }

    private static func hosts(_ rank: DecisionRank) -> [String] {
        (0..<64).filter { ranks($0).contains(rank) }.map { host(ranks($0)) }
    }

    /// Own entries that allow or deny × an action for the category × the default.
    private static let profiles: [Profile] = {
        var profiles: [Profile] = []
        for entry in [Action.allow, .block] {
            for category in Action.allCases {
                for standard in [Action.allow, .block] {
                    profiles.append(
                        .test(
                            name(entry, category, standard), ["adult": category], default: standard,
                            allow: entry == .allow ? hosts(.profileEntry) : [], deny: entry == .block ? hosts(.profileEntry) : [],
                            schedules: [.test("Bedtime", [(20 * 60, 7 * 60)])]))
                }
            }
        }
        return profiles
    }()

    private static func name(_ entry: Action, _ category: Action, _ standard: Action) -> String { "\(entry)-\(category)-\(standard)" }

    private static func engine(reversed: Bool) throws -> Engine {
        let lists = [
            TestPolicy.List("sealed", .domains, "gambling", kind: .sealed, hosts(.sealed)),
            TestPolicy.List("help", .domains, nil, kind: .help, hosts(.help)),
            TestPolicy.List("adult", .domains, "adult", hosts(.category)),
        ]
        return try TestPolicy(profiles: profiles, lists: reversed ? lists.reversed() : lists).engine()
    }

    private static let engines: [Bool: Engine] = {
        do {
            return [false: try engine(reversed: false), true: try engine(reversed: true)]
        } catch {
            fatalError("the test policy does not compile: \(error)")
        }
    }()

    private static func decide(
        _ ranks: Set<DecisionRank>, _ entry: Action, _ category: Action, _ standard: Action, reversed: Bool
    ) throws -> Verdict {
        let engine = try #require(engines[reversed])
        let profile = ProfileID(stringLiteral: name(entry, category, standard))
        let grants = GrantTable([Grant(id: 1, profile: profile, pattern: host(ranks), expiresAt: .max)])
        return engine.verdict(
            "https://\(host(ranks))/page", profile, at: ranks.contains(.time) ? .monday(21) : .monday(12),
            grants: ranks.contains(.grant) ? grants : nil)
    }

    private static func action(of rank: DecisionRank, _ entry: Action, _ category: Action, _ standard: Action) -> Action {
        switch rank {
        case .malformed, .sealed, .time: .block
        case .help, .grant: .allow
        case .profileEntry: entry
        case .category: category
        case .profileDefault: standard
        }
    }

    @Test(arguments: pairs)
    func `the lower of two ranks decides, whatever each of them says`(lower: DecisionRank, higher: DecisionRank, reversed: Bool) throws {
        for entry in [Action.allow, .block] {
            for category in Action.allCases {
                for standard in [Action.allow, .block] {
                    let verdict = try Self.decide([lower, higher], entry, category, standard, reversed: reversed)
                    #expect(verdict.rank == lower)
                    #expect(verdict.action == Self.action(of: lower, entry, category, standard))
                }
            }
        }
    }

    @Test(arguments: 0..<64)
    func `of any set of ranks the lowest decides`(number: Int) throws {
        let ranks = Self.ranks(number)
        let lowest = Self.ranks.first(where: ranks.contains) ?? .profileDefault
        for entry in [Action.allow, .block] {
            for category in Action.allCases {
                for standard in [Action.allow, .block] {
                    let verdict = try Self.decide(ranks, entry, category, standard, reversed: false)
                    #expect(verdict.rank == lowest)
                    #expect(verdict.action == Self.action(of: lowest, entry, category, standard))
                }
            }
        }
    }

    @Test func `ranks compare in the order that they decide in`() {
        #expect(DecisionRank.allCases == DecisionRank.allCases.sorted())
        #expect(
            DecisionRank.allCases.map(\.name)
                == ["malformed", "sealed", "help", "profile-entry", "grant", "time", "category", "default"])
    }
}
