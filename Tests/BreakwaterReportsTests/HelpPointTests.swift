import BreakwaterPolicy
import BreakwaterReports
import Foundation
import Testing

@Suite struct HelpPointTests {
    @Test func `every shown help point was verified within 180 days`() throws {
        let today = CalendarDay(Int32(Date().timeIntervalSince1970 / 86_400))
        for point in HelpDirectory.points(in: Country.allCases) {
            let day = try #require(point.verifiedAt.flatMap(CalendarDay.init(iso:)), "\(point.id)")
            #expect(today.number - day.number <= Int32(HelpDirectory.maximumAge), "\(point.id) must be verified again")
            #expect(day <= CalendarDay(today.number + 1), "\(point.id) was verified in the future")
        }
    }

    @Test func `what waits for verification is never shown`() {
        let waiting = HelpDirectory.all.filter { $0.standing == .needsVerification }
        #expect(!waiting.isEmpty && waiting.allSatisfy { $0.verifiedAt == nil })
        let shown = Set(HelpDirectory.points(in: Country.allCases).map(\.id))
        #expect(waiting.allSatisfy { !shown.contains($0.id) })
        let html = HTMLRenderer().render(Sample.model(.parents, .japanese))
        #expect(!html.contains("9110") && !html.contains("ihaho") && !html.contains("safe-line"))
    }

    @Test func `an entry can be reached, in both languages, at one place`() {
        for point in HelpDirectory.all {
            #expect(point.phone != nil || point.address != nil)
            #expect(point.address?.hasPrefix("https://") ?? true)
            #expect(!point.name.ja.isEmpty && !point.purpose.ja.isEmpty && !point.needs.isEmpty)
        }
        #expect(Set(HelpDirectory.all.map(\.id)).count == HelpDirectory.all.count)
    }

    @Test(arguments: [
        (Language.japanese, "UTC", [Country.japan]), (.english, "Asia/Tokyo", [.japan]), (.english, "Europe/London", [.unitedKingdom]),
        (.english, "America/Chicago", [.unitedStates]), (.english, "Europe/Berlin", [.europeanUnion]),
        (.english, "UTC", [.unitedStates, .unitedKingdom, .europeanUnion]),
    ]) func `the reader's place decides`(language: Language, zone: String, countries: [Country]) {
        #expect(Country.likely(language: language, timeZone: zone) == countries)
    }

    @Test(arguments: Country.allCases) func `every place has somebody to talk to and somewhere to report`(country: Country) {
        #expect(!HelpDirectory.points(for: [.talk], in: [country]).isEmpty)
        #expect(!HelpDirectory.points(for: [.illegalContent], in: [country]).isEmpty)
    }
}
