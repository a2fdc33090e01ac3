import Breakwater
import BreakwaterHTTP
import BreakwaterPolicy
import HTTPTypes
import Testing

/// Quotas and the page before time is up.
@Suite struct TimeTests {
    static let now = TestBundle.now

    static func page(_ action: RequestHeadAction) -> String {
        guard case .reply(let reply) = action else { return "" }
        return String(decoding: reply.body, as: UTF8.self)
    }

    @Test func `a page says once that minutes are left, then time goes on`() {
        let worker = FilterWorker(service: TestBundle.service())
        func ask(_ minute: Int64, user: String = "warned") -> RequestHeadAction {
            ServiceTests.send("/a?b=1", to: "good.test", user: user, worker: worker, now: Self.now + minute * 60)
        }
        // A quota of eight minutes, with a warning three before its end.
        for minute: Int64 in 0..<5 { #expect(ServiceTests.status(ask(minute)) == 200) }
        let warning = ask(5)
        #expect(ServiceTests.status(warning) == 403)
        #expect(Self.page(warning).contains("3 minutes left"))
        #expect(Self.page(warning).contains("href=\"/a?b=1\""))
        for minute: Int64 in [5, 6, 7] { #expect(ServiceTests.status(ask(minute)) == 200) }
        let end = ask(8)
        #expect(ServiceTests.status(end) == 403)
        #expect(Self.page(end).contains("time is used up"))
        // The next day it is said again; pictures never say it.
        for minute: Int64 in 0..<5 { #expect(ServiceTests.status(ask(240 + minute)) == 200) }
        #expect(Self.page(ask(245)).contains("3 minutes left"))
    }

    @Test func `a page says that bedtime begins`() {
        let worker = FilterWorker(service: TestBundle.service())
        func ask(_ minute: Int64) -> RequestHeadAction {
            // 19:50 and on; the schedule begins at 20:00.
            ServiceTests.send("/", to: "good.test", user: "night", worker: worker, now: Self.now - 40 * 60 + minute * 60)
        }
        for minute: Int64 in 0..<5 { #expect(ServiceTests.status(ask(minute)) == 200) }
        #expect(Self.page(ask(5)).contains("5 minutes left"))
        for minute: Int64 in 6..<10 { #expect(ServiceTests.status(ask(minute)) == 200) }
        #expect(Self.page(ask(10)).contains("Bedtime"))
    }

    @Test func `minutes are each client's, and go on after a restart`() {
        let first = UsageMeterFixture()
        for minute in 0..<3 { first.use("a", minute: minute) }
        first.use("b", minute: 0)
        let unsaved = first.meter.unsaved().sorted { $0.minutes < $1.minutes }
        #expect(unsaved.map(\.minutes) == [1, 3])
        #expect(!unsaved.contains { $0.client.contains("a") && $0.client.count < 10 })
        first.meter.markSaved(unsaved)
        #expect(first.meter.unsaved().isEmpty)

        let second = UsageMeterFixture()
        let key = [UInt8](repeating: 7, count: 32)
        let third = UsageMeterFixture()
        second.meter.restore([], key: key)
        for minute in 0..<3 { second.use("a", minute: minute) }
        third.meter.restore(second.meter.unsaved(), key: key)
        #expect(third.used("a", minute: 10) == 3)
        #expect(third.used("b", minute: 10) == 0)
        #expect(third.meter.unsaved().isEmpty)
        third.use("a", minute: 11)
        #expect(third.meter.unsaved().map(\.minutes) == [1])
    }

    struct UsageMeterFixture {
        let service = TestBundle.service()
        var meter: UsageMeter { service.usage }

        private func moment(_ minute: Int) -> Moment {
            Moment(secondsSinceEpoch: TimeTests.now + Int64(minute) * 60, offsetFromUTC: 0)
        }

        func use(_ client: String, minute: Int) { _ = meter.minutes(for: client, profile: "child", at: moment(minute), counting: true) }
        func used(_ client: String, minute: Int) -> Int { meter.minutes(for: client, profile: "child", at: moment(minute), counting: false) }
    }

    @Test(arguments: [
        (GrantTerm.halfHour, TestBundle.now + 1800), (.today, TestBundle.now + 12_600), (.always, 253_402_300_799),
    ]) func `a term ends`(term: GrantTerm, end: Int64) {
        // 20:30 UTC: three and a half hours before midnight.
        #expect(term.expiry(from: Moment(secondsSinceEpoch: TestBundle.now, offsetFromUTC: 0)) == end)
    }
}
