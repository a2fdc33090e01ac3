import BreakwaterRules
import Foundation
import TestSupport
import Testing

/// The lists that people really use. Counts are printed, so that a change of the parser shows in the log.
@Suite(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"), .serialized)
struct RealListTests {
    static let formats: [String: ListFormat] = [
        "hosts/stevenblack.adblock.txt.gz": .adblock, "hosts/stevenblack.dnsmasq.txt.gz": .dnsmasq,
        "hosts/stevenblack.domains.txt.gz": .domains, "hosts/stevenblack.wildcard.txt.gz": .wildcard,
        "domains/chris_doh.list.gz": .addresses, "domains/dating-services-extended.txt.gz": .hosts,
        "regex/mmotti-regex.list": .hostExpressions, "regex/owasp-crs-rx.txt": .expressions,
    ]

    static let files: [String] =
        ["hosts", "domains", "adblock", "ut1"].flatMap { TestFiles.files(under: $0) }.filter { !$0.hasSuffix("global_usage") }
        + ["regex/mmotti-regex.list", "regex/owasp-crs-rx.txt"]

    static func format(of file: String) -> ListFormat {
        if let format = formats[file] { return format }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        if let format = SquidGuardDirectory.format(ofFileNamed: name) { return format }
        if name.hasSuffix("_urls.gz") { return .urls }
        if name.hasSuffix("expression") { return .squidGuardExpressions }
        if file.hasPrefix("adblock/") { return .adblock }
        return file.hasPrefix("hosts/") ? .hosts : .domains
    }

    @Test(arguments: files)
    func `a real list is read to its end and every line accounted for`(file: String) throws {
        let bytes = try TestFiles.bytes(file)
        let format = Self.format(of: file)
        var tally = Tally()
        let summary = ListParser(format: format, file: file).parse(bytes.span, into: &tally)
        #expect(summary.isComplete)
        #expect(tally.hosts + tally.rules > 0 || bytes.isEmpty)
        print("\(file) (\(format.rawValue)): \(summary.lineCount) lines, \(tally.hosts) hosts, \(tally.rules) rules, "
            + "\(summary.notedLineCount) counted, diagnostics \(tally.diagnostics.description)")
        // A list that people use is nearly clean; more complaints are our misreading. Rules that edit messages and
        // SafeSearch pins are no mistakes.
        let leftOut = (tally.diagnostics["unsupported-modifier"] ?? 0) + (tally.diagnostics["rewrite"] ?? 0)
        #expect(summary.diagnosedLineCount - leftOut <= summary.lineCount / 100 + 30)
    }

    @Test(arguments: files.filter { !$0.hasPrefix("regex/owasp") && !$0.hasSuffix("expression") })
    func `the format of a real list is told from its text`(file: String) throws {
        let bytes = try TestFiles.bytes(file)
        guard !bytes.isEmpty else { return }
        let name = file.hasPrefix("ut1/historic-max") ? "list" : file.split(separator: "/").last.map(String.init) ?? ""
        let detected = ListFormat.detect(bytes.span, fileName: name)
        let format = Self.format(of: file)
        #expect(detected == format || format == .urls && detected == .domains)
    }

    @Test(arguments: TestFiles.files(under: "e2guardian/lists") { $0.contains("phraselists/") && $0.contains("weighted") })
    func `an e2guardian phrase list is read to its end`(file: String) throws {
        let bytes = try TestFiles.bytes(file)
        var tally = Tally()
        let summary = ListParser(format: .phrases, file: file).parse(bytes.span, into: &tally)
        #expect(summary.isComplete)
        print("\(file): \(tally.rules) phrases, diagnostics \(tally.diagnostics.description)")
    }

    @Test
    func `one list in five formats gives the same names`() throws {
        func names(_ file: String, _ format: ListFormat) throws -> Set<String> {
            var collector = RuleCollector()
            let bytes = try TestFiles.bytes("hosts/stevenblack.\(file).txt.gz")
            ListParser(format: format, file: file).parse(bytes.span, into: &collector)
            #expect(collector.diagnostics.totalCount == 0)
            #expect(collector.rules.isEmpty)
            return Set(collector.hosts.map(\.name))
        }
        let wildcard = try names("wildcard", .wildcard)
        #expect(try names("adblock", .adblock) == wildcard)
        #expect(try names("dnsmasq", .dnsmasq) == wildcard)
        #expect(wildcard.count == 92_436)
        // The publisher drops from the wildcard files what a parent covers, so there the names agree by coverage.
        let domains = try names("domains", .domains)
        // (216 names lost their parent on the way, in the publisher's conversion.)
        #expect(domains.count { !isCovered($0, by: wildcard) } == 216)
        #expect(wildcard.isSubset(of: domains))
        // The hosts file is two days younger than the others.
        let hosts = try names("hosts", .hosts)
        #expect(hosts.count == 121_356)
        #expect(Double(hosts.subtracting(domains).count) < 0.05 * Double(hosts.count))
    }

    private func isCovered(_ name: String, by names: Set<String>) -> Bool {
        var rest = Substring(name)
        while true {
            if names.contains(String(rest)) { return true }
            guard let dot = rest.firstIndex(of: ".") else { return false }
            rest = rest[rest.index(after: dot)...]
        }
    }

    @Test
    func `a hosts file with SafeSearch pins does not block the search engine`() throws {
        var collector = RuleCollector()
        let bytes = try TestFiles.bytes("hosts/safesearch-strict-hosts.gz")
        ListParser(format: .hosts, file: "safesearch").parse(bytes.span, into: &collector)
        #expect(!collector.hosts.contains { $0.name == "google.com" || $0.name == "www.google.com" || $0.name == "www.bing.com" })
        #expect((collector.diagnostics.countsByKind[.rewrite] ?? 0) > 100)
    }
}
