import BreakwaterRules
import Testing

@Suite struct SquidGuardDirectoryTests {
    @Test
    func `a folder's lists are told by name and asked in squidGuard's order`() {
        let folder = SquidGuardDirectory(fileNames: ["usage", "urls.gz", "very_restrictive_expression", "expressions", "domains"])
        #expect(folder.lists.map(\.fileName) == ["domains", "urls.gz", "expressions"])
        #expect(folder.lists.map(\.format) == [.domains, .urls, .squidGuardExpressions])
        #expect(folder.usageFileName == "usage")
    }

    @Test(arguments: [
        ("black\n", SquidGuardDirectory.Usage.black), ("white\n", .white), ("white\nblack\n", .black), ("\r\n white \r\n", .white),
        ("grey", nil), ("", nil),
    ] as [(String, SquidGuardDirectory.Usage?)])
    func `usage is one word`(text: String, usage: SquidGuardDirectory.Usage?) {
        let bytes = Array(text.utf8)
        #expect(SquidGuardDirectory.usage(bytes.span) == usage)
    }

    @Test
    func `a diff adds to a list and takes out of it, and lines keep their numbers`() {
        let folder = SquidGuardDirectory(fileNames: ["domains", "domains.diff", "urls", "expressions"])
        #expect(folder.lists.map(\.fileName) == ["domains", "urls", "domains.diff", "expressions"])
        #expect(folder.lists.map(\.diffFileName) == ["domains.diff", nil, nil, nil])
        let diff = Array("+new.test\n-Gone.test\n- spaced.test\n-never.test\n+mixed.test/path\nplain.test\n".utf8)
        var list = Array("kept.test\r\ngone.test\nspaced.test # why\nnotgone.test\ngone.test.example\n".utf8)
        SquidGuardDiff(diff.span).apply(to: &list)
        var collector = RuleCollector()
        ListParser(format: .domains, file: "domains").parse(list.span, into: &collector)
        #expect(collector.hosts.map { "\($0.line) \($0.name)" } == ["1 kept.test", "4 notgone.test", "5 gone.test.example"])
        var changes = RuleCollector()
        let summary = ListParser(format: .squidGuard, file: "adult/domains.diff").parse(diff.span, into: &changes)
        #expect(changes.hosts.map(\.name) == ["new.test"])
        #expect(changes.rules.map(\.text) == ["mixed.test/path"])
        #expect(changes.diagnostics.kept.map(\.severity) == [.error, .note])
        #expect(summary.notedLineCount == 3)
    }

    @Test
    func `a parser for the folder format reads each file by its name`() {
        var collector = RuleCollector()
        let bytes = Array("^blocked\\.test/".utf8)
        ListParser(format: .squidGuard, file: "adult/expressions").parse(bytes.span, into: &collector)
        #expect(collector.rules.count == 1)
        #expect(collector.rules.first?.text == "^blocked\\.test/")
    }
}
