import BreakwaterEvents
import Foundation
import Testing

@Suite struct PseudonymizerTests {
    /// 2026-03-02T00:00:00Z.
    private let midnight: Int64 = 1_772_409_600

    @Test func `a client keeps its pseudonym for a day and loses it at midnight`() {
        let pseudonymizer = Pseudonymizer()
        let morning = pseudonymizer.pseudonym(for: "192.0.2.7", at: midnight + 60)
        #expect(pseudonymizer.pseudonym(for: "192.0.2.7", at: midnight + 86_399) == morning)
        #expect(pseudonymizer.pseudonym(for: "192.0.2.7", at: midnight + 86_400) != morning)
        #expect(pseudonymizer.pseudonym(for: "192.0.2.8", at: midnight + 86_400) != 0)
    }

    @Test func `midnight is the time zone's`() throws {
        let tokyo = try #require(TimeZone(identifier: "Asia/Tokyo"))
        let pseudonymizer = Pseudonymizer(timeZone: tokyo)
        let before = pseudonymizer.pseudonym(for: "a", at: midnight - 9 * 3600 - 1)
        let after = pseudonymizer.pseudonym(for: "a", at: midnight - 9 * 3600)
        #expect(before != after)
        #expect(pseudonymizer.pseudonym(for: "a", at: midnight) == after)
    }

    @Test func `a late event finds yesterday's key only within the grace`() {
        let pseudonymizer = Pseudonymizer(graceHours: 2)
        let yesterday = pseudonymizer.pseudonym(for: "a", at: midnight - 10)
        let today = pseudonymizer.pseudonym(for: "a", at: midnight + 10)
        #expect(pseudonymizer.keyCount == 2)
        #expect(pseudonymizer.pseudonym(for: "a", at: midnight - 5) == yesterday)
        pseudonymizer.expireKeys(at: midnight + 2 * 3600)
        #expect(pseudonymizer.keyCount == 1)
        #expect(pseudonymizer.pseudonym(for: "a", at: midnight - 5) == 0)
        #expect(pseudonymizer.pseudonym(for: "a", at: midnight + 20) == today)
    }

    @Test func `keys are destroyed without any event`() {
        let pseudonymizer = Pseudonymizer()
        _ = pseudonymizer.pseudonym(for: "a", at: midnight)
        pseudonymizer.expireKeys(at: midnight + 86_400 + 2 * 3600)
        #expect(pseudonymizer.keyCount == 0)
    }

    @Test func `a clock that leaps there and back leaves no old key behind`() {
        let pseudonymizer = Pseudonymizer()
        let before = pseudonymizer.pseudonym(for: "a", at: midnight)
        _ = pseudonymizer.pseudonym(for: "a", at: midnight + 86_400 * 5_000)
        #expect(pseudonymizer.keyCount == 1)
        let after = pseudonymizer.pseudonym(for: "a", at: midnight)
        #expect(after != before)
        #expect(after != 0)
        #expect(pseudonymizer.keyCount == 1)
        _ = pseudonymizer.pseudonym(for: "a", at: .max)
        _ = pseudonymizer.pseudonym(for: "a", at: .min)
    }

    @Test func `purposes, tenants and instances cannot be joined`() {
        let values = [
            Pseudonymizer(), Pseudonymizer(), Pseudonymizer(purpose: .abuse), Pseudonymizer(tenant: "b"),
        ].map { $0.pseudonym(for: "a", at: midnight) }
        #expect(Set(values).count == values.count)
    }
}
