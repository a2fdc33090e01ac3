import BreakwaterPolicy
import Foundation
import Testing

@Suite struct MomentTests {
    @Test(arguments: [
        // seconds since the epoch, offset, local day, local minute
        (0, 0, 0, 0), (59, 0, 0, 0), (60, 0, 0, 1), (86_399, 0, 0, 1_439), (86_400, 0, 1, 0),
        (-1, 0, -1, 1_439), (-86_400, 0, -1, 0), (-86_401, 0, -2, 1_439),
        (0, 9 * 3_600, 0, 540), (54_000, 9 * 3_600, 1, 0), (0, -5 * 3_600, -1, 1_140), (0, 20_700, 0, 345),
        (1_772_483_400, 0, 20_514, 1_230),
    ] as [(Int64, Int, Int32, Int16)])
    func `an instant has one local day and minute`(seconds: Int64, offset: Int, day: Int32, minute: Int16) {
        let moment = Moment(secondsSinceEpoch: seconds, offsetFromUTC: offset)
        #expect(moment.localDay == day)
        #expect(moment.localMinute == minute)
        #expect(moment.secondsSinceEpoch == seconds)
    }

    @Test(arguments: [Int64.min, Int64.max, Int64.min + 1, -1, 0, 1])
    func `no instant traps`(seconds: Int64) {
        for offset in [Int.min, -86_400, 0, 86_400, Int.max] {
            let moment = Moment(secondsSinceEpoch: seconds, offsetFromUTC: offset)
            #expect((0..<1_440).contains(moment.localMinute))
            #expect(DaySet.everyDay.contains(moment.weekday))
        }
    }

    @Test func `weekdays follow each other from Thursday, 1970-01-01`() {
        let week: [DaySet] = [.thursday, .friday, .saturday, .sunday, .monday, .tuesday, .wednesday]
        for day in -15...15 {
            let moment = Moment(secondsSinceEpoch: Int64(day) * 86_400, offsetFromUTC: 0)
            #expect(moment.weekday == week[(day % 7 + 7) % 7])
            #expect(moment.previousWeekday == week[((day - 1) % 7 + 7) % 7])
        }
    }

    @Test func `the clock change in spring leaves out an hour of the night`() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        // 2026-03-29: 01:59:59 CET is followed by 03:00:00 CEST.
        let change = 1_774_746_000
        let before = Moment(Date(timeIntervalSince1970: Double(change - 1)), in: berlin)
        let after = Moment(Date(timeIntervalSince1970: Double(change)), in: berlin)
        #expect(before.localMinute == 119)
        #expect(after.localMinute == 180)
        #expect(before.localDay == after.localDay)
        #expect(after.weekday == .sunday)
    }

    @Test func `the clock change in autumn has an hour twice`() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        // 2026-10-25: 02:59:59 CEST is followed by 02:00:00 CET.
        let change = 1_792_890_000
        let minutes = [-3_600, -1, 0, 3_599].map { Moment(Date(timeIntervalSince1970: Double(change + $0)), in: berlin).localMinute }
        #expect(minutes == [120, 179, 120, 179])
    }

    @Test func `parts of a second and dates that are no number do no harm`() {
        #expect(Moment(Date(timeIntervalSince1970: 59.999), in: .gmt).secondsSinceEpoch == 59)
        #expect(Moment(Date(timeIntervalSince1970: -0.5), in: .gmt).secondsSinceEpoch == -1)
    }

    @Test func `a range crosses midnight where it does not end after its start`() {
        #expect(!MinuteRange(start: 480, end: 900).crossesMidnight)
        #expect(!MinuteRange(start: 0, end: 1_440).crossesMidnight)
        #expect(MinuteRange(start: 1_260, end: 420).crossesMidnight)
        #expect(MinuteRange(start: 0, end: 0).crossesMidnight)
        #expect(MinuteRange(start: 480, end: 480).crossesMidnight)
    }

    @Test func `the sets of days are made of each other`() {
        #expect(DaySet.weekdays.union(.weekend).union(.holiday) == .everyDay)
        #expect(DaySet.weekdays.isDisjoint(with: .weekend))
        #expect(!DaySet.weekdays.union(.weekend).contains(.holiday))
    }
}
