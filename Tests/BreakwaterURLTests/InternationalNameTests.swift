import BreakwaterURL
import Foundation
import TestSupport
import Testing

/// UTS #46 vectors. Ours is the stricter reading, IDNA2008 with UTS #46's mapping, as the C library has it: it refuses symbols
/// (`♥.net`), empty labels, and labels and names longer than DNS holds. What would be a fault is another name than browsers make
/// (a listed name would slip through), or a name that browsers refuse.
@Suite(.enabled(if: TestFiles.isDataPresent, "\(TestFiles.dataHint)"))
struct InternationalNameTests {
    private struct Row: Decodable {
        var input: String
        var output: String?
    }

    private struct Scores {
        /// Names that we take as browsers do, or refuse with them; what differs is refused by us alone.
        var stricter: VectorScore
        /// Names that only we take.
        var looser: [String] = []
        /// Names of which we make another.
        var different: [String] = []

        init(_ file: String) { stricter = VectorScore(file) }

        mutating func add(_ input: String, _ expected: String?) {
            let ours = (try? WebURL("http://\(input)/x"))?.host.description
            let wanted = expected.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
            switch (ours, wanted) {
            case (nil, let wanted?): stricter.add(false, "\(input.debugDescription) -> \(wanted)")
            case (let ours?, nil): looser.append("\(input.debugDescription) -> \(ours)")
            case (let ours?, let wanted?) where ours != wanted:
                different.append("\(input.debugDescription) -> \(ours), browsers \(wanted)")
            default: stricter.add(true, "")
            }
        }
    }

    private func score(_ file: String) throws -> Scores {
        var scores = Scores(file)
        for row in try TestFiles.rows("conformance/url/wpt/\(file)", as: Row.self) {
            if row.input.isEmpty { scores.stricter.skip("no name") } else { scores.add(row.input, row.output) }
        }
        return scores
    }

    @Test
    func `names become the A-labels that browsers make of them`() throws {
        let scores = try score("toascii.json")
        // The capital sharp s: the C library's tables are older than its own A-label.
        #expect(scores.different == [
            #""ẞ.com" -> ss.com, browsers xn--zca.com"#, #""ẞ.foo.com" -> ss.foo.com, browsers xn--zca.foo.com"#,
        ])
        #expect(scores.looser.isEmpty)
        scores.stricter.expect(passed: 63, differing: 22, digest: 0xEEA1_3F5F_230F_B1C2)
    }

    @Test
    func `the vectors of UTS 46 hold as browsers read them`() throws {
        let scores = try score("IdnaTestV2.json")
        #expect(scores.different.count == 2 && scores.different.allSatisfy { $0.contains("ẞ") })
        #expect(scores.looser.isEmpty)
        scores.stricter.expect(passed: 2_330, differing: 338, digest: 0x1CE0_F339_3D59_2892, inapplicable: ["no name": 1])
    }

    @Test
    func `the vectors that UTS 46 dropped hold`() throws {
        let scores = try score("IdnaTestV2-removed.json")
        #expect(scores.different.isEmpty && scores.looser.isEmpty)
        scores.stricter.expect(passed: 20)
    }

    /// Unicode's own file: source; toUnicode; its status; toASCII, nontransitional; its status; two transitional columns.
    ///
    /// A status names the rules that a name breaks. Names that are ASCII already stand as they are written, as DNS has them: nothing is
    /// gained by decoding an A-label, since list and request hold the same bytes.
    @Test
    func `the vectors of UTS 46 hold as Unicode publishes them`() throws {
        var scores = Scores("IdnaTestV2.txt")
        for line in try TestFiles.text("conformance/url/IdnaTestV2.txt.gz").split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.prefix { $0 != "#" }.split(separator: ";", omittingEmptySubsequences: false).map { Self.unescaped($0) }
            guard fields.count >= 5, !fields[0].isEmpty, fields[0] != "\"\"" else {
                scores.stricter.skip("no name")
                continue
            }
            guard !fields[0].utf8.allSatisfy({ $0 < 0x80 }) else {
                scores.stricter.skip("ASCII already")
                continue
            }
            let broken = (fields[4].isEmpty ? fields[2] : fields[4]).split { "[], ".contains($0) }
            // What browsers ignore too: hyphens, lengths, and the narrow set of ASCII of old host files.
            let ignored = broken.allSatisfy { ["V2", "V3", "U1", "A4_1", "A4_2"].contains($0) }
            if !broken.isEmpty, ignored {
                scores.stricter.skip("breaks only rules that browsers ignore")
                continue
            }
            let unicode = fields[1].isEmpty ? fields[0] : fields[1]
            scores.add(fields[0], broken.isEmpty ? (fields[3].isEmpty ? unicode : fields[3]) : nil)
        }
        #expect(scores.different.count == 2 && scores.different.allSatisfy { $0.contains("ẞ") })
        // Labels in both directions of writing, which the C library checks one by one and not as a name.
        #expect(scores.looser.count == 73)
        scores.stricter.expect(
            passed: 3_675, differing: 103, digest: 0x3C42_5DFB_DA98_1F5E,
            inapplicable: ["no name": 1, "ASCII already": 2_347, "breaks only rules that browsers ignore": 190])
    }

    /// `\uXXXX` and `\x{X…}`; an escape that is no character becomes U+FFFD.
    private static func unescaped(_ field: Substring) -> String {
        var rest = field.unicodeScalars.drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        var output = String.UnicodeScalarView()
        while let next = rest.first {
            let start = rest.dropFirst().first
            if next == "\\", start == "u", let value = UInt32(String(rest.dropFirst(2).prefix(4)), radix: 16) {
                output.append(Unicode.Scalar(value) ?? "\u{FFFD}")
                rest = rest.dropFirst(6)
            } else if next == "\\", start == "x", let close = rest.firstIndex(of: "}"),
                let value = UInt32(String(rest[..<close].dropFirst(3)), radix: 16)
            {
                output.append(Unicode.Scalar(value) ?? "\u{FFFD}")
                rest = rest[rest.index(after: close)...]
            } else {
                output.append(next)
                rest = rest.dropFirst()
            }
        }
        return String(output)
    }
}
