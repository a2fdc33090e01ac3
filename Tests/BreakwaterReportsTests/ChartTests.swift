import BreakwaterPolicy
import BreakwaterReports
import Testing

@Suite struct ChartTests {
    @Test(arguments: Language.allCases) func `a chart's table says what the chart shows`(language: Language) {
        let model = Sample.model(.parents, language)
        let charts = ReportCharts(model)
        let numbers = NumberStyle(language)
        let bars = charts.categories()
        #expect(bars.flatMap(\.chart.bars).count == model.categories.count)
        for (chart, table) in bars {
            for (bar, row) in zip(chart.bars, table.rows) {
                #expect(row[0] == bar.name && row[1] == numbers.exact(bar.blocked) && row[2] == numbers.exact(bar.warned))
            }
            let lengths = chart.bars.map { $0.blocked + $0.warned }
            #expect(lengths == lengths.sorted(by: >))
            #expect(table.rows.allSatisfy { $0.count == table.headers.count })
        }
        let columns = charts.columns()
        #expect(columns.count == 4)
        for (chart, _) in columns {
            let table = columns.compactMap(\.table).first { $0.rows.count == chart.columns.count }
            let cell = chart.look == .checked ? 1 : 2
            #expect(table?.rows.map { $0[cell] } == chart.columns.map { numbers.exact($0.value) })
        }
    }

    @Test(arguments: [Palette.light, Palette.dark]) func `colours reach the contrast that WCAG asks for`(theme: Palette.Theme) {
        for background in [theme.page, theme.card] {
            for text in [theme.text, theme.muted, theme.link] { #expect(text.contrast(with: background) >= 4.5, "\(text.hex)") }
            for part in [theme.blue, theme.vermilion, theme.line] { #expect(part.contrast(with: background) >= 3, "\(part.hex)") }
        }
        #expect(theme.green.contrast(with: theme.page) >= 3 && theme.purple.contrast(with: theme.page) >= 3)
    }

    @Test func `contrast is computed as WCAG defines it`() {
        let white = Palette.Colour(0xFFFFFF)
        #expect(abs(Palette.Colour(0x000000).contrast(with: white) - 21) < 0.01)
        #expect(abs(Palette.Colour(0x0072B2).contrast(with: white) - 5.19) < 0.01)
        #expect(abs(Palette.Colour(0xD55E00).contrast(with: white) - 3.87) < 0.01)
        #expect(Palette.Colour(0x0072B2).hex == "#0072B2")
    }
}
