import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterRules
import BreakwaterURL
import CScan
import TestSupport
import Testing

/// The kernels' portable forms answer as those of this machine do.
@Suite(.serialized)
struct PortableKernelTests {
    /// Runs `body` twice: with this machine's kernels, then with the portable ones.
    private static func both<Result: Equatable>(_ what: String, _ body: () throws -> Result) rethrows {
        let fast = try body()
        cscan_use_portable(1)
        defer { cscan_use_portable(0) }
        let portable = try body()
        #expect(fast == portable, "\(what)")
    }

    private static func host(_ random: inout SeededGenerator) -> String {
        let letters = Array("abcxyz0189-_AZ")
        let odd = Array(".%/: \u{e9}")
        return (0..<Int.random(in: 1...5, using: &random)).map { _ in
            String(
                (0..<Int.random(in: 1...22, using: &random)).map { _ in
                    Int.random(in: 0..<200, using: &random) == 0 ? odd[Int.random(in: odd.indices, using: &random)]
                        : letters[Int.random(in: letters.indices, using: &random)]
                })
        }.joined(separator: ".")
    }

    @Test func `names of a table are found`() throws {
        var random = SeededGenerator(seed: 81)
        // Of which many are each other's parents.
        let listed = (0..<9).map { "z\($0).test" }
            + (0..<3_000).map { _ in "n\(Int.random(in: 0..<2_000, using: &random)).z\(Int.random(in: 0..<4, using: &random)).test" }
        let matcher: Matcher = try Compiled.matcher([(.domains, listed.joined(separator: "\n"))])
        let hosts = (0..<2_000).map { _ in Self.host(&random) } + listed + listed.map { "Sub.\($0)" } + (0..<3_000).map { "n\($0).z1.test" }
        var found = 0
        for host in hosts {
            let bytes = Array(host.utf8)
            Self.both(host) {
                var name = PlainName()
                matcher.domains.begin(bytes.span, slack: 0, matcher.hasher, &name)
                matcher.domains.look(&name)
                let result = matcher.domains.find(&name)
                found += result.isComplete && result.key != 0 ? 1 : 0
                return result.key
            }
        }
        #expect(found > 10_000)
    }

    @Test func `URLs have the same forms and matches`() throws {
        var random = SeededGenerator(seed: 82)
        let words = ["ads", "track", "banner", "pixel", "count", "img", "x", "%41d", "%2f", "..", "?q=", "&u=http://", "A", "\t", "é"]
        let rules = (0..<400).map { number in
            ["||n\(number).z\(number % 4).test^", "/\(words[number % 5])\(number)/", "ads*\(number)^", "|https://n\(number).", "=\(number)&"][number % 5]
        }
        let matcher: Matcher = try Compiled.matcher([(.adblock, rules.joined(separator: "\n"))])
        var scratch = MatcherScratch()
        var matched = 0
        for _ in 0..<6_000 {
            let number = Int.random(in: 0..<400, using: &random)
            let host = Bool.random(using: &random) ? "n\(number).z\(number % 4).test" : Self.host(&random)
            let tail = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                "/\(words[Int.random(in: words.indices, using: &random)])\(Bool.random(using: &random) ? String(number) : "")"
            }.joined()
            let url = "https://\(host)/\(tail)"
            Self.both(url) {
                let matches = matcher.matches(url, &scratch)
                matched += matches?.isEmpty == false ? 1 : 0
                let forms = matches.map { _ in
                    let url = [Self.copy(scratch.request.url.bytes.span), Self.copy(scratch.request.url.folded.span)]
                    return url + [Self.copy(scratch.request.decoded.span)]
                }
                // Rules are met in the order of the places where their keys are, which is each kernel's own.
                return [forms.map { "\($0)" }, matches.map { "\(Set($0).map(\.reference).sorted())" }]
            }
        }
        #expect(matched > 2_000)
    }

    @Test func `phrases are found wherever they end`() throws {
        var random = SeededGenerator(seed: 83)
        let letters = Array("abcde fghi")
        func text(_ count: Int) -> String { String((0..<count).map { _ in letters[Int.random(in: letters.indices, using: &random)] }) }
        let literals = Array(Set((0..<2_000).map { _ in text(Int.random(in: 2...14, using: &random)) }.filter { $0.first != " " && $0.last != " " }))
        let folder = try TemporaryFolder()
        let table = try BundleCompiler.literalTable(literals, path: folder.path("literals.bwb"))
        var found = 0
        for length in Array(0...90) + [200, 2_047, 2_048, 2_049, 5_000] {
            // Each length has a literal at its very end.
            let bytes = Array((text(length) + literals[length % literals.count]).utf8)
            Self.both("\(length) bytes") {
                var seen = LiteralSet(count: table.literalCount)
                // Text's bytes are its own bytes: there is no padding to read.
                table.scan(unsafe bytes.span.bytes, into: &seen)
                found += seen.count
                return (0..<table.literalCount).filter { seen.contains($0) }
            }
            var seen = LiteralSet(count: table.literalCount)
            table.scan(unsafe bytes.span.bytes, into: &seen)
            let whole = String(decoding: bytes, as: UTF8.self)
            #expect((0..<table.literalCount).filter { seen.contains($0) } == literals.indices.filter { whole.contains(literals[$0]) })
        }
        #expect(found > 3_000)
    }

    private static func copy(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }
}
