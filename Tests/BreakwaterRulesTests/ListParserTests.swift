import BreakwaterRules
import Testing

@Suite struct ListParserTests {
    private func parse(_ bytes: [UInt8], _ format: ListFormat = .domains) -> (RuleCollector, ParseSummary) {
        var collector = RuleCollector()
        let summary = ListParser(format: format, file: "list").parse(bytes.span, into: &collector)
        return (collector, summary)
    }

    @Test(arguments: ListFormat.allCases)
    func `an empty list has no lines`(format: ListFormat) {
        let (collector, summary) = parse([], format)
        #expect(summary.lineCount == 0)
        #expect(collector.hosts.isEmpty && collector.rules.isEmpty && collector.diagnostics.totalCount == 0)
    }

    @Test(arguments: [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61]] as [[UInt8]], ListFormat.allCases)
    func `UTF-16 is refused in one sentence`(bytes: [UInt8], format: ListFormat) {
        let (collector, summary) = parse(bytes, format)
        #expect(summary.diagnosedLineCount == 1)
        #expect(collector.diagnostics.kept.first?.message.contains("UTF-16") == true)
        #expect(collector.diagnostics.countsByKind == [.encoding: 1])
    }

    @Test
    func `a line with a NUL byte is reported and the next line read`() {
        let (collector, _) = parse(Array("bad\0.test\ngood.test\n".utf8))
        #expect(collector.hosts.map(\.name) == ["good.test"])
        #expect(collector.diagnostics.kept.map(\.kind) == [.encoding])
    }

    @Test
    func `a line of 10 MB is reported once and the next line read`() {
        let (collector, summary) = parse([UInt8](repeating: 0x61, count: 10_000_000) + Array("\ngood.test".utf8))
        #expect(collector.hosts.map(\.name) == ["good.test"])
        #expect(collector.diagnostics.kept.map(\.kind) == [.lineTooLong])
        #expect(summary.lineCount == 2)
    }

    @Test(arguments: [65_536, 65_537])
    func `the longest line is 64 KiB`(length: Int) {
        let (collector, _) = parse(Array("#".utf8) + [UInt8](repeating: 0x61, count: length - 1))
        #expect(collector.diagnostics.totalCount == (length > 65_536 ? 1 : 0))
    }

    @Test
    func `diagnostics are kept up to a limit and counted beyond it`() {
        var collector = RuleCollector(diagnosticLimit: 10)
        let text = Array(String(repeating: "not a name\n", count: 5_000).utf8)
        ListParser(format: .domains, file: "list").parse(text.span, into: &collector)
        #expect(collector.diagnostics.kept.count == 10)
        #expect(collector.diagnostics.totalCount == 5_000)
        #expect(collector.diagnostics.droppedCount == 4_990)
        #expect(collector.diagnostics.countsByKind == [.syntax: 5_000])
    }

    @Test
    func `a diagnostic names file and line`() {
        let (collector, _) = parse(Array("good.test\nhttp://bad.test/\n".utf8))
        #expect(
            collector.diagnostics.kept.map(\.description) == [
                "list:2: `http://bad.test/` is a URL, not a name: write the host alone, or use a list of format `urls`"
            ])
    }

    @Test
    func `invisible and reordering characters are escaped in diagnostics`() {
        let (collector, _) = parse(Array("a\u{202E}b\u{1B}[2J/x".utf8))
        let message = collector.diagnostics.kept.first?.message ?? ""
        #expect(message.hasPrefix("`a\\u{202E}b\\u{1B}[2J/x`"))
    }

    @Test
    func `the text of a rule is cut at 512 bytes between characters`() {
        let path = String(repeating: "é", count: 400)
        let (collector, _) = parse(Array("||blocked.test/\(path)".utf8), .adblock)
        let text = collector.rules.first?.text ?? ""
        #expect(text.utf8.count == 511 && text.hasSuffix("é"))
    }
}
