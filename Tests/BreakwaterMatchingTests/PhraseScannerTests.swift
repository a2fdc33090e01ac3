import BreakwaterBundle
import BreakwaterMatching
import BreakwaterRules
import BreakwaterText
import TestSupport
import Testing

/// Phrases in text that comes in pieces, against a plain search in the whole text.
struct PhraseScannerTests {
    private struct Phrases {
        let table: PhraseTable
        /// By weight: the folded literals that must all occur.
        let model: [Int32: [[UInt8]]]

        init(_ random: inout SeededGenerator, count: Int, alphabet: [String], longest: Int) throws {
            var text = ""
            var model: [Int32: [[UInt8]]] = [:]
            for number in 1...count {
                let words = (0..<Int.random(in: 1...2, using: &random)).map { _ in
                    (0..<Int.random(in: 1...longest, using: &random)).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)]
                    }.joined()
                }
                let literals = words.map { Array(TextFolding.fold($0).utf8) }
                guard literals.allSatisfy({ !$0.isEmpty && $0 != [0x20] }),
                    words.allSatisfy({ $0 == $0.split(separator: " ").joined(separator: " ") })
                else { continue }
                model[Int32(number)] = literals
                text += words.map { "<\($0)>" }.joined(separator: ",") + "<\(number)>\n"
            }
            table = (try Compiled.matcher([(.phrases, text)]) as Matcher).phrases
            self.model = model
        }

        func expected(_ text: [UInt8]) -> Set<Int32> {
            func occurs(_ literal: [UInt8]) -> Bool {
                literal.count <= text.count
                    && (0...text.count - literal.count).contains { text[$0..<$0 + literal.count].elementsEqual(literal) }
            }
            return Set(model.filter { $0.value.allSatisfy(occurs) }.keys)
        }

        func found(_ pieces: [[UInt8]]) -> Set<Int32> {
            var scanner = PhraseScanner(table)
            for piece in pieces { scanner.scan(piece.span) }
            var found: Set<Int32> = []
            scanner.forEachSatisfied { found.insert($0.weight) }
            return found
        }
    }

    @Test
    func `however the text is cut, the phrases of the whole are found`() throws {
        var random = SeededGenerator(seed: 101)
        let phrases = try Phrases(&random, count: 200, alphabet: ["a", "b", "c", "d", " ", "ab", "日", "本"], longest: 7)
        #expect(phrases.model.count > 100)
        var hits = 0
        for _ in 0..<40 {
            let text = Array(
                (0..<Int.random(in: 0...60, using: &random)).map { _ in
                    ["a", "b", "c", "d", " ", "日", "本"][Int.random(in: 0..<7, using: &random)]
                }.joined().utf8)
            let expected = phrases.expected(text)
            hits += expected.count
            #expect(phrases.found([text]) == expected)
            for split in 0...text.count {
                if phrases.found([Array(text[..<split]), Array(text[split...])]) != expected {
                    Issue.record("split at \(split) of \(text.count)")
                }
            }
            #expect(phrases.found(text.map { [$0] }) == expected)
            #expect(phrases.found(text.map { [$0] }.flatMap { [$0, []] }) == expected)
            for _ in 0..<20 {
                var pieces: [[UInt8]] = []
                var rest = text[...]
                while !rest.isEmpty {
                    let count = Int.random(in: 0...min(9, rest.count), using: &random)
                    pieces.append(Array(rest.prefix(count)))
                    rest = rest.dropFirst(count)
                }
                if phrases.found(pieces) != expected { Issue.record("pieces \(pieces.map(\.count))") }
            }
        }
        print("Phrases: \(phrases.model.count) rules, \(hits) hits agree at every split")
        #expect(hits > 500)
    }

    @Test
    func `literals of one to five bytes alone are found`() throws {
        var random = SeededGenerator(seed: 102)
        for longest in 1...5 {
            let phrases = try Phrases(&random, count: 40, alphabet: ["a", "b", "c"], longest: longest)
            for _ in 0..<40 {
                let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in UInt8.random(in: 0x61...0x64, using: &random) }
                let expected = phrases.expected(text)
                for split in 0...text.count { #expect(phrases.found([Array(text[..<split]), Array(text[split...])]) == expected) }
            }
        }
    }

    @Test
    func `a word boundary is a space, and a phrase counts once`() throws {
        let table = (try Compiled.matcher([(.phrases, "< sex ><50>\n<casino><10>\n<casino>,<bonus><5>\n")]) as Matcher).phrases
        func weights(_ text: String) -> [Int32] {
            var scanner = PhraseScanner(table)
            scanner.scan(Array(text.utf8).span)
            var found: [Int32] = []
            scanner.forEachSatisfied { found.append($0.weight) }
            return found.sorted()
        }
        #expect(weights(" sex ") == [50])
        #expect(weights(" essex sextant ") == [])
        #expect(weights(" casino casino casino ") == [10])
        #expect(weights(" bonus casino ") == [5, 10])
        #expect(weights(" bonus ") == [])
    }

    @Test
    func `without phrases there is nothing to find`() throws {
        let table = (try Compiled.matcher([(.domains, "a.test\n")]) as Matcher).phrases
        #expect(table.isEmpty)
        var scanner = PhraseScanner(table)
        scanner.scan(Array("anything".utf8).span)
        var count = 0
        scanner.forEachSatisfied { _ in count += 1 }
        #expect(count == 0)
    }
}
