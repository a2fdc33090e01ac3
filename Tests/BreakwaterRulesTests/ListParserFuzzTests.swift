import BreakwaterRules
import Foundation
import TestSupport
import Testing

/// Random and mutated lists, from fixed seeds: nothing traps, and every line is an entry, a comment, a count or a diagnostic.
@Suite struct ListParserFuzzTests {
    /// SplitMix64: the same cases on every machine.
    struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private func check(_ bytes: [UInt8], _ format: ListFormat, _ comment: Comment) {
        var tally = Tally()
        tally.checksHosts = true
        let summary = ListParser(format: format, file: "fuzz").parse(bytes.span, into: &tally)
        #expect(summary.isComplete, comment)
        #expect(summary.entryLineCount == tally.entryLines.count, comment)
        #expect(summary.diagnosedLineCount <= tally.reportedLines.count, comment)
        #expect(tally.badHosts.isEmpty, comment)
        _ = ListFormat.detect(bytes.span, fileName: "fuzz")
    }

    @Test(arguments: ListFormat.allCases)
    func `random bytes are accounted for`(format: ListFormat) {
        var random = Random(state: 1)
        for round in 0..<200 {
            let bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            check(bytes, format, "random bytes, round \(round)")
        }
    }

    @Test(arguments: ListFormat.allCases)
    func `random runs of meaningful characters are accounted for`(format: ListFormat) {
        let pieces = [
            "|", "||", "@@", "$", "^", "*", "/", "\\", "(", ")", "[", "]", "[^", "?", "<", ">", ",", "~", "=", ".", ":", "://", "#", "##",
            "!", "!#if ", "!#endif", "!#else", " ", "\t", "\n", "\r\n", "\0", "%", "%41", "é", "例", "\u{202E}", "a", "b.test", "com",
            "0.0.0.0 ", "::1 ", "local=/", "address=/", "domain=", "script", "badfilter", "important", "denyallow=", "to=", "(*", "\\C",
            "(?C", "\\Q", "\\E", "[:alpha:]", "{2,3}", "<10>", "<-5>", "<10%>", "#listcategory:", ".Include<", "192.0.2.1", "/24",
            " CNAME .", " CNAME rpz-passthru.", "*.", "$ORIGIN ", "$INCLUDE ", ".rpz-ip", " SOA ", ";", "\"", "zz", "local-zone: ",
            "local-data: ",
            " always_null", " transparent", " redirect", " A 192.0.2.7", "+", "-", "=", "@time", ";querytype=A", ";reply=ip",
            "#time: 9 0 17 0 1",
        ]
        var random = Random(state: 2)
        for round in 0..<1_500 {
            let text = (0..<Int.random(in: 1...30, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            check(Array(text.utf8), format, "pieces, round \(round): \(text.debugDescription)")
        }
    }

    @Test(arguments: GoldenListTests.cases)
    func `mutated lists are accounted for, in every format`(file: String, format: ListFormat) throws {
        let original = try TestFiles.bytes(of: TestFiles.corpus.appending(path: file))
        var random = Random(state: 3)
        for round in 0..<60 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: index)
                default: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            for format in round.isMultiple(of: 10) ? ListFormat.allCases : [format] {
                check(bytes, format, "\(file) mutated, round \(round), as \(format.rawValue)")
            }
        }
    }

    @Test(arguments: GoldenListTests.cases)
    func `a list cut anywhere is read to the cut`(file: String, format: ListFormat) throws {
        let original = try TestFiles.bytes(of: TestFiles.corpus.appending(path: file))
        for length in stride(from: 0, to: original.count, by: 7) {
            check(Array(original.prefix(length)), format, "\(file) cut at \(length)")
        }
    }
}
