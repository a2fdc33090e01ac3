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

/// A bundle in which every section is filled, cut and altered: a typed error, or the very same verdicts.
@Suite(.serialized)
struct WholeBundleDamageTests {
    private static let urls = [
        "http://n1.test/banner/1/x/", "http://n7.test/", "http://x.n2.test/ok/ads/x?casino12.test&foobaz",
        "https://w.test/axxb/q/-a-/123456789x",
        "http://192.0.2.1/%2561ds/x", "http://[2001:db8::1]/", "http://hashed.test/", "http://o3.example.co.uk/", "http://own.test/x",
        "http://nothing.example/",
    ]

    private let folder: TemporaryFolder
    private let bytes: [UInt8]
    private let sections: [(id: SectionID, range: Range<Int>)]

    init() throws {
        folder = try TemporaryFolder()
        // More distinct sets of types than an entry of the domain table can number fill the overflow.
        let types = [
            "script", "image", "stylesheet", "font", "media", "object", "xmlhttprequest", "websocket", "ping", "popup", "subdocument",
            "other",
        ]
        let overflow = (1...2_600).map { number in
            let words = types.indices.filter { number >> $0 & 1 == 1 }.map { types[$0] }
            return "||o\(number).example.co.uk^$\(words.joined(separator: ","))"
        }
        let lists = [
            Household.List("names", .domains, (0..<300).map { "n\($0).test" }.joined(separator: "\n")),
            Household.List("overflow", .adblock, overflow.joined(separator: "\n"), category: "gambling"),
            Household.List(
                "rules", .adblock,
                "/banner/*/x^$image,domain=a.test|b.*|~c.a.test\n/ads/x\n@@||n2.test/ok\n||w.test/a*b$to=w.test\n-a-$domain=page.test\n"),
            Household.List("expressions", .expressions, "casino[0-9]+\\.test\n\\d{9}x\n(foo|bar)baz\n"),
            Household.List("addresses", .addresses, "192.0.2.0/24\n2001:db8::/32\n"),
            Household.List("words", .phrases, "<bad word><50>\n<ab>,<longer phrase><7>\n"),
            Household.List("digests", .hashes, SHA256.hexadecimal(SHA256.digest(Array("hashed.test/".utf8))) + "\n"),
        ]
        _ = try Household.compiler(lists, deny: ["own.test/x"], suffixes: PublicSuffixList(parsing: "test\nco.uk\nuk\n")).write(
            to: folder.path("whole.bwb"))
        let whole = try folder.read("whole.bwb")
        bytes = whole
        sections = Self.sections(of: whole)
    }

    private static func sections(of bytes: [UInt8]) -> [(id: SectionID, range: Range<Int>)] {
        let raw = bytes.rawSpan
        var found: [(id: SectionID, range: Range<Int>)] = []
        for index in 0..<raw.int(at: 80) {
            let entry = BundleLayout.headerLength + index * BundleLayout.tableEntryLength
            found.append((SectionID(raw.u32(at: entry)), raw.int(at: entry + 8)..<raw.int(at: entry + 8) + raw.int(at: entry + 16)))
        }
        return found
    }

    private func verdicts(_ engine: Engine) -> [Verdict] {
        var scratch = MatchScratch()
        return Self.urls.flatMap { url in
            ["child", "grown-up"].map { profile in
                var request = Request(
                    url: url, profile: ProfileID(stringLiteral: profile), at: Moment(secondsSinceEpoch: 1_700_000_000, offsetFromUTC: 0))
                request.document = "http://page.test/"
                request.type = [.document, .image, .script]
                return engine.decide(request, using: &scratch)
            }
        }
    }

    @Test func `every section of the format is filled`() {
        #expect(sections.map(\.id.rawValue) == Array(1...10) + Array(12...16))
        #expect(sections.allSatisfy { !$0.range.isEmpty })
    }

    @Test func `cut at every boundary and at random places, it is refused`() throws {
        var random = SeededGenerator(seed: 31)
        let boundaries = sections.flatMap { [$0.range.lowerBound, $0.range.upperBound] } + [0, 8, 120, BundleLayout.headerLength]
        let lengths = boundaries.flatMap { [$0 - 1, $0, $0 + 1] } + (0..<300).map { _ in Int.random(in: 0..<bytes.count, using: &random) }
        for length in Set(lengths) where (0..<bytes.count).contains(length) {
            try Data(bytes[..<length]).write(to: folder.url.appending(path: "cut.bwb"))
            for verification in [BundleVerification.full, .header] {
                do throws(BundleError) {
                    _ = try Engine(contentsOf: folder.path("cut.bwb"), verification: verification)
                    Issue.record("a bundle cut to \(length) of \(bytes.count) bytes was opened")
                } catch { #expect([.truncated, .foreign].contains(error.code), "\(length) bytes: \(error.code)") }
            }
        }
    }

    @Test func `of ten thousand altered bytes each is found, or changes no verdict`() throws {
        let expected = verdicts(try Engine(contentsOf: folder.path("whole.bwb")))
        #expect(Set(expected.map(\.action)) == [.allow, .block])
        var random = SeededGenerator(seed: 32)
        let handle = try FileHandle(forWritingTo: folder.url.appending(path: "whole.bwb"))
        defer { try? handle.close() }
        func put(_ offset: Int, _ byte: UInt8) throws {
            try handle.seek(toOffset: UInt64(offset))
            try handle.write(contentsOf: Data([byte]))
        }
        var (found, harmless) = (0, 0)
        for round in 0..<10_000 {
            // Every section has its turn, the header and the table too; most of the file is one large table.
            let turn = round % (sections.count + 2)
            let head = turn == sections.count ? 0..<sections[0].range.lowerBound : 0..<bytes.count
            let range = turn < sections.count ? sections[turn].range : head
            let offset = Int.random(in: range, using: &random)
            try put(offset, bytes[offset] ^ UInt8.random(in: 1...255, using: &random))
            do throws(BundleError) {
                let engine = try Engine(contentsOf: folder.path("whole.bwb"))
                harmless += 1
                #expect(verdicts(engine) == expected, "byte \(offset)")
            } catch {
                found += 1
                #expect([.foreign, .newer, .corrupt, .truncated].contains(error.code), "byte \(offset): \(error.code)")
            }
            try put(offset, bytes[offset])
        }
        // Only the zeros between sections change nothing.
        #expect(found > 9_900 && found + harmless == 10_000)
        #expect(verdicts(try Engine(contentsOf: folder.path("whole.bwb"))) == expected)
    }
}
