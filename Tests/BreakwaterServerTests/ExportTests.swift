import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterServer
import Foundation
import TestSupport
import Testing

/// What an export says is what the policy decides: each file is read again, by our parsers or by a small reader of the format's own rules.
struct ExportTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let games = "A.Test\nb.test\nsub.b.test\nb.test\nexcepted.test\nwide.test\nxn--bcher-kva.test\n"
    private static let hosts = "0.0.0.0 exact.test\n0.0.0.0 other.exact.test\n0.0.0.0 b.test\n"
    private static let rules =
        "||rules.test^\n@@||open.wide.test^\n||important.test^$important\n@@||important.test^\n||c.test/ads/*/x$script,third-party\n"
            + "/^https?:..d[0-9]+.test/$domain=a.test|~b.a.test\n|http://e.test/|\n/banner/*/f.\n"

    private static let names = [
        "a.test", "x.a.test", "b.test", "sub.b.test", "x.sub.b.test", "excepted.test", "x.excepted.test", "wide.test", "open.wide.test",
        "x.open.wide.test",
        "y.wide.test", "xn--bcher-kva.test", "exact.test", "x.exact.test", "other.exact.test", "rules.test", "important.test",
        "x.important.test",
        "help.example", "www.help.example", "free.test", "test", "sealed.test",
    ]

    private func compilation() throws -> PolicyCompilation {
        try folder.write("games.txt", Self.games)
        try folder.write("hosts.txt", Self.hosts)
        try folder.write("rules.txt", Self.rules)
        try folder.write("exceptions.txt", "excepted.test\n")
        try folder.write("help.txt", "help.example\n")
        try folder.write("adult.txt", "adult.test\nhelp.example\n")
        try folder.write("sealed.txt", "sealed.test\n")
        let path = try folder.write("policy.yaml", """
            categories:
              - { id: games, name: G, description: D, for-children: F, topic: content }
              - { id: adult, name: A, description: D, for-children: F, topic: content }
            lists:
              - { id: games, path: games.txt, format: domains, category: games }
              - { id: hosts, path: hosts.txt, format: hosts, category: games }
              - { id: rules, path: rules.txt, format: adblock, category: games }
              - { id: exceptions, path: exceptions.txt, format: domains, category: games, kind: exception }
              - { id: adult, path: adult.txt, format: domains, category: adult }
              - { id: help, path: help.txt, format: domains, kind: help }
              - { id: sealed, path: sealed.txt, format: domains, category: adult, kind: sealed }
            profiles:
              - { id: child, age-band: 6-9, block: [games, adult] }
              - { id: teen, age-band: 13-15, block: adult }
              - { id: grown-up, age-band: adult }
            """)
        return try PolicyCompilation(PolicyReader().read(contentsOf: path), stateDirectory: folder.path)
    }

    /// Which of the names the policy blocks for a child, sealed lists apart: they are never written.
    private func blockedByPolicy() throws -> Set<String> {
        let path = folder.path + "/policy.bwb"
        _ = try compilation().write(to: path)
        return try blocked(try Engine(contentsOf: path), "child").subtracting(["sealed.test"])
    }

    private func blocked(_ engine: Engine, _ profile: ProfileID) throws -> Set<String> {
        var scratch = MatchScratch()
        return Set(Self.names.filter { name in
            engine.decide(Request(url: "http://\(name)/", profile: profile, at: engine.moment()), using: &scratch).action == .block
        })
    }

    private func export(_ format: ExportFormat, widens: Bool = false, categories: [CategoryID]? = nil) throws -> (
        path: String, summary: Exporter.Summary
    ) {
        let path = folder.path + "/out-\(format.rawValue)"
        return (path, try Exporter(try compilation(), categories: categories, profile: "child", widens: widens).write(format, to: path))
    }

    /// Reads an export as a list of the one category.
    private func blockedByExport(_ path: String, _ format: ListFormat) throws -> Set<String> {
        let bundle = folder.path + "/again.bwb"
        _ = try PolicyCompilation(lists: [ListArgument("games=\(path):\(format.rawValue)")]).write(to: bundle)
        return try blocked(try Engine(contentsOf: bundle), "default")
    }

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func `an Adblock export decides as the policy does`() throws {
        let (path, summary) = try export(.adblock)
        #expect(try blockedByExport(path, .adblock) == blockedByPolicy())
        #expect(summary.leftOut.isEmpty && summary.exceptions == 1)
        // sub.b.test is below b.test, b.test is there twice, excepted.test and help.example are not blocked.
        let text = try lines(path)
        #expect(
            text.filter { $0.hasPrefix("||") && $0.hasSuffix("^") }.sorted() == [
                "||a.test^", "||adult.test^", "||b.test^", "||important.test^", "||rules.test^", "||wide.test^", "||xn--bcher-kva.test^",
            ])
        #expect(text.contains("@@||open.wide.test^") && text.contains("|http://exact.test^"))
    }

    @Test func `Adblock rules are the same when they are read again`() throws {
        let (path, summary) = try export(.adblock)
        func triggers(_ file: String) throws -> Set<Rule.Trigger> {
            var collector = RuleCollector()
            let bytes = Array(try String(contentsOfFile: file, encoding: .utf8).utf8)
            ListParser(format: .adblock, file: file).parse(bytes.span, into: &collector)
            #expect(collector.diagnostics.totalCount == 0, "\(collector.diagnostics.kept)")
            return Set(collector.rules.map(\.trigger))
        }
        let written = try triggers(path)
        let original = try triggers(folder.path + "/rules.txt")
        #expect(original.count == 4 && original.isSubset(of: written))
        #expect(summary.rules == 4)
    }

    @Test func `a dnsmasq export decides as the policy does, but for names alone`() throws {
        let (path, summary) = try export(.dnsmasq)
        #expect(try blockedByExport(path, .dnsmasq) == blockedByPolicy().subtracting(["exact.test", "other.exact.test"]))
        #expect(
            summary.leftOut["a name without what is below it"] == 2 && summary.leftOut["a URL rule"] == 3
                && summary.leftOut["an expression"] == 1)
        let wide = try export(.dnsmasq, widens: true)
        #expect(wide.summary.widened == 2)
        #expect(try blockedByExport(wide.path, .dnsmasq) == blockedByPolicy().union(["x.exact.test"]))
    }

    @Test func `a hosts export names each host alone`() throws {
        let (path, summary) = try export(.hosts)
        let expected: Set = [
            "a.test", "b.test", "sub.b.test", "wide.test", "xn--bcher-kva.test", "exact.test", "other.exact.test", "rules.test",
            "important.test",
        ]
        #expect(try blockedByExport(path, .hosts) == expected)
        #expect((summary.leftOut["what is below a name"] ?? 0) > 0)
    }

    @Test(arguments: [ExportFormat.domains, .squidGuard])
    func `formats without exceptions say what they leave out`(_ format: ExportFormat) throws {
        let (path, summary) = try export(format)
        let file = format == .squidGuard ? path + "/domains" : path
        let blocked = try blockedByExport(file, .domains)
        #expect(
            blocked
                == (try blockedByPolicy()).union(["open.wide.test", "x.open.wide.test"]).subtracting(["exact.test", "other.exact.test"]))
        #expect(summary.leftOut["an exception below a name that is written"] == 1)
    }

    @Test func `squidGuard gets its URLs too`() throws {
        try folder.write("urls.txt", "mixed.test/adult\nwww.mixed.test/b/\n")
        let out = folder.path + "/sg"
        let summary = try Exporter(PolicyCompilation(lists: [ListArgument("games=\(folder.path)/urls.txt:urls")])).write(
            .squidGuard, to: out)
        #expect(summary.rules == 2 && summary.names == 0)
        #expect(try lines(out + "/urls") == ["mixed.test/adult", "mixed.test/b"])
    }

    /// RFC-less but documented: an exact owner name before a wildcard, the wildcard of the nearest parent.
    @Test func `a response policy zone decides as the policy does`() throws {
        let (path, _) = try export(.rpz)
        var zone: [String: String] = [:]
        for line in try lines(path) {
            let fields = line.split(separator: " ")
            guard fields.count == 3, fields[1] == "CNAME" else { continue }
            #expect(zone.updateValue(String(fields[2]), forKey: String(fields[0])) == nil, "\(line) is there twice")
        }
        func answer(_ name: String) -> String? {
            if let exact = zone[name] { return exact }
            var labels = name.split(separator: ".").dropFirst()
            while !labels.isEmpty {
                if let found = zone["*." + labels.joined(separator: ".")] { return found }
                labels = labels.dropFirst()
            }
            return nil
        }
        #expect(Set(Self.names.filter { answer($0) == "." }) == (try blockedByPolicy()))
        #expect(answer("open.wide.test") == "rpz-passthru.")
        let text = try lines(path)
        #expect(text.contains { $0.hasPrefix("@ IN SOA ") } && text.contains("@ IN NS localhost."))
    }

    @Test func `an Unbound export decides as the policy does, and Unbound reads it`() throws {
        let (path, _) = try export(.unbound)
        var zones: [String: String] = [:]
        var data: Set<String> = []
        for line in try lines(path) {
            let quoted = line.split(separator: "\"")
            guard quoted.count >= 2 else { continue }
            if line.contains("local-zone:") { zones[String(quoted[1].dropLast())] = quoted[2].trimmingCharacters(in: .whitespaces) }
            if line.contains("local-data:") { data.insert(String(quoted[1].prefix { $0 != " " }.dropLast())) }
        }
        func isBlocked(_ name: String) -> Bool {
            if data.contains(name) { return true }
            var labels = name.split(separator: ".")[...]
            while !labels.isEmpty {
                if let kind = zones[labels.joined(separator: ".")] { return kind == "always_nxdomain" }
                labels = labels.dropFirst()
            }
            return false
        }
        #expect(Set(Self.names.filter(isBlocked)) == (try blockedByPolicy()))
        guard FileManager.default.isExecutableFile(atPath: "/usr/sbin/unbound-checkconf") else {
            print("Unbound is not installed: its own check was skipped")
            return
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/unbound-checkconf")
        process.arguments = [path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test func `what is not asked for or sealed is not written, and nothing is left beside`() throws {
        let adult = try #require(CategoryID("adult"))
        let (path, summary) = try export(.domains, categories: [adult])
        #expect(try lines(path).dropFirst() == ["adult.test"] && summary.names == 1)
        #expect(throws: ServerError.self) { try Exporter(compilation(), profile: "grown-up") }
        #expect(throws: ServerError.self) { try Exporter(compilation(), categories: [#require(CategoryID("gamse"))]) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasSuffix(".part") })
    }
}
