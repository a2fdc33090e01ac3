import ArgumentParser
import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules
import Foundation

/// How often the domain table takes an unlisted name for a listed one.
///
/// A false match of 52 bits is too rare to be seen. So the lines of a real bundle are compared by fewer bits: each bit less doubles
/// the rate. A probe of an unlisted name meets the names of its first line and, where that line says that names like it moved, those
/// of its second; each equals it by chance with 2⁻ᵇ. What is measured at few bits is held to that model, and the model says what it
/// is at 52.
struct FalseMatches: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "false-matches",
        abstract: "False matches of the domain table, with shortened fingerprints.",
        discussion: "Names are drawn at random; none of the probed ones is listed.")

    @Option(help: "Listed names.") var names = 1_000_000
    @Option(help: "Probes of unlisted names.") var probes = 1_000_000_000
    @Option(help: "Bits of the fingerprint that are compared.") var bits: [Int] = [12, 16, 20, 24, 28]
    @Option(help: "What the names and the key are drawn from.") var seed: UInt64 = 1
    @Flag(help: "Print JSON (the only form).") var json = false

    func run() throws {
        guard bits.allSatisfy({ (1...52).contains($0) }) else { throw ValidationError("1 to 52 bits can be compared") }
        let path = FileManager.default.temporaryDirectory.appending(path: "breakwater-bench-\(ProcessInfo.processInfo.processIdentifier).bwb").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var generator = SplitMix64(state: seed)
        try compile(to: path, key: (generator.next(), generator.next()))
        let reader = try BundleReader(path: path, verification: .full)
        let count = try ShortenedTable(reader).falseMatches(probes: probes, bits: bits, hasher: NameHasher(key: reader.hashKey))
        var figures = Figures()
        figures["names"] = names
        figures["probes"] = probes
        figures["entries_per_probe"] = count.entriesPerProbe
        let compared = Double(probes) * count.entriesPerProbe
        for (number, bits) in bits.enumerated() {
            figures["matches_\(bits)_bits"] = count.matches[number]
            figures["matches_lower_\(bits)_bits"] = count.lowerMatches[number]
            figures["expected_\(bits)_bits"] = compared / Double(1 << bits)
        }
        // The rate at 52 bits, from the fingerprints with the most matches: their count is the surest.
        let best = zip(bits, count.matches).filter { $0.1 > 0 }.max { $0.1 < $1.1 }
        if let best {
            let rate = Double(best.1) / Double(max(1, probes))
            figures["log2_rate_at_52_bits"] = log2(rate) + Double(best.0) - 52
        }
        figures["log2_model_at_52_bits"] = log2(count.entriesPerProbe) - 52
        figures.printLine()
    }

    private func compile(to path: String, key: (UInt64, UInt64)) throws {
        let name = LocalizedText(en: "Benchmark", ja: "計測")
        guard let listed = CategoryID("listed") else { throw ValidationError("no category") }
        let policy = Policy(
            name: name, categories: [BreakwaterPolicy.Category(id: listed, name: name, description: name, forChildren: name, topic: "content")],
            profiles: [Profile(id: "bench", name: name, ageBand: .adult)], defaultProfile: "bench",
            lists: [ListSource(id: "names", format: "domains", category: listed)])
        var list: [UInt8] = []
        list.reserveCapacity(names * 22)
        for number in 0..<names { ShortenedTable.append(name: UInt64(number), isListed: true, to: &list) }
        var compiler = try BundleCompiler(policy: policy, createdAt: 0, hashKey: key)
        try compiler.add("names", file: "names", format: .domains, bytes: list.span)
        _ = try compiler.write(to: path)
    }
}
