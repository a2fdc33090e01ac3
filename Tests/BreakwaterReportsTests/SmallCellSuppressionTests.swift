import BreakwaterPolicy
import BreakwaterReports
import Testing

@Suite struct SmallCellSuppressionTests {
    typealias Cell = SmallCellSuppression.Cell
    let rule = SmallCellSuppression(threshold: 10)

    @Test func `one small cell takes the next smallest with it`() {
        let cells = [Cell(id: "a", count: 900, people: 50), Cell(id: "b", count: 80, people: 12), Cell(id: "c", count: 3, people: 1)]
        #expect(rule.hidden(among: cells) == ["b", "c"])
    }

    @Test func `two small cells cover each other, and none hides nothing`() {
        #expect(
            rule.hidden(among: [
                Cell(id: "a", count: 9, people: 9), Cell(id: "b", count: 1, people: 1), Cell(id: "c", count: 99, people: 10),
            ]) == ["a", "b"])
        #expect(rule.hidden(among: [Cell(id: "c", count: 99, people: 10)]).isEmpty)
    }

    @Test func `no pattern of three cells leaves one alone`() {
        for a in 0...11 { for b in 0...11 { for c in 0...11 {
            let cells = [Cell(id: "a", count: 1, people: a), Cell(id: "b", count: 2, people: b), Cell(id: "c", count: 3, people: c)]
            let hidden = rule.hidden(among: cells)
            #expect(hidden.count != 1)
            #expect(cells.allSatisfy { hidden.contains($0.id) || $0.people >= 10 })
        } } }
    }

    @Test(arguments: [Audience.teachers, .public]) func `a school's small numbers can't be found by subtraction`(audience: Audience) {
        let model = Sample.model(audience, .english, summary: Sample.school())
        let html = HTMLRenderer().render(model)
        #expect(!model.categories.contains { $0.id == "self-harm" || $0.id == "adult" })
        #expect(!html.contains("Self-harm"))
        let shown = model.categories.reduce(0) { $0 + $1.stopped } + model.reasons.reduce(0) { $0 + $1.stopped }
        #expect(model.totals.stopped == shown, "a total is the sum of what is shown")
        #expect(model.days.allSatisfy { $0.stopped == nil } && model.hours.allSatisfy { $0.stopped == nil })
        #expect(model.profiles.allSatisfy { $0.totals.stopped == 0 && $0.categories.isEmpty })
        #expect((model.suppression?.hiddenRows ?? 0) >= 2)
    }

    @Test(arguments: [Audience.teachers, .public]) func `where everybody is few, nothing is shown`(audience: Audience) {
        let model = Sample.model(audience, .english, summary: Sample.week(people: 1))
        #expect(model.categories.isEmpty && model.reasons.isEmpty && model.profiles.isEmpty)
        #expect(model.totals.checked == 0 && model.appeals == 0)
        #expect(!CSVRenderer().render(model).contains("category"))
    }

    @Test func `the public report names no sealed list`() {
        let model = Sample.model(.public, .english, summary: Sample.school())
        #expect(model.lists.map(\.id) == ["starter-help", "starter-gambling"])
        #expect(!HTMLRenderer().render(model).contains("secret-sealed"))
    }
}
