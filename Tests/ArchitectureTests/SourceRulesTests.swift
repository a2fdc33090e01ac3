import Foundation
import Testing

@Suite struct SourceRulesTests {
    /// docs/STYLE: past 400 lines there is a second concept in the file.
    private static let maximumLines = 400

    @Test func `no Swift file is longer than 400 lines`() throws {
        for folder in ["Sources", "Tests"] {
            for file in try SourceTree.files(in: folder, ["swift"]) {
                let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
                #expect(lines <= Self.maximumLines + 1, "\(file.path) has \(lines) lines")
            }
        }
    }

    /// Where a verdict may be asked for: the engine itself, the one road from messages to verdicts, the C library, and what checks
    /// or measures policies outside any connection.
    private static let deciders = [
        "Sources/Breakwater/", "Sources/BreakwaterHTTP/", "Sources/BreakwaterC/", "Sources/breakwater-cli/", "Sources/breakwater-bench/",
        "Sources/BreakwaterServer/Checking/", "Sources/BreakwaterServer/Evaluating/", "Sources/BreakwaterServer/Import/",
        "Sources/BreakwaterServer/Running/Demonstration.swift",
    ]

    @Test func `only FilterExchange and the checking code ask for verdicts`() throws {
        for file in try SourceTree.files(in: "Sources", ["swift"]) where !Self.deciders.contains(where: file.path.hasPrefix) {
            for call in [".decide(", ".decideText(", ".decideLabel("] {
                #expect(!file.text.contains(call), "\(file.path) calls \(call)…) itself: go through FilterExchange")
            }
        }
    }

    /// The folders that the project was made in; the names are put together here, so that this file does not hold them itself.
    private static let machinePaths = ["work", "tmp/bw", "root/", "home/user"].map { "/" + $0 }

    @Test func `no file names a folder of the machine it was made on`() throws {
        let kinds: Set<String> = ["swift", "md", "yaml", "yml", "h", "c", "json", "txt", "mustache", "css", "html", "csv", "tsv", "sh"]
        let folders = ["Sources", "Tests", "docs", "Policies", "Corpus", "Scripts"]
        for file in try folders.flatMap({ try SourceTree.files(in: $0, kinds) }) + SourceTree.topFiles() {
            for path in Self.machinePaths {
                #expect(!Self.mentions(path, in: file.text), "\(file.path) names \(path)")
            }
        }
    }

    /// A folder's name that is no part of a URL or of a longer name: `https://site.test/work` and `/workspace` are none.
    private static func mentions(_ path: String, in text: String) -> Bool {
        guard text.contains(path) else { return false }
        let bytes = Array(text.utf8)
        let wanted = Array(path.utf8)
        for start in bytes.indices.dropLast(wanted.count) where bytes[start] == wanted[0] {
            guard bytes[start..<start + wanted.count].elementsEqual(wanted) else { continue }
            let before = start > 0 ? bytes[start - 1] : 0x20
            let after = bytes[start + wanted.count]
            let isPart = isWord(before) || before == UInt8(ascii: "/") || before == UInt8(ascii: ".") || before == UInt8(ascii: "*")
            if !isPart, path.hasSuffix("/") || after == UInt8(ascii: "/") { return true }
        }
        return false
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte >= 0x80
    }

    @Test func `no source leaves work for later`() throws {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        for file in try SourceTree.files(in: "Sources", ["swift", "c", "h"]) {
            for mark in marks { #expect(!file.text.contains(mark), "\(file.path) has a \(mark)") }
        }
    }
}
