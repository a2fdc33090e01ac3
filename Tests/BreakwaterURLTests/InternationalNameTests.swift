import BreakwaterURL
import Foundation
import Testing

/// UTS #46 vectors, as the Web Platform Tests publish them. What differs is printed and bounded.
@Suite(.enabled(if: TestFiles.isDataPresent, TestFiles.dataHint))
struct InternationalNameTests {
    struct Row: Decodable {
        var input: String
        var output: String?
    }

    private struct Score {
        var passed = 0
        /// We refuse what browsers take.
        var stricter: [String] = []
        /// We take what browsers refuse.
        var looser: [String] = []
        /// Both take it, as different names: the only kind that could let a listed name through.
        var different: [String] = []
    }

    private func score(_ file: String) throws -> Score {
        var score = Score()
        for row in try TestFiles.rows("conformance/url/wpt/\(file)", as: Row.self) where !row.input.isEmpty {
            let ours = (try? WebURL("http://\(row.input)/x"))?.host.description
            var expected = row.output
            if let text = expected, text.hasSuffix(".") { expected = String(text.dropLast()) }
            switch (ours, expected) {
            case (nil, nil): score.passed += 1
            case (let ours?, let expected?) where ours == expected: score.passed += 1
            case (nil, let expected?): score.stricter.append("\(row.input.debugDescription) -> \(expected)")
            case (let ours?, nil): score.looser.append("\(row.input.debugDescription) -> \(ours)")
            case (let ours?, let expected?): score.different.append("\(row.input.debugDescription) -> \(ours), browsers \(expected)")
            }
        }
        print("\(file): \(score.passed) as browsers; stricter \(score.stricter.count), looser \(score.looser.count), different \(score.different.count)")
        for line in score.different + score.looser { print("  \(line)") }
        return score
    }

    @Test
    func `names become the A-labels that browsers make of them`() throws {
        let score = try score("toascii.json")
        // The capital sharp s: the C library's tables are older than its own A-label.
        #expect(score.different.allSatisfy { $0.contains("ẞ") })
        // IDNA2008, which the C library follows, takes no symbols (`♥.net`); labels of more than 63 bytes and empty ones are none.
        #expect(score.passed >= 63 && score.stricter.count <= 22 && score.looser.isEmpty)
    }

    @Test
    func `the vectors of UTS 46 hold`() throws {
        let score = try score("IdnaTestV2.json")
        #expect(score.different.allSatisfy { $0.contains("ẞ") })
        #expect(score.passed >= 2_330 && score.stricter.count <= 338 && score.looser.isEmpty)
    }
}
