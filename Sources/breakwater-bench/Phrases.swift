import ArgumentParser
import Breakwater
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterServer
import BreakwaterText
import Foundation

struct Phrases: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Scanning text for thousands of literals.",
        discussion: "Texts are lower-cased in ASCII, as the peers' script does; the folding and the extraction of real pages are measured apart.")

    @Option(help: "One literal a line.") var phrases: String
    @Option(help: "Passes; the best counts.") var passes = 7
    @Flag(help: "Print JSON (the only form).") var json = false
    @Argument(help: "Text files, concatenated.") var texts: [String]

    func run() throws {
        let literals = String(decoding: try CompressedFile.contents(of: phrases), as: UTF8.self).split(separator: "\n").map(String.init)
        var text: [UInt8] = []
        for path in texts {
            if !text.isEmpty { text.append(0x0A) }
            text += try CompressedFile.contents(of: path)
        }
        for index in text.indices where text[index] &- 0x41 < 26 { text[index] |= 0x20 }
        let table = try LiteralBundle.table(literals)
        let clock = ContinuousClock()
        var best = Double.infinity
        var matches = 0
        for _ in 0..<max(1, passes) {
            var seen = LiteralSet(count: table.literalCount)
            let start = clock.now
            // Text's bytes are its own bytes: there is no padding to read.
            table.scan(unsafe text.span.bytes, into: &seen)
            best = min(best, (clock.now - start).inSeconds)
            matches = seen.count
        }
        var figures = Figures()
        figures["phrases"] = literals.count
        figures["literals"] = table.literalCount
        figures["text_bytes"] = text.count
        figures["gb_per_second"] = Double(text.count) / best / 1e9
        figures["matches"] = matches
        figures["fold_mb_per_second"] = foldRate(text)
        figures.printLine()
    }

    /// What making the text comparable costs, on the same bytes as a plain page.
    private func foldRate(_ text: [UInt8]) -> Double {
        let clock = ContinuousClock()
        var best = Double.infinity
        var output: [UInt8] = []
        for _ in 0..<3 {
            output.removeAll(keepingCapacity: true)
            var extractor = TextExtractor(contentType: "text/plain; charset=utf-8")
            let start = clock.now
            extractor.consume(text.span, into: &output)
            extractor.finish(into: &output)
            best = min(best, (clock.now - start).inSeconds)
        }
        return Double(text.count) / best / 1e6
    }
}

/// A bundle of literals as they are: the benchmark compares byte scanners, so that nothing is folded.
enum LiteralBundle {
    static func table(_ literals: [String]) throws -> PhraseTable {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("breakwater-phrases-\(ProcessInfo.processInfo.processIdentifier).bwb").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try BundleCompiler.literalTable(literals, path: path)
    }
}
