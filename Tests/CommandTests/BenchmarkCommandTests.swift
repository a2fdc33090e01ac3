import Foundation
import Testing

/// Benchmarks print one JSON object; what they find out about correctness is held here on small numbers.
@Suite(.serialized, .enabled(if: Benchmark.isBuilt, "breakwater-bench was not built"))
struct BenchmarkCommandTests {
    /// The count of a chance that is rare is Poisson distributed: five deviations either way are one in a million.
    private func isNear(_ count: Double, _ expected: Double) -> Bool { abs(count - expected) <= 5 * expected.squareRoot() + 1 }

    @Test func `an unlisted name matches as rarely as fingerprint and line, drawn independently, say`() throws {
        let figures = try Benchmark.run([
            "false-matches", "--names", "60000", "--probes", "3000000", "--bits", "8", "--bits", "12", "--bits", "16",
        ])
        let entries = try #require(figures["entries_per_probe"])
        #expect((7.0...16.0).contains(entries))
        for bits in [12, 16] {
            let expected = try #require(figures["expected_\(bits)_bits"])
            for end in ["", "lower_"] {
                let matches = try #require(figures["matches_\(end)\(bits)_bits"])
                #expect(isNear(matches, expected), "\(end)\(bits) bits: \(matches) matches, \(expected) expected")
            }
        }
        #expect(try #require(figures["matches_8_bits"]) > 50_000, "a comparison that never matches would pass for a perfect one")
        #expect(try #require(figures["log2_rate_at_52_bits"]) <= -48)
        #expect(try #require(figures["log2_model_at_52_bits"]) <= -48)
    }

    @Test func `opening, reloading and threads are measured`() throws {
        let folder = try CommandFolder()
        let bundle = folder.path + "/policy.bwb"
        let compiled = try Tool.run(["compile", "Policies/household.yaml", "-o", bundle])
        try #require(compiled.status == 0, "\(compiled.errors)")
        let requests = try folder.write(
            "requests.tsv", "https://example.test/a?b\thttps://page.test/\tscript\nhttps://192.0.2.1/\t\tdocument\n")
        let opened = try Benchmark.run(["open", "--bundle", bundle, "--rounds", "5"])
        #expect(try #require(opened["us_on_record_best"]) > 0)
        #expect(try #require(opened["us_full_best"]) > 0)
        let reloaded = try Benchmark.run(["reload", "--bundle", bundle, "--requests", requests, "--swaps", "5", "--rounds", "2"])
        #expect(try #require(reloaded["ns_p99_during"]) > 0)
        let threads = try Benchmark.run(["threads", "--bundle", bundle, "--requests", requests, "--seconds", "0.05", "--rounds", "1"])
        #expect(try #require(threads["per_second_1"]) > 1_000)
        #expect(try #require(threads["scaling"]) > 0.1)
    }

    @Test func `requests at a rate are asked and answered, and what is no 200 is told`() throws {
        let folder = try CommandFolder()
        try folder.write("bad.txt", "bad.test\n")
        let policy = try folder.write("policy.yaml", """
            categories: [{ id: gambling, name: { en: Gambling, ja: ギャンブル }, description: D, for-children: F, topic: contract }]
            profiles: [{ id: child, age-band: 6-9, block: gambling }]
            lists: [{ id: bad, path: bad.txt, format: domains, category: gambling }]
            """)
        let served = try ServedProcess(
            ["--policy", policy, "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--state", folder.path + "/state"], in: folder)
        let port = try #require(served.ports.first, "\(served.errors)")
        func load(_ target: String) throws -> [String: Double] {
            try Benchmark.run([
                "paced-load", "--port", "\(port)", "--target", target, "--host", "bad.test", "--rate", "400", "--seconds", "0.5", "--connections", "4",
            ])
        }
        let good = try load("/proxy.pac")
        // 200 are due; seven deviations of a Poisson process either way.
        #expect((100.0...300.0).contains(try #require(good["requests"])))
        #expect(good["bad"] == 0)
        let (median, slowest) = (try #require(good["ms_p50"]), try #require(good["ms_max"]))
        #expect(median > 0 && median <= slowest)
        let blocked = try load("http://bad.test/")
        #expect(try #require(blocked["requests"]) > 100 && blocked["bad"] == blocked["requests"])
    }
}

/// The built `breakwater-bench`.
enum Benchmark {
    static let path = Tool.path.map { ($0 as NSString).deletingLastPathComponent + "/breakwater-bench" }
    static var isBuilt: Bool { path.map { FileManager.default.isExecutableFile(atPath: $0) } ?? false }

    /// - Returns: the numbers of the object that it printed.
    static func run(_ arguments: [String]) throws -> [String: Double] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path))
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "breakwater-bench \(arguments.joined(separator: " "))")
        return try JSONDecoder().decode([String: Double].self, from: data)
    }
}
