import Foundation
import Glibc
import Testing

/// Lists that nobody should have to fear: ten million lines, one line of a hundred megabytes, no text at all.
@Suite(.serialized, .enabled(if: Tool.isBuilt, "`breakwater` was not built"))
struct HugeListTests {
    private let folder: CommandFolder

    init() throws { folder = try CommandFolder() }

    /// The largest resident set that any program had which these tests ran, in MiB.
    private static var peakMiB: Int {
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        return usage.ru_maxrss >> 10
    }

    private func write(_ name: String, _ parts: Int, _ part: (Int) -> [UInt8]) throws -> String {
        let path = folder.path + "/" + name
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        let file = try #require(FileHandle(forWritingAtPath: path))
        for number in 0..<parts { try file.write(contentsOf: Data(part(number))) }
        try file.close()
        return path
    }

    /// Two million names, each five times, and a line in fifty that is no name.
    private func tenMillionLines() throws -> String {
        try write("ten-million.txt", 1_000) { part in
            var text: [UInt8] = []
            text.reserveCapacity(200_000)
            for line in 0..<10_000 {
                let number = (part * 10_000 + line) % 2_000_000
                text += line % 50 == 0 ? Array("not a name \(number)\n".utf8) : Array("n\(number).test\n".utf8)
            }
            return text
        }
    }

    @Test func `ten million lines are compiled and linted in bounded memory, and the bad ones counted`() throws {
        let list = try tenMillionLines()
        let bundle = folder.path + "/huge.bwb"
        let compiled = try Tool.run(["compile", "--list", "games=\(list):domains", "-o", bundle, "--json", "--quiet"])
        #expect(compiled.status == 0, "\(compiled.errors)")
        let summary = try #require(try JSONSerialization.jsonObject(with: Data(compiled.output.utf8)) as? [String: Any])
        #expect(summary["names"] as? Int == 1_960_000)
        let inventory = try #require((summary["lists"] as? [[String: Any]])?.first)
        #expect(inventory["hosts"] as? Int == 9_800_000 && inventory["errors"] as? Int == 200_000)
        #expect(compiled.errors.contains("200000 lines could not be understood"))
        let compilePeak = Self.peakMiB

        let linted = try Tool.run(["lint", "--format", "domains", "--limit", "2", list])
        #expect(linted.status == 1)
        #expect(linted.output.contains("10000000 lines: 9800000 names; 200000 errors"), "\(linted.output)")
        #expect(linted.lines.count == 6)
        print("Ten million lines: compile \(compilePeak) MiB, both \(Self.peakMiB) MiB at most")
        #expect(Self.peakMiB < 1_024)
    }

    @Test func `one line of a hundred megabytes is a diagnostic`() throws {
        let list = try write("long.txt", 100) { _ in [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20) }
        let run = try Tool.run(["lint", "--format", "domains", list])
        #expect(run.status == 1)
        #expect(run.lines.first == "\(list):1: error: line: the line is longer than 65536 bytes: left out")
        let compiled = try Tool.run(["compile", "--list", "games=\(list):adblock", "-o", folder.path + "/long.bwb"])
        #expect(compiled.status == 0 && compiled.errors.contains("the line is longer than 65536 bytes"))
        #expect(Self.peakMiB < 1_024)
    }

    @Test func `what is no text is told line by line, and is no crash`() throws {
        var state: UInt64 = 7
        let binary = try write("binary.txt", 16) { _ in
            (0..<65_536).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
        }
        let wide = try write("utf16.txt", 1) { _ in [0xFF, 0xFE] + "bad.test\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }
        for format in ["hosts", "domains", "adblock", "expressions", "phrases", "addresses", "hashes", "urls", "dnsmasq", "wildcard"] {
            let run = try Tool.run(["lint", "--format", format, "--limit", "3", binary])
            #expect(run.status == 1, "\(format): \(run.errors)")
            #expect(run.output.contains(": line: "), "\(format)")
            let told = try Tool.run(["lint", "--format", format, wide])
            #expect(
                [0, 1].contains(told.status) && told.output.contains("the list is in UTF-16 and was read as such"),
                "\(format): \(told.output)")
        }
        #expect(try Tool.run(["compile", "--list", "games=\(binary):domains", "-o", folder.path + "/binary.bwb"]).status == 0)
        // Its format cannot be told, or is told wrongly: either way it ends with a word about it.
        let guessed = try Tool.run(["lint", binary])
        #expect([1, 2].contains(guessed.status) && !(guessed.output + guessed.errors).isEmpty)
    }

    @Test func `lists and policies that include themselves are told so`() throws {
        let list = try folder.write("self.txt", ".Include<\(folder.path)/self.txt>\nbad.test\n")
        let linted = try Tool.run(["lint", "--format", "domains", list])
        #expect(
            linted.status == 0 && linted.output.contains("1 names") && linted.output.contains(":1: warning: line: "), "\(linted.output)")
        let adblock = try folder.write("self2.txt", "!#include self2.txt\n||bad.test^\n")
        #expect(try Tool.run(["lint", adblock]).output.contains(":1: warning: line: "))
        let policy = try folder.write("self.yaml", "include: [self.yaml]\nprofiles: [{ id: child, age-band: 6-9 }]\n")
        let run = try Tool.run(["compile", policy, "-o", folder.path + "/x.bwb"])
        #expect(run.status == 2 && run.errors.contains("is read already"), "\(run.errors)")
        let ring = try folder.write("a.yaml", "include: [b.yaml]\nprofiles: [{ id: child, age-band: 6-9 }]\n")
        try folder.write("b.yaml", "include: [a.yaml]\n")
        let refused = try Tool.run(["compile", ring, "-o", folder.path + "/x.bwb"])
        #expect(refused.status == 2 && refused.errors.contains("unknown key `include`"), "\(refused.errors)")
    }
}
