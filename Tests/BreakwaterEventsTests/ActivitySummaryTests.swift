import BreakwaterEvents
import BreakwaterPolicy
import Foundation
import Testing

@Suite struct ActivitySummaryTests {
    /// 2026-03-02T00:00:00Z in minutes, and as a day.
    private let start: Int64 = 1_772_409_600 / 60
    private let day: Int32 = 20_514

    private var summary: ActivitySummary {
        ActivitySummary(
            of: [
                .sample(minute: start + 1, pseudonym: 1), .sample(minute: start + 59, pseudonym: 2, count: 4),
                .sample(minute: start + 60, pseudonym: 1), .sample(minute: start + 60, category: "adult", pseudonym: 0),
                .sample(minute: start + 1_440, pseudonym: 3), .sample(minute: start - 1), .sample(minute: start + 3 * 1_440),
                DecisionEvent(
                    minute: start, action: .allow, rank: .profileDefault, layer: .url, category: nil, profile: "child", count: 90),
            ], from: day, to: day + 2, timeZone: .gmt)
    }

    @Test func `events are counted by day, hour and combination`() {
        #expect(summary.total() == 98)
        #expect(summary.total { $0.action == .block } == 8)
        #expect(summary.limitedByCategory == [CategoryID("gambling")!: 7, CategoryID("adult")!: 1])
        #expect(summary.limitedByDay.map(\.count) == [7, 1, 0])
        #expect(summary.limitedByHour.prefix(3) == [6, 2, 0])
        #expect(summary.limitedByHour.count == 24)
    }

    @Test func `people are counted once an hour and once a day`() {
        #expect(summary.cells.first { $0.action == .block && $0.hour == 0 }?.people == 2)
        #expect(summary.peopleAtLeast() == 2)
        #expect(
            summary.reach == [
                .init(day: day, profile: "child", category: CategoryID("gambling"), people: 2),
                .init(day: day + 1, profile: "child", category: CategoryID("gambling"), people: 1),
            ])
    }

    @Test func `merging adds counts and takes the larger number of people`() {
        var twice = summary
        var other = summary
        other.appeals = 2
        other.droppedEvents = 5
        other.lastDay += 1
        twice.merge(other)
        #expect(twice.total() == 196)
        #expect(twice.cells.count == summary.cells.count)
        #expect(twice.peopleAtLeast() == 2)
        #expect(twice.reach == summary.reach)
        #expect(twice.appeals == 2)
        #expect(twice.droppedEvents == 5)
        #expect(twice.lastDay == day + 3)
    }

    @Test func `a summary can be narrowed to one profile`() {
        #expect(summary.restricted(to: "child") == summary)
        #expect(summary.restricted(to: "other").cells.isEmpty)
    }

    @Test func `an hour that clocks show twice is one`() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        // 2025-10-26: 02:30 comes at 00:30Z and again at 01:30Z.
        let first: Int64 = 1_761_438_600 / 60
        let summary = ActivitySummary(
            of: [.sample(minute: first), .sample(minute: first + 60)], from: 20_387, to: 20_387, timeZone: berlin)
        #expect(summary.cells.map(\.hour) == [2])
        #expect(summary.cells.map(\.count) == [2])
    }
}
