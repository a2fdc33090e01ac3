import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterRules
import BreakwaterURL
import TestSupport
import Testing

/// 100,000 names in twelve lists of three coverages, against sets of strings.
@Suite(.serialized)
struct DomainTableTests {
    private struct Model {
        /// Name to lists.
        var names: [String: Set<Int>] = [:]
        let formats: [ListFormat]

        func covers(_ list: Int, isWhole: Bool) -> Bool { isWhole || formats[list] != .hosts }

        /// (list, labels) of every match.
        func matches(_ host: String) -> Set<[Int]> {
            let labels = host.split(separator: ".")
            var found: Set<[Int]> = []
            for start in labels.indices {
                for list in names[labels[start...].joined(separator: ".")] ?? [] where covers(list, isWhole: start == 0) {
                    found.insert([list, labels.count - start])
                }
            }
            return found
        }
    }

    private static func makeModel(_ random: inout SeededGenerator) -> Model {
        var model = Model(formats: (0..<12).map { [.domains, .hosts, .wildcard][$0 % 3] })
        for number in 0..<100_000 {
            let depth = number % 7
            let name = (depth < 3 ? "" : depth < 5 ? "w\(number % 11)." : "a.b\(number % 5).") + "n\(number).z\(number % 97).test"
            // A fifth of the names are in any of 4,095 sets of lists, so that most sets get a number past what a line can hold.
            let set: [Int] = number % 5 == 0 ? (0..<12).filter { _ in Bool.random(using: &random) } : [number % 12]
            if !set.isEmpty { model.names[name] = Set(set) }
        }
        return model
    }

    @Test
    func `names, parents and strangers get the lists that sets of strings give`() throws {
        var random = SeededGenerator(seed: 51)
        let model = Self.makeModel(&random)
        var texts = [String](repeating: "", count: 12)
        for (name, lists) in model.names {
            for list in lists {
                switch model.formats[list] {
                case .hosts: texts[list] += "0.0.0.0 \(name)\n"
                case .wildcard: texts[list] += "*.\(name)\n"
                default: texts[list] += "\(name)\n"
                }
            }
        }
        let (matcher, summary, diagnostics) = try Compiled.matcher(zip(model.formats, texts).map { ($0, $1) })
        #expect(diagnostics.isEmpty)
        #expect(summary.names == model.names.count)
        #expect(matcher.domains.nameCount == UInt64(model.names.count))
        #expect(Set(model.names.values).count > 2_500)
        var scratch = MatcherScratch()
        var hits = 0
        func check(_ host: String) {
            guard let matches = matcher.matches("http://\(host)/", &scratch) else {
                Issue.record("\(host) is refused")
                return
            }
            let found = Set(matches.map { [Int($0.list), Int($0.specificity >> 8)] })
            let expected = model.matches(host)
            if found != expected { Issue.record("\(host): \(found), but \(expected)") }
            #expect(matches.count == found.count)
            hits += expected.isEmpty ? 0 : 1
        }
        for name in model.names.keys {
            check(name)
            if name.utf8.count % 4 == 0 { check("sub.\(name)") }
        }
        for number in 0..<50_000 { check("n\(number * 3).z\(number % 89).test") }
        for host in ["test", "z1.test", "w1.test", "a.b1.test", "127.0.0.1.test", "x"] { check(host) }
        #expect(hits > 100_000)
        print(
            "Domain table: \(model.names.count) names, \(Set(model.names.values).count) sets of lists, \(summary.bytesPerName) bytes a name"
        )
    }

    private static func isListed(_ host: String, _ matcher: Matcher) -> Bool {
        var name = PlainName()
        matcher.domains.begin(Array(host.utf8).span, slack: 0, matcher.hasher, &name)
        matcher.domains.look(&name)
        let found = matcher.domains.find(&name)
        return found.isComplete && found.key != 0
    }

    @Test
    func `absent names meet no posting`() throws {
        let matcher: Matcher = try Compiled.matcher([(.domains, (0..<20_000).map { "n\($0).test" }.joined(separator: "\n"))])
        for number in 0..<200_000 {
            if Self.isListed("m\(number).test", matcher) { Issue.record("m\(number).test is listed") }
        }
    }

    @Test
    func `very small and empty tables answer`() throws {
        for count in [0, 1, 2, 7, 8, 9, 15, 16, 17] {
            let matcher: Matcher = try Compiled.matcher([(.domains, (0..<count).map { "n\($0).test\n" }.joined())])
            for number in 0..<40 {
                #expect(Self.isListed("n\(number).test", matcher) == (number < count))
            }
        }
    }

    @Test
    func `a name's hash is the same whether it is read from a URL or alone`() throws {
        let hasher = NameHasher(key: (5, 6))
        var suffixes = HostSuffixes()
        var url = CanonicalURL()
        for host in [
            "a", "a.b", "www.example.org", "a1234567.b12345678.c123456789.test", "fifteen-letters.sixteen-letters-.seventeen-letters.test",
            String(repeating: "l", count: 32) + "." + String(repeating: "m", count: 31), "xn--wgv71a119e.jp",
            String(repeating: "a.", count: 126) + "a",
        ] {
            for tail in ["", "/", "/a/very/long/path/behind/the/name", ":8080/x"] {
                try url.assign("http://\(host)\(tail)")
                suffixes.assign(url, hasher)
                let labels = host.split(separator: ".")
                let count = suffixes.count
                #expect(count == labels.count)
                for depth in 1...labels.count {
                    let (hash, start) = (suffixes.hash(labels: depth), suffixes.start(labels: depth))
                    let suffix = labels.suffix(depth).joined(separator: ".")
                    #expect(hash == hasher.hash(suffix))
                    #expect(start == host.utf8.count - suffix.utf8.count)
                }
            }
        }
    }
}
