import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterReports
import Foundation
import Testing

@Suite struct ReportModelTests {
    @Test(arguments: Language.allCases) func `no request is lost or counted twice`(language: Language) {
        let summary = Sample.week()
        let model = Sample.model(.parents, language)
        func sum(_ isCounted: (ActivitySummary.Cell) -> Bool) -> Int64 { summary.cells.filter(isCounted).reduce(0) { $0 + $1.count } }
        #expect(model.totals.checked == sum { _ in true })
        #expect(model.totals.blocked == sum { $0.action == .block })
        #expect(model.totals.warned == sum { $0.action == .warn })
        let rows = model.categories.reduce(0) { $0 + $1.stopped } + model.reasons.reduce(0) { $0 + $1.stopped }
        #expect(rows + model.withheld.stopped == model.totals.stopped)
        #expect(model.days.reduce(0) { $0 + $1.checked } == model.totals.checked)
        #expect(model.profiles.reduce(0) { $0 + $1.totals.checked } == model.totals.checked)
        for row in model.categories {
            #expect(row.stopped == sum { $0.category?.rawValue == row.id && $0.action != .allow && $0.profile != "older-16-17" })
        }
    }

    @Test func `visits to help services appear nowhere`() throws {
        let model = Sample.model(.parents, .english)
        #expect(!model.categories.contains { $0.id == "help" } && !model.guidance.contains { $0.id == "help" })
        #expect(!CSVRenderer().render(model).contains("help"))
    }

    @Test func `a profile of sixteen or more shows totals only to parents`() {
        let model = Sample.model(.parents, .english)
        let older = model.profiles.first { $0.id == "older-16-17" }
        #expect(older?.detail == .totals && older?.categories == [] && older?.nightRequests == nil)
        #expect(model.categories.first { $0.id == "adult" }?.stopped == 2)
        #expect(model.withheld.stopped == 7)
    }

    @Test func `a child's report counts that child alone`() {
        let model = Sample.model(.children, .english)
        #expect(model.profiles.map(\.id) == ["child-6-9"])
        #expect(!model.categories.contains { $0.id == "tracking" })
        #expect(model.guidance.contains { $0.id == "self-harm" }, "what is filtered but was not met is explained too")
    }

    @Test func `JSON carries the whole model`() throws {
        let model = Sample.model(.parents, .japanese)
        let decoded = try JSONDecoder().decode(ReportModel.self, from: JSONRenderer().render(model))
        #expect(decoded == model)
    }

    @Test(arguments: [Int64.max, Int64.min, -1]) func `damaged counts don't trap`(count: Int64) {
        let cell = ActivitySummary.Cell(
            day: Int32.max, hour: -4, profile: "gone", action: .block, rank: .category, category: CategoryID("x"), count: count, people: -3)
        let summary = ActivitySummary(firstDay: Int32.min, lastDay: Int32.max, cells: [cell, cell], droppedEvents: -1)
        for audience in Audience.allCases {
            let model = Sample.model(audience, .english, summary: summary, previous: summary)
            #expect(!HTMLRenderer().render(model).isEmpty)
        }
    }

    @Test(arguments: Language.allCases) func `an empty period says so kindly and names no chart`(language: Language) {
        let empty = ActivitySummary(firstDay: Sample.monday, lastDay: Sample.monday + 6, cells: [])
        let model = Sample.model(.parents, language, summary: empty, previous: nil)
        let html = HTMLRenderer().render(model)
        #expect(model.summary.count == 1 && !html.contains("role=\"img\""))
        #expect(html.contains(language == .english ? "nothing to do" : "何もする必要はありません"))
    }

    @Test func `days outside the period are left out`() {
        let first = CalendarDay(Sample.monday)
        let builder = ReportBuilder(
            summary: Sample.week(), policy: Sample.policy, audience: .parents, language: .english,
            period: ReportPeriod(firstDay: first, lastDay: first))
        let model = builder.build()
        #expect(model.period.kind == .day && model.days.count == 1)
        #expect(model.totals.checked == Sample.week().cells.filter { $0.day == Sample.monday }.reduce(0) { $0 + $1.count })
    }
}
