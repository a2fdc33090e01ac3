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
    func `a parser for the folder format reads each file by its name`() {
        var collector = RuleCollector()
        let bytes = Array("^blocked\\.test/".utf8)
        ListParser(format: .squidGuard, file: "adult/expressions").parse(bytes.span, into: &collector)
        #expect(collector.rules.count == 1)
        #expect(collector.rules.first?.text == "^blocked\\.test/")
    }
}
