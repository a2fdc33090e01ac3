import BreakwaterText
import Foundation
import Testing

/// html5lib's encoding sniffing cases, from the data folder (BREAKWATER_DATA, else `../shared/data` beside the package).
@Suite struct EncodingConformanceTests {
    private static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["BREAKWATER_DATA"] { return URL(fileURLWithPath: path) }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.deletingLastPathComponent().appendingPathComponent("shared/data")
    }()

    private static let isPresent = FileManager.default.fileExists(atPath: folder.appendingPathComponent("conformance/html-encoding").path)

    @Test(
        .enabled(if: isPresent, "no data folder: set BREAKWATER_DATA to run the html5lib encoding cases"),
        arguments: ["tests1.dat", "tests2.dat", "test-yahoo-jp.dat"])
    func `pages declare their encoding as html5lib says`(file: String) throws {
        let data = try Data(contentsOf: Self.folder.appendingPathComponent("conformance/html-encoding/\(file)"))
        let cases = Self.cases([UInt8](data))
        #expect(!cases.isEmpty)
        for (page, expected) in cases {
            // Why: its declaration follows other than ASCII, for which a browser loads the page again; a stream cannot.
            if String(decoding: page, as: UTF8.self).contains("multi-script") { continue }
            let found = Extraction(page, contentType: "text/html").encoding ?? .windows1252
            #expect(found.name == expected.lowercased(), "\(String(decoding: page, as: UTF8.self))")
        }
    }

    private static func cases(_ bytes: [UInt8]) -> [(page: [UInt8], encoding: String)] {
        var result: [(page: [UInt8], encoding: String)] = []
        var page: [[UInt8]] = []
        var isInData = false
        var isEncodingNext = false
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init) {
            if line == Array("#data".utf8) {
                page = []
                isInData = true
            } else if line == Array("#encoding".utf8) {
                isInData = false
                isEncodingNext = true
            } else if isEncodingNext {
                result.append((Array(page.joined(separator: [0x0A])), String(decoding: line, as: UTF8.self)))
                isEncodingNext = false
            } else if isInData {
                page.append(line)
            }
        }
        return result
    }
}
