import BreakwaterEvents
import BreakwaterPolicy
import Foundation
import Testing

@Suite struct PrivacyRulesTests {
    /// 2026-03-02T10:37:45Z.
    private let instant: Int64 = 1_772_447_865
    private var hour: Int64 { 1_772_447_865 / 3600 * 60 }
    private let rules = PrivacyRules(pseudonymizer: Pseudonymizer())

    private func facts(
        _ action: Action, rank: DecisionRank = .category, kind: ListSource.Kind = .normal, profile: Profile = .sample()
    ) -> DecisionFacts {
        DecisionFacts(
            action: action, rank: rank, layer: .url, category: CategoryID("adult"), list: ListSource(id: "list-a", kind: kind),
            profile: profile, client: "192.0.2.7", host: "canary.blocked.test", secondsSinceEpoch: instant)
    }

    @Test(arguments: [Action.block, .warn])
    func `a limit keeps minute, category, list and a pseudonym, but no host`(action: Action) {
        let event = rules.event(for: facts(action))
        #expect(event.minute == instant / 60)
        #expect(event.category?.rawValue == "adult")
        #expect(event.list == "list-a")
        #expect(event.pseudonym != 0)
        #expect(event.host == nil)
        #expect(event.count == 1)
    }

    @Test func `a host name is kept only where the owner opted in`() {
        #expect(rules.event(for: facts(.block, profile: .sample(keepsHostNames: true))).host == "canary.blocked.test")
        #expect(rules.event(for: facts(.allow, profile: .sample(keepsHostNames: true))).host == nil)
    }

    @Test(arguments: DecisionRank.allCases)
    func `an allowed request is a counter of its hour and nothing else`(rank: DecisionRank) {
        let event = rules.event(for: facts(.allow, rank: rank, profile: .sample(keepsHostNames: true)))
        #expect(
            event
                == DecisionEvent(
                    minute: hour, action: .allow, rank: rank == .help ? .profileDefault : rank, layer: .url, category: nil,
                    profile: "child"))
    }

    @Test func `who sought help cannot be told from who opened any page`() {
        #expect(
            rules.event(for: facts(.allow, rank: .help, kind: .help)) == rules.event(for: facts(.allow, rank: .profileDefault)))
    }

    @Test func `a sealed list leaves the hour and the category, never list or host`() {
        for sealed in [facts(.block, rank: .sealed, profile: .sample(keepsHostNames: true)), facts(.block, kind: .sealed)] {
            let event = rules.event(for: sealed)
            #expect(event.minute == hour)
            #expect(event.list == nil)
            #expect(event.host == nil)
            #expect(event.category?.rawValue == "adult")
        }
    }

    @Test(arguments: AgeBand.allCases)
    func `older children and adults are told of by the hour and without a list`(band: AgeBand) {
        let event = rules.event(for: facts(.block, profile: .sample(band)))
        let isOlder = band == .from16to17 || band == .adult
        #expect(event.minute == (isOlder ? hour : instant / 60))
        #expect((event.list == nil) == isOlder)
    }

    @Test func `an operator's events know the hour only`() {
        #expect(PrivacyRules(precision: .hour).event(for: facts(.block)).minute == hour)
    }

    @Test func `an hour is the time zone's, also where that is half an hour off`() throws {
        let kolkata = try #require(TimeZone(identifier: "Asia/Kolkata"))
        let event = PrivacyRules(precision: .hour, timeZone: kolkata).event(for: facts(.block))
        // 10:37:45Z is 16:07:45 there; 16:00 there is 10:30Z.
        #expect(event.minute == hour + 30)
    }

    @Test func `without a client or a pseudonymizer people are not told apart`() {
        var nobody = facts(.block)
        nobody.client = nil
        #expect(rules.event(for: nobody).pseudonym == 0)
        #expect(PrivacyRules().event(for: facts(.block)).pseudonym == 0)
    }

    @Test func `the time before 1970 and the end of time do not trap`() {
        for instant in [Int64.min, -1, .max] {
            var strange = facts(.allow)
            strange.secondsSinceEpoch = instant
            _ = rules.event(for: strange)
            strange.action = .block
            _ = rules.event(for: strange)
        }
    }
}
