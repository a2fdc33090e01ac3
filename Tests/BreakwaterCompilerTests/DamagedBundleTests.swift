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

/// A bundle whose contents lie, opened without checksums: it may answer wrongly, but it must neither end nor hold up the process.
@Suite(.serialized)
struct DamagedBundleTests {
    private static let lists = [
        Household.List("names", .domains, (0..<300).map { "n\($0).test" }.joined(separator: "\n")),
        Household.List("hosts", .hosts, "0.0.0.0 n1.test\n", category: "gambling"),
        Household.List(
            "rules", .adblock,
            "/banner/*/x^$image,domain=a.test|b.*|~c.a.test\n/ads/x\n@@||n2.test/ok\n||w.test/a*b$to=w.test,denyallow=x.w.test\n"
                + "-a-$domain=page.test\n*/q^\n"
        ),
        Household.List("expressions", .expressions, "casino[0-9]+\\.test\n\\d{9}x\n(foo|bar)baz\n"),
        Household.List("addresses", .addresses, "192.0.2.0/24\n2001:db8::/32\n10.0.0.0/8\n"),
        Household.List("words", .phrases, "<bad word><50>\n<good><-20>\n<ab>,<longer phrase><7>\n"),
        Household.List("digests", .hashes, SHA256.hexadecimal(SHA256.digest(Array("hashed.test/".utf8))) + "\n"),
    ]

    private static let urls = [
        "http://n1.test/banner/1/x/", "http://x.n2.test/ok/ads/x?casino12.test&foobaz", "https://w.test/axxb/q/-a-/123456789x",
        "http://192.0.2.1/%2561ds/x", "http://[2001:db8::1]/", "http://hashed.test/",
    ]

    /// Asks for everything that a bundle answers.
    private func use(_ engine: Engine) {
        var scratch = Breakwater.MatchScratch()
        for (index, url) in Self.urls.enumerated() {
            var request = Request(
                url: url, profile: index == 0 ? "unknown" : "child", at: Moment(secondsSinceEpoch: 1_700_000_000, offsetFromUTC: 0))
            request.document = "http://page.test/"
            request.type = [.document, .image]
            if index < 2 { _ = engine.explain(request, using: &scratch).reason } else { _ = engine.decide(request, using: &scratch) }
        }
        _ = engine.profile(forAddress: IPAddress("192.0.2.1"), user: nil, listener: nil)
        guard var scanner = engine.makeTextScanner() else { return }
        scanner.scan(Array(" a bad word, good and ab and a longer phrase ".utf8).span)
        let scores = scanner.finish()
        _ = engine.decideText(scores, profile: engine.policy.defaultProfile, at: engine.moment())
    }

    @Test
    func `ten thousand altered bytes trap nowhere`() throws {
        let folder = try TemporaryFolder()
        _ = try Household.compiler(Self.lists, allow: ["own.test"], deny: ["own.test/x"]).write(to: folder.path("a.bwb"))
        let bytes = try folder.read("a.bwb")
        let raw = bytes.rawSpan
        let sections = (0..<raw.int(at: 80)).map { index in
            let entry = BundleLayout.headerLength + index * BundleLayout.tableEntryLength
            return raw.int(at: entry + 8)..<raw.int(at: entry + 8) + raw.int(at: entry + 16)
        }
        // The bitmaps and hash slots are large and mostly zero: half of the alterations go where something stands.
        let telling = sections.flatMap { range in range.filter { bytes[$0] != 0 } + range.prefix(48) }
        var random = SeededGenerator(seed: 121)
        let handle = try FileHandle(forWritingTo: folder.url.appending(path: "a.bwb"))
        defer { try? handle.close() }
        func put(_ offset: Int, _ byte: UInt8) throws {
            try handle.seek(toOffset: UInt64(offset))
            try handle.write(contentsOf: Data([byte]))
        }
        var (opened, refused) = (0, 0)
        let clock = ContinuousClock()
        var longest = Duration.zero
        for round in 0..<2_500 {
            var offsets: [Int] = []
            for number in 0..<4 {
                let section = sections[Int.random(in: sections.indices, using: &random)]
                let offset =
                    number % 2 == 0 ? telling[Int.random(in: telling.indices, using: &random)] : Int.random(in: section, using: &random)
                // The policy is JSON, which nearly every alteration spoils: it has its turn, and then lets the rest be looked at.
                guard round % 10 == 0 || !sections[0].contains(offset), !(round % 10 != 0 && sections[1].contains(offset)) else { continue }
                try put(offset, number % 3 == 0 ? 0xFF : bytes[offset] ^ UInt8.random(in: 1...255, using: &random))
                offsets.append(offset)
            }
            let time = clock.measure {
                do throws(BundleError) {
                    let engine = try Engine(contentsOf: folder.path("a.bwb"), verification: .header)
                    opened += 1
                    use(engine)
                } catch {
                    refused += 1
                    #expect(error.code == .invalid)
                }
            }
            longest = max(longest, time)
            for offset in offsets { try put(offset, bytes[offset]) }
        }
        print("Damaged bundles: \(opened) opened and used, \(refused) refused, longest use \(longest)")
        #expect(opened > 1_000 && refused > 100)
        #expect(longest < .seconds(3))
        #expect(throws: Never.self) { try Engine(contentsOf: folder.path("a.bwb")) }
    }
}
