import BreakwaterRules
import Testing

/// What fuzzing found, kept: Tests/Fuzz has the targets.
@Suite struct FuzzFindingTests {
    @Test(arguments: ["||[20\u{10}1:db8::7]^", "||a\u{7F}b.test^$image", "|https://a\u{1}b.test/x", "@@||ads\u{5}*"])
    func `a rule for a host that no URL can have is refused`(line: String) {
        var collector = RuleCollector()
        let summary = ListParser(format: .adblock, file: "list").parse(Array(line.utf8).span, into: &collector)
        #expect(collector.rules.isEmpty && collector.hosts.isEmpty)
        #expect(summary.diagnosedLineCount == 1)
        #expect(collector.diagnostics.kept.first?.message.contains("which no host has") == true)
    }
}
