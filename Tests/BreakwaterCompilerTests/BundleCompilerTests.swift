import Breakwater
import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation
import TestSupport
import Testing

@Suite(.serialized)
struct BundleCompilerTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func engine(_ compiler: consuming BundleCompiler, _ name: String = "test.bwb") throws -> Engine {
        _ = try compiler.write(to: folder.path(name))
        return try Engine(contentsOf: folder.path(name))
    }

    private func action(_ engine: Engine, _ url: String, document: String? = nil) -> Action {
        var scratch = Breakwater.MatchScratch()
        var request = Request(url: url, profile: "child", at: engine.moment())
        request.document = document
        return engine.decide(request, using: &scratch).action
    }

    private func lists(_ engine: Engine, _ url: String) throws -> Set<String> {
        var scratch = MatcherScratch()
        try scratch.request.url.assign(url)
        try engine.matcher.match(&scratch)
        let matches = scratch.work.matches.span.indices.map { scratch.work.matches[$0] }
        return Set(matches.map { Int($0.list) < engine.policy.lists.count ? engine.policy.lists[Int($0.list)].id : "own \($0.list)" })
    }

    private func code(_ body: () throws(CompilerError) -> Void) -> CompilerError.Code? {
        do throws(CompilerError) {
            try body()
            return nil
        } catch { return error.code }
    }

    private func refusal(_ compiler: inout BundleCompiler, _ id: String, format: ListFormat? = nil, _ text: String) -> CompilerError.Code? {
        let bytes = Array(text.utf8)
        do throws(CompilerError) {
            try compiler.add(id, file: "\(id).txt", format: format, bytes: bytes.span)
            return nil
        } catch { return error.code }
    }

    private static let mixed = [
        Household.List("names", .domains, (0..<500).map { "n\($0).test" }.joined(separator: "\n")),
        Household.List("hosts", .hosts, "0.0.0.0 n1.test\n0.0.0.0 only.test\n", category: "gambling"),
        Household.List(
            "rules", .adblock,
            "||ads.test^$third-party\n/banner/*/x^$image,domain=a.test|b.*\n@@||n2.test/ok\n/reg[0-9]+ex/\n||w.test^$important\n"),
        Household.List("expressions", .expressions, "casino[0-9]+\\.test\n\\d{9}x\n"),
        Household.List("addresses", .addresses, "192.0.2.0/24\n2001:db8::/32\n"),
        Household.List("words", .phrases, "<bad word><50>\n<good><-20>\n"),
        Household.List("digests", .hashes, SHA256.hexadecimal(SHA256.digest(Array("hashed.test/".utf8))) + "\n"),
    ]

    @Test
    func `the same policy, lists and key make the same bundle, but for its time`() throws {
        let suffixes = PublicSuffixList(parsing: "com\nco.uk\n*.ck\n!www.ck\ntest\n")
        let first = try Household.compiler(Self.mixed, allow: ["a.test"], deny: ["b.test/x"], suffixes: suffixes).write(
            to: folder.path("a.bwb"))
        let second = try Household.compiler(Self.mixed, allow: ["a.test"], deny: ["b.test/x"], suffixes: suffixes).write(
            to: folder.path("b.bwb"))
        #expect(first.identity == second.identity)
        #expect(try folder.read("a.bwb") == folder.read("b.bwb"))
        var later = try BundleCompiler(
            policy: Household.policy(Self.mixed, allow: ["a.test"], deny: ["b.test/x"]), publicSuffixes: suffixes, createdAt: 1,
            hashKey: (7, 8))
        for list in Self.mixed {
            try later.add(list.source.id, file: "\(list.source.id).txt", format: list.format, bytes: Array(list.text.utf8).span)
        }
        #expect(try later.write(to: folder.path("c.bwb")).identity == first.identity)
        let (a, c) = (try folder.read("a.bwb"), try folder.read("c.bwb"))
        #expect(
            zip(a, c).enumerated().filter { $1.0 != $1.1 }.allSatisfy { (24..<32).contains($0.offset) || (120..<128).contains($0.offset) })
    }

    @Test
    func `every machine answers, and the summary counts`() throws {
        let summary = try Household.compiler(Self.mixed).write(to: folder.path("test.bwb"))
        #expect(summary.names == 503)
        #expect(summary.urlRules == 2)
        #expect(summary.expressions == 3)
        #expect(summary.unfilteredExpressions == 1)
        #expect(summary.addresses == 2 && summary.hashes == 1 && summary.phrases == 2)
        #expect(summary.lists.map(\.hosts) == [500, 2, 1, 0, 0, 0, 0])
        let engine = try Engine(contentsOf: folder.path("test.bwb"))
        #expect(engine.identity == summary.identity)
        #expect(engine.inventory == summary.lists)
        #expect(try lists(engine, "http://n1.test/") == ["names", "hosts"])
        #expect(try lists(engine, "http://x.n1.test/") == ["names"])
        #expect(try lists(engine, "http://casino7.test/") == ["expressions"])
        #expect(try lists(engine, "http://x.test/123456789x") == ["expressions"])
        #expect(try lists(engine, "http://192.0.2.77/") == ["addresses"])
        #expect(try lists(engine, "http://hashed.test/") == ["digests"])
        #expect(try lists(engine, "http://hashed.test/below") == ["digests"])
        #expect(try lists(engine, "http://nothing.test/reg12ex/") == ["rules"])
        #expect(action(engine, "http://ads.test/", document: "http://other.test/") == .block)
        #expect(action(engine, "http://ads.test/") == .allow)
        #expect(action(engine, "http://n2.test/ok") == .allow)
        #expect(action(engine, "http://n2.test/no") == .block)
    }

    @Test
    func `a name in several lists keeps them all, in whatever order they come`() throws {
        let ids = (0..<40).map { "l\($0)" }
        let forward = ids.map { Household.List($0, .domains, "shared.test\n\($0).test\nshared.test\n") }
        for lists in [forward, forward.reversed()] {
            let engine = try engine(Household.compiler(lists))
            #expect(try self.lists(engine, "http://shared.test/") == Set(ids))
            #expect(try self.lists(engine, "http://l7.test/") == ["l7"])
        }
    }

    @Test
    func `an exception list cancels its own category only`() throws {
        let engine = try engine(
            Household.compiler([
                Household.List("adult", .domains, "a.test\nboth.test\n"),
                Household.List("gambling", .domains, "both.test\n", category: "gambling"),
                Household.List("good", .domains, "ok.a.test\nboth.test\n", kind: .exception),
            ]))
        #expect(action(engine, "http://a.test/") == .block)
        #expect(action(engine, "http://ok.a.test/") == .allow)
        #expect(action(engine, "http://both.test/") == .block)
    }

    @Test
    func `subdomains follow the policy where it says so`() throws {
        let engine = try engine(
            Household.compiler([
                Household.List("in", .hosts, "0.0.0.0 in.test\n", subdomains: .included),
                Household.List("out", .domains, "out.test\n", subdomains: .excluded),
                Household.List("hosts", .hosts, "0.0.0.0 hosts.test\n"), Household.List("domains", .domains, "domains.test\n"),
            ]))
        for (url, expected) in [
            ("in.test", true), ("x.in.test", true), ("out.test", true), ("x.out.test", false), ("x.hosts.test", false),
            ("x.domains.test", true),
        ] {
            #expect((action(engine, "http://\(url)/") == .block) == expected, "\(url)")
        }
    }

    @Test
    func `prefixes that wrap IPv4 are the prefixes they wrap`() throws {
        let engine = try engine(Household.compiler([Household.List("a", .addresses, "::ffff:192.0.2.0/120\n64:ff9b::c633:6400/120\n")]))
        #expect(action(engine, "http://192.0.2.9/") == .block)
        #expect(action(engine, "http://[::ffff:192.0.2.9]/") == .block)
        #expect(action(engine, "http://198.51.100.1/") == .block)
        #expect(action(engine, "http://192.0.3.9/") == .allow)
    }

    @Test(arguments: [
        ("allowed.test", true), ("x.allowed.test", true), ("only.test", true), ("x.only.test", false), ("below.test", false),
        ("x.below.test", true),
        ("site.test", false), ("site.test/kids", true), ("site.test/kids/a", true), ("site.test/kidsx", false), ("site.test/KIDS?q", true),
        ("x.site.test/kids", true), ("evil.test/?site.test/kids", false), ("evil.test/site.test/kids", false), ("notsite.test/kids", false),
        ("192.0.2.200", true), ("192.0.3.1", false), ("[2001:db8::1]", true), ("exact.test/only", true), ("x.exact.test/only", false),
        ("under.test/x", false), ("a.under.test/x", true), ("a.b.under.test/x", true), ("a.under.test/y", false), ("other.test", false),
    ])
    func `a profile's own entries reach as far as they say`(target: String, expected: Bool) throws {
        let engine = try engine(
            Household.compiler(
                [],
                allow: [
                    "allowed.test", "=only.test", "*.below.test", "site.test/kids", "192.0.2.0/24", "2001:db8::/32", "=exact.test/only",
                    "*.under.test/x",
                ],
                defaultAction: .block))
        #expect((action(engine, "http://\(target)") == .allow) == expected)
    }

    @Test
    func `what cannot be compiled has a named reason`() throws {
        let policy = Household.policy([Household.List("a", nil, "")])
        var compiler = try BundleCompiler(policy: policy)
        let codes = [
            refusal(&compiler, "b", format: .domains, ""), refusal(&compiler, "a", ""), refusal(&compiler, "a", "0.0.0.0 a.test\n"),
        ]
        #expect(codes == [.unknownList, .unknownFormat, nil])
        let bad = Household.policy([], deny: ["no name at all!"])
        #expect(code { () throws(CompilerError) in _ = try BundleCompiler(policy: bad) } == .badEntry)
        var crowded = policy
        let category = policy.categories[0]
        crowded.categories = Array(repeating: category, count: 129)
        #expect(code { () throws(CompilerError) in _ = try BundleCompiler(policy: crowded) } == .tooManyCategories)
        crowded = policy
        crowded.lists = Array(repeating: policy.lists[0], count: 60_001)
        #expect(code { () throws(CompilerError) in _ = try BundleCompiler(policy: crowded) } == .tooManyLists)
        let path = folder.path("no/such/folder.bwb")
        #expect(code { () throws(CompilerError) in _ = try BundleCompiler(policy: policy).write(to: path) } == .unwritable)
    }

    @Test
    func `an expression that PCRE2 does not take is said and left out`() throws {
        let lines = [
            "good[0-9]+expression", "bad[", "(?<n>a)(?<n>b)xyz", "((((a{1,99}){1,99}){1,99}){1,99})", "(*LIMIT_MATCH=99)abc", "\\Cabc",
            "(?C1)abc",
        ]
        let compiler = try Household.compiler([Household.List("e", .expressions, lines.joined(separator: "\n"))])
        let errors = compiler.diagnostics.filter { $0.severity == .error }
        #expect(errors.count == 6)
        #expect(Set(errors.map(\.line.rawValue)) == [2, 3, 4, 5, 6, 7])
        let summary = try compiler.write(to: folder.path("test.bwb"))
        #expect(summary.expressions == 1)
        #expect(summary.lists[0].errors == 6 && summary.lists[0].rules == 1)
    }

    @Test
    func `a listed public suffix takes nothing below it`() throws {
        let suffixes = PublicSuffixList(parsing: "com\nuk\nco.uk\ngithub.io\ntest\n")
        let compiler = try Household.compiler([Household.List("names", .domains, "co.uk\ngithub.io\nfine.co.uk\n")], suffixes: suffixes)
        #expect(compiler.diagnostics.count { $0.severity == .warning } == 2)
        let engine = try engine(compiler)
        #expect(action(engine, "http://shop.co.uk/") == .allow)
        #expect(action(engine, "http://me.github.io/") == .allow)
        #expect(action(engine, "http://github.io/") == .block)
        #expect(action(engine, "http://x.fine.co.uk/") == .block)
    }

    @Test
    func `an empty policy is a bundle, and lists of nothing are empty`() throws {
        let engine = try engine(Household.compiler([Household.List("none", .domains, "# nothing\n")]))
        #expect(action(engine, "http://a.test/") == .allow)
        #expect(try lists(engine, "http://a.test/").isEmpty)
        if let scanner = engine.makeTextScanner() { Issue.record("there is nothing to scan for, and yet \(scanner.finish())") }
    }

    @Test(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"))
    func `one list in five formats compiles to the same names`() throws {
        func summary(_ file: String, _ format: ListFormat) throws -> (CompilationSummary, Engine) {
            let text = String(decoding: try TestFiles.bytes("hosts/stevenblack.\(file).txt.gz"), as: UTF8.self)
            let summary = try Household.compiler([Household.List("all", format, text)]).write(to: folder.path("\(file).bwb"))
            return (summary, try Engine(contentsOf: folder.path("\(file).bwb")))
        }
        let formats: [(String, ListFormat)] = [
            ("hosts", .hosts), ("domains", .domains), ("wildcard", .wildcard), ("dnsmasq", .dnsmasq), ("adblock", .adblock),
        ]
        let compiled = try formats.map { try summary($0.0, $0.1) }
        let names = compiled.map(\.0.names)
        print("StevenBlack in five formats: \(names) names, \(compiled.map(\.0.bytesPerName)) bytes a name")
        // The publisher drops from these three what a parent covers.
        #expect(names[2] == names[3] && names[3] == names[4])
        #expect(names[1] > names[2])
        let wildcard = try TestFiles.lines("hosts/stevenblack.wildcard.txt.gz").filter { $0.hasPrefix("*.") }.map {
            String($0.dropFirst(2))
        }
        #expect(wildcard.count == names[2])
        for name in wildcard.enumerated().filter({ $0.offset % 17 == 0 }).map(\.element) {
            for (index, engine) in compiled.map(\.1).enumerated() where index > 0 {
                if try lists(engine, "http://\(name)/") != ["all"] { Issue.record("\(name) is not in \(formats[index].0)") }
            }
        }
    }
}
