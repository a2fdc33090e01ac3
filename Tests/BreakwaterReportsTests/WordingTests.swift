import BreakwaterPolicy
import BreakwaterReports
import Foundation
import Testing

@Suite struct WordingTests {
    let english = NumberStyle(.english)
    let japanese = NumberStyle(.japanese)

    @Test(arguments: [
        (0, "0", "0"), (999, "999", "999"), (12_345, "12,345", "1万2,345"), (1_234_567, "1.2 million", "123万4,567"),
        (3_000_000_000, "3 billion", "30億"), (100_000_000, "100 million", "1億"), (120_010_000, "120 million", "1億2,001万"),
    ] as [(Int64, String, String)]) func `large numbers are read as the language says them`(value: Int64, en: String, ja: String) {
        #expect(english.spoken(value) == en)
        #expect(japanese.spoken(value) == ja)
    }

    @Test(arguments: [
            (0, 10, "0%"), (10, 10, "100%"), (1, 3, "33.3%"), (1, 200, "0.50%"), (1, 1_000_000, "under 0.01%"),
            (999_999, 1_000_000, "over 99.9%"),
        (0, 0, "none"),
    ] as [(Int64, Int64, String)]) func `a share never rounds something to nothing`(part: Int64, whole: Int64, text: String) {
        #expect(english.share(part, of: whole) == text)
    }

    @Test func `a change has its sign`() {
        #expect(english.change(from: 3, to: 5) == "+2" && english.change(from: 5, to: 3) == "−2" && english.change(from: 5, to: 5) == "±0")
        #expect(english.change(from: .min, to: .max) != "")
    }

    @Test func `days agree with the calendar`() throws {
        var calendar = Foundation.Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for number in stride(from: Int32(-140_000), through: 60_000, by: 97) where number > -141_000 {
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let day = CalendarDay(number)
            #expect(day.components.year == parts.year && day.components.month == parts.month && day.components.day == parts.day)
            #expect((day.weekday + 1) % 7 + 1 == parts.weekday)
            #expect(CalendarDay(iso: day.iso) == day)
        }
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-1-1", "x", "", "2026-00-10", "２０２６-01-01", "2026-11-16-"])
    func `what is no day is no day`(text: String) { #expect(CalendarDay(iso: text) == nil) }

    @Test func `days are written as people write them`() throws {
        let day = try #require(CalendarDay(iso: "2026-03-01"))
        #expect(DayStyle(.japanese).long(day) == "2026年3月1日（日）")
        #expect(DayStyle(.english).long(day) == "Sunday 1 March 2026")
        let period = ReportPeriod(firstDay: day, lastDay: CalendarDay(day.number + 30))
        #expect(DayStyle(.english).range(period) == "Sunday 1 to Tuesday 31 March 2026")
        #expect(DayStyle(.japanese).range(period) == "2026年3月1日（日）〜31日（火）")
        #expect(period.kind == .month && period.previous.firstDay.iso == "2026-02-01" && period.previous.lastDay.iso == "2026-02-28")
    }

    @Test func `an interval is honest about zero of many`() {
        let interval = WilsonInterval(successes: 0, trials: 3_000)
        #expect(interval.lower == 0 && interval.upper > 0.001 && interval.upper < 0.0015)
    }
}
