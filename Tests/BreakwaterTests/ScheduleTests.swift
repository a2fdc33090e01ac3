import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import Foundation
import Testing

@Suite struct ScheduleTests {
    private static func engine(
        _ schedules: [Schedule], quotas: [Quota] = [], holidays: [Int32] = [], categories: [String: Action] = [:],
        lists: [TestPolicy.List] = []
    ) throws -> Engine {
        try TestPolicy(
            profiles: [.test("child", categories, schedules: schedules, quotas: quotas)], lists: lists, holidays: holidays
        ).engine()
    }

    /// 2026-03-02, a Monday.
    private static let monday: Int64 = 20_514

    @Test(arguments: [
        // days from Monday, hour, minute, whether bedtime is in force, hours and minutes until it ends
        (0, 20, 59, false, 0), (0, 21, 0, true, 600), (0, 23, 59, true, 421),
        (1, 0, 0, true, 420), (1, 6, 59, true, 1), (1, 7, 0, false, 0),
        // Friday's range begins on no listed day, Thursday's ends on Friday morning.
        (4, 6, 30, true, 30), (4, 22, 0, false, 0), (5, 6, 0, false, 0),
    ])
    func `a range over midnight belongs to the day that it starts on`(
        day: Int64, hour: Int, minute: Int, isBlocked: Bool, left: Int64
    ) throws {
        let engine = try Self.engine([.test("Bedtime", [.monday, .tuesday, .wednesday, .thursday], [(21 * 60, 7 * 60)])])
        let moment = Moment.on(day: Self.monday + day, hour, minute, second: 42)
        let verdict = engine.verdict("https://example.org/", at: moment)
        #expect(verdict.action == (isBlocked ? .block : .allow))
        guard isBlocked else { return }
        #expect(verdict.rank == .time)
        #expect(verdict.changesAt == moment.secondsSinceEpoch - 42 + left * 60)
        #expect(verdict.scheduleIndex == 0)
    }

    @Test func `a schedule may have several ranges, and the one that ends last is told`() throws {
        let engine = try Self.engine([.test("Lessons", .weekdays, [(8 * 60, 12 * 60), (11 * 60, 12 * 60 + 30), (13 * 60, 15 * 60)])])
        let seconds = { (hour: Int, minute: Int) in Moment.monday(hour, minute).secondsSinceEpoch }
        #expect(engine.verdict("https://example.org/", at: .monday(9)).changesAt == seconds(12, 0))
        #expect(engine.verdict("https://example.org/", at: .monday(11, 30)).changesAt == seconds(12, 30))
        #expect(engine.verdict("https://example.org/", at: .monday(12, 30)).action == .allow)
        #expect(engine.verdict("https://example.org/", at: .monday(14, 59)).changesAt == seconds(15, 0))
        #expect(engine.verdict("https://example.org/", at: .monday(15)).action == .allow)
    }

    @Test func `a whole day can be written to its end or round midnight`() throws {
        for range in [(0, 1440), (0, 0)] {
            let engine = try Self.engine([.test("Closed", .sunday, [range])])
            #expect(engine.verdict("https://example.org/", at: .on(day: Self.monday + 6, 0)).action == .block)
            #expect(engine.verdict("https://example.org/", at: .on(day: Self.monday + 6, 23, 59)).action == .block)
            #expect(engine.verdict("https://example.org/", at: .on(day: Self.monday + 7, 0)).action == .allow)
            #expect(engine.verdict("https://example.org/", at: .on(day: Self.monday + 5, 23, 59)).action == .allow)
        }
    }

    @Test func `a holiday counts as a holiday and not as its weekday`() throws {
        let holiday = Int32(Self.monday)
        let lessons = Schedule.test("Lessons", .weekdays, [(8 * 60, 15 * 60)])
        let late = Schedule.test("Late", .holiday, [(22 * 60, 6 * 60)])
        let engine = try Self.engine([lessons, late], holidays: [holiday])
        #expect(engine.verdict("https://example.org/", at: .monday(9)).action == .allow)
        #expect(engine.verdict("https://example.org/", at: .monday(23)).scheduleIndex == 1)
        // The night that began on the holiday goes on into a plain Tuesday, whose lessons count again.
        #expect(engine.verdict("https://example.org/", at: .on(day: Self.monday + 1, 5)).scheduleIndex == 1)
        #expect(engine.verdict("https://example.org/", at: .on(day: Self.monday + 1, 9)).scheduleIndex == 0)
        #expect(engine.verdict("https://example.org/", at: .on(day: Self.monday + 1, 23)).action == .allow)
    }

    @Test func `every day has the holidays in it`() throws {
        let engine = try Self.engine([.test("Bedtime", .everyDay, [(1200, 1440)])], holidays: [Int32(Self.monday)])
        #expect(engine.verdict("https://example.org/", at: .monday(21)).rank == .time)
    }

    @Test func `a schedule may change what categories do`() throws {
        let games = try #require(CategoryID("games"))
        let adult = try #require(CategoryID("adult"))
        let lists: [TestPolicy.List] = [
            .init("games", .domains, "games", ["play.test", "both.test"]), .init("adult", .domains, "adult", ["adult.test", "both.test"]),
        ]
        let engine = try Self.engine(
            [
                .test("Homework", .weekdays, [(16 * 60, 18 * 60)], .categories([games: .block])),
                .test("Free time", .weekdays, [(18 * 60, 19 * 60)], .categories([games: .allow, adult: .block])),
            ], categories: ["games": .warn, "adult": .block], lists: lists)
        let play = { (hour: Int) in engine.verdict("https://play.test/", at: .monday(hour)) }
        #expect([15, 16, 18, 19].map { play($0).action } == [.warn, .block, .allow, .warn])
        #expect([15, 16, 18, 19].map { play($0).scheduleIndex } == [nil, 0, 1, nil])
        #expect(play(16).rank == .category)
        // The schedule is named only where it acted on the category that decided.
        let both = engine.verdict("https://both.test/", at: .monday(16))
        #expect(both.categoryIndex == 2)
        #expect(both.scheduleIndex == 0)
        let other = engine.verdict("https://adult.test/", at: .monday(16))
        #expect(other.action == .block)
        #expect(other.scheduleIndex == nil)
        #expect(engine.reason(for: play(16), profile: "child").scheduleName?.en == "Homework")
    }

    @Test(arguments: [(0, false), (89, false), (90, true), (1440, true)])
    func `a quota blocks once its minutes are used`(used: Int, isBlocked: Bool) throws {
        let engine = try Self.engine([], quotas: [Quota(days: .weekdays, minutes: 90)])
        let verdict = engine.verdict("https://example.org/", at: .monday(15, 30), usedMinutes: used)
        #expect((verdict.rank == .time) == isBlocked)
        guard isBlocked else { return }
        #expect(verdict.action == .block)
        #expect(verdict.scheduleIndex == nil)
        #expect(verdict.changesAt == Moment.on(day: Self.monday + 1, 0).secondsSinceEpoch)
        let changes = engine.reason(for: verdict, profile: "child").wouldChange
        #expect(changes == [.quotaResets(Moment.on(day: Self.monday + 1, 0).secondsSinceEpoch), .guardianMayApprove])
    }

    @Test func `a quota of another day does not count`() throws {
        let engine = try Self.engine([], quotas: [Quota(days: [.saturday, .holiday], minutes: 0)], holidays: [Int32(Self.monday + 2)])
        #expect(engine.verdict("https://example.org/", usedMinutes: 500).action == .allow)
        #expect(engine.verdict("https://example.org/", at: .on(day: Self.monday + 2, 1)).rank == .time)
        #expect(engine.verdict("https://example.org/", at: .on(day: Self.monday + 5, 1)).rank == .time)
    }

    @Test func `time is judged in the policy's zone`() throws {
        let engine = try TestPolicy(
            profiles: [.test("child", schedules: [.test("Bedtime", .monday, [(21 * 60, 22 * 60)])])], timeZone: "Asia/Tokyo"
        ).engine()
        // 12:30 UTC is 21:30 in Tokyo, the same Monday.
        let moment = Moment(secondsSinceEpoch: Self.monday * 86_400 + 12 * 3_600 + 1_800, offsetFromUTC: 9 * 3_600)
        #expect(engine.verdict("https://example.org/", at: moment).rank == .time)
        #expect(engine.moment(at: .init(timeIntervalSince1970: Double(moment.secondsSinceEpoch))) == moment)
    }
}
