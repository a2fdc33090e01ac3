import BreakwaterRules
import Foundation
import TestSupport
import Testing

/// The lists of `Corpus/rules` and, beside each, what the parser must make of it. `RECORD_GOLDEN=1` writes them anew.
@Suite struct GoldenListTests {
    static let cases: [(file: String, format: ListFormat)] = [
        ("hosts.txt", .hosts), ("domains.txt", .domains), ("wildcard.txt", .wildcard), ("dnsmasq.conf", .dnsmasq),
        ("rpz.zone", .rpz), ("rpz-dump.zone", .rpz), ("rpz-nested.zone", .rpz),
        ("unbound.conf", .unbound), ("dnscrypt.txt", .dnscrypt),
        ("squidguard.diff", .squidGuardDiff), ("search-terms.txt", .searchTerms), ("extensions.txt", .extensions),
        ("urls.txt", .urls), ("adblock-hosts.txt", .adblock), ("adblock-patterns.txt", .adblock),
        ("adblock-modifiers.txt", .adblock), ("adblock-badfilter.txt", .adblock), ("adblock-directives.txt", .adblock),
        ("expressions.txt", .expressions), ("squidguard-expressions.txt", .squidGuardExpressions),
        ("host-expressions.txt", .hostExpressions), ("phrases.txt", .phrases), ("addresses.txt", .addresses),
        ("hashes.txt", .hashes),
    ]

    @Test(arguments: cases)
    func `a list gives the entries and diagnostics that were reviewed`(file: String, format: ListFormat) throws {
        let input = TestFiles.corpus.appending(path: file)
        let golden = TestFiles.corpus.appending(path: "\(input.deletingPathExtension().lastPathComponent).golden")
        let actual = ListDump.text(try TestFiles.bytes(of: input), format, file: file)
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
            try actual.write(to: golden, atomically: true, encoding: .utf8)
        }
        #expect(actual == (try String(contentsOf: golden, encoding: .utf8)))
    }

    @Test(arguments: cases)
    func `line ends, a byte order mark and a missing last end make no difference`(file: String, format: ListFormat) throws {
        let bytes = try TestFiles.bytes(of: TestFiles.corpus.appending(path: file))
        let expected = ListDump.text(bytes, format, file: file)
        let crlf = bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        #expect(ListDump.text(crlf, format, file: file) == expected)
        #expect(ListDump.text(bytes.map { $0 == 0x0A ? 0x0D : $0 }, format, file: file) == expected)
        #expect(ListDump.text([0xEF, 0xBB, 0xBF] + bytes, format, file: file) == expected)
        #expect(ListDump.text(Array(bytes.dropLast()), format, file: file) == expected)
    }

    @Test(arguments: cases.filter { $0.format != .squidGuardExpressions && $0.format != .squidGuardDiff && $0.format != .searchTerms })
    func `the format is told from the text`(file: String, format: ListFormat) throws {
        let bytes = try TestFiles.bytes(of: TestFiles.corpus.appending(path: file))
        #expect(ListFormat.detect(bytes.span, fileName: "list") == format)
    }
}
