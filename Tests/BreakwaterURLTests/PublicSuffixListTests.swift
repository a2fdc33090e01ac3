import BreakwaterURL
import Foundation
import TestSupport
import Testing

struct PublicSuffixListTests {
    private static let small = PublicSuffixList(
        parsing: """
            // ===BEGIN ICANN DOMAINS===
            com
            uk
            co.uk   and what follows is no part of the rule
            *.ck
            !www.ck
            jp
            *.kawasaki.jp
            !city.kawasaki.jp
            香港
            // ===BEGIN PRIVATE DOMAINS===
            github.io
            """)

    @Test(arguments: [
            ("com", nil), ("example.com", "example.com"), ("a.b.example.com", "example.com"), ("co.uk", nil), ("uk", nil),
            ("example.co.uk", "example.co.uk"),
            ("example.uk", "example.uk"), ("ck", nil), ("anything.ck", nil), ("b.anything.ck", "b.anything.ck"), ("www.ck", "www.ck"),
            ("x.www.ck", "www.ck"),
            ("kawasaki.jp", "kawasaki.jp"), ("x.kawasaki.jp", nil), ("y.x.kawasaki.jp", "y.x.kawasaki.jp"),
            ("city.kawasaki.jp", "city.kawasaki.jp"),
            ("a.city.kawasaki.jp", "city.kawasaki.jp"), ("github.io", nil), ("me.github.io", "me.github.io"),
            ("a.me.github.io", "me.github.io"),
        ("unlisted", nil), ("example.unlisted", "example.unlisted"), ("香港", nil), ("例.香港", "xn--fsq.xn--j6w193g"),
    ] as [(String, String?)])
    func `the algorithm of the list is followed`(name: String, registrable: String?) throws {
        #expect(Self.small.registrableDomain(of: try DomainName(name))?.description == registrable)
    }

    @Test
    func `without a list every top-level name is a suffix`() throws {
        let empty = PublicSuffixList(parsing: "")
        #expect(empty.publicSuffix(of: try DomainName("a.co.uk")) == "uk")
        #expect(empty.registrableDomain(of: try DomainName("a.co.uk"))?.description == "co.uk")
    }

    @Test(.enabled(if: TestFiles.arePublicSuffixesPresent, "\(TestFiles.suffixHint)"), arguments: [("tests.txt", 73), ("test_psl.txt", 73)])
    func `the published vectors hold`(file: String, count: Int) throws {
        let list = PublicSuffixList(parsing: try TestFiles.publicSuffixText())
        var score = VectorScore(file)
        for (name, expected) in try SuffixVectors.read(file) {
            let ours = (try? DomainName(name)).flatMap(list.registrableDomain)?.description
            let wanted = expected.flatMap { try? DomainName($0) }?.description
            score.add(ours == wanted, "\(name): \(ours ?? "none"), expected \(wanted ?? "none")")
        }
        score.expect(passed: count)
    }
}

/// The vectors of publicsuffix.org, in their two spellings.
enum SuffixVectors {
    /// Names that start with a dot are no names here, and `null` is no input.
    static func read(_ file: String) throws -> [(String, String?)] {
        try TestFiles.text("conformance/psl/\(file)").split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("//") else { return nil }
            var words = line.split { $0 == " " || $0 == "'" || $0 == "(" || $0 == ")" || $0 == "," || $0 == ";" }.map(String.init)
            if words.first == "checkPublicSuffix" { words.removeFirst() }
            guard words.count == 2, words[0] != "null", !words[0].hasPrefix(".") else { return nil }
            return (words[0], words[1] == "null" ? nil : words[1])
        }
    }
}
