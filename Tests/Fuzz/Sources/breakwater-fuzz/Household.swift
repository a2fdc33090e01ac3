import Breakwater
import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Glibc

/// A small policy and lists of every kind, made into bundles in memory-backed files.
enum Household {
    struct List {
        var source: ListSource
        var format: ListFormat
        var text: [UInt8]

        init(_ id: String, _ format: ListFormat, _ text: String, category: String? = "adult", kind: ListSource.Kind = .normal) {
            self.init(id, format, Array(text.utf8), category: category, kind: kind)
        }

        init(_ id: String, _ format: ListFormat, _ text: [UInt8], category: String? = "adult", kind: ListSource.Kind = .normal) {
            source = ListSource(id: id, category: category.flatMap { CategoryID($0) }, kind: kind)
            self.format = format
            self.text = text
        }
    }

    /// Every section of a bundle has contents.
    static let lists = [
        List("names", .domains, (0..<40).map { "n\($0).test\n" }.joined() + "casino.example\n"),
        List("hosts", .hosts, "0.0.0.0 n1.test\n", category: "gambling"),
        List(
            "rules", .adblock,
            "/banner/*/x^$image,domain=a.test|b.*|~c.a.test\n/ads/x\n@@||n2.test/ok\n||w.test/a*b$to=w.test,denyallow=x.w.test\n"
                + "-a-$domain=page.test\n*/q^\n"
        ),
        List("expressions", .expressions, "casino[0-9]+\\.test\n\\d{9}x\n(foo|bar)baz\n"),
        List("addresses", .addresses, "192.0.2.0/24\n2001:db8::/32\n10.0.0.0/8\n"),
        List("words", .phrases, "<bad word><50>\n<good><-20>\n<ab>,<longer phrase><7>\n"),
        List("help", .domains, "help.test\n", category: nil, kind: .help),
        List("digests", .hashes, SHA256.hexadecimal(SHA256.digest(Array("hashed.test/".utf8))) + "\n", kind: .sealed),
    ]

    static func policy(_ lists: [List]) -> Policy {
        let name = LocalizedText(en: "Fuzz", ja: "試験")
        let ids = ["adult", "gambling"].compactMap { CategoryID($0) }
        let night = Schedule(name: name, days: .everyDay, ranges: [MinuteRange(start: 1_320, end: 360)], effect: .blockAll)
        return Policy(
            name: name,
            categories: ids.map { BreakwaterPolicy.Category(id: $0, name: name, description: name, forChildren: name, topic: "content") },
            profiles: [
                Profile(
                    id: "child", name: name, ageBand: .from6to9, categories: Dictionary(uniqueKeysWithValues: ids.map { ($0, .block) }),
                    allow: ["own.test", "=n3.test/path"], deny: ["*.own.test", "198.51.100.0/24"], schedules: [night], scansText: true),
                Profile(id: "open", name: name, ageBand: .adult, defaultAction: .block),
            ],
            defaultProfile: "child", lists: lists.map(\.source))
    }

    static func write(_ lists: [List], to path: String) {
        do throws(CompilerError) {
            var compiler = try BundleCompiler(policy: policy(lists), createdAt: 1_700_000_000, hashKey: (7, 8))
            for list in lists { try compiler.add(list.source.id, file: "list", format: list.format, bytes: list.text.span) }
            _ = try compiler.write(to: path)
        } catch { fatalError("the list does not compile: \(error)") }
    }

    static func matcher(_ lists: [List]) -> Matcher {
        let path = temporaryPath("matcher")
        write(lists, to: path)
        defer { unsafe unlink(path) }
        do throws(BundleError) {
            return try Matcher(BundleReader(path: path, verification: .full))
        } catch { fatalError("the bundle does not open: \(error)") }
    }

    static func temporaryPath(_ name: String) -> String { "/dev/shm/breakwater-fuzz-\(getpid())-\(name).bwb" }

    /// Asks for everything that a bundle answers; explanations, which are slow, of the first URLs only.
    static func use(_ engine: Engine, _ urls: [String], explaining count: Int, _ scratch: inout Breakwater.MatchScratch) {
        for (index, url) in urls.enumerated() {
            var request = Request(
                url: url, profile: index % 2 == 0 ? "child" : "open", at: Moment(secondsSinceEpoch: 1_700_000_000, offsetFromUTC: 0))
            if index % 3 != 0 { request.document = "http://page.test/" }
            request.type = [.document, .image]
            let verdict = engine.decide(request, using: &scratch)
            guard index < count else { continue }
            let explanation = engine.explain(request, using: &scratch)
            // A regular expression's time budget may end one of the two and not the other.
            let isTimed = verdict.exceededExpressions > 0 || explanation.verdict.exceededExpressions > 0
            require(explanation.verdict == verdict || isTimed, "\(url): explained otherwise than decided")
        }
        guard var scanner = engine.makeTextScanner() else { return }
        scanner.scan(Array(" a bad word, good and ab and a longer phrase ".utf8).span)
        _ = engine.decideText(scanner.finish(), profile: engine.policy.defaultProfile, at: engine.moment())
    }
}
