import Breakwater
import BreakwaterBundle
import BreakwaterPolicy
import BreakwaterRules
import Foundation
import TestSupport
import Testing

/// Engines that replace each other in a slot: nothing of the old one is left once its last reader is gone.
@Suite(.serialized) struct ReloadTests {
    private static func policy(_ host: String) throws -> TestPolicy {
        try TestPolicy(
            profiles: [
                .test("child", ["adult": .block], allow: ["own.test"], schedules: [.test("night", [(1_320, 360)])], scansText: true)
            ],
            lists: [
                .init("names", .domains, "adult", [host] + (0..<200).map { "n\($0).test" }),
                .init("rules", .adblock, "adult", ["/banner/*$image", "||x.test/a^"]),
                .init("patterns", .expressions, "adult", ["bet[0-9]+\\.test", "(foo|bar)baz"]),
                .init("words", .phrases, "adult", ["<casino><50>"]),
                .init("help", .domains, nil, kind: .help, ["help.test"]),
            ])
    }

    private static let requests = [
        "https://blocked.test/", "https://n7.test/banner/1", "https://bet365.test/foobaz", "https://own.test/", "https://help.test/",
    ].map {
        Request(url: $0, profile: "child", at: .monday(12))
    }

    /// Mappings of the process, and those of bundles.
    private static func mappings() throws -> (all: Int, bundles: Int) {
        // Read to its end: `String(contentsOfFile:)` reads one page of a file that says it is empty, as those of /proc do.
        let text = try #require(try FileHandle(forReadingFrom: URL(filePath: "/proc/self/maps")).readToEnd())
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        return (lines.count, lines.count { $0.contains(".bwb") })
    }

    /// Opens and swaps in a bundle, and decides with it, so that it compiles its expressions.
    private func reload(_ path: String, _ verification: BundleVerification, _ slot: EngineSlot, _ scratch: inout MatchScratch) throws {
        slot.replace(with: try Engine(contentsOf: path, verification: verification))
        let engine = slot.snapshot
        for request in Self.requests { _ = engine.decide(request, using: &scratch) }
    }

    @Test func `a thousand reloads leave nothing behind`() throws {
        let folder = try TemporaryFolder()
        let paths = [folder.path("a.bwb"), folder.path("b.bwb")]
        try Self.policy("blocked.test").compile(to: paths[0])
        try Self.policy("other.test").compile(to: paths[1])
        let before = try Self.mappings()
        let slot = EngineSlot(try Engine(contentsOf: paths[0]))
        var scratch = MatchScratch()
        // What is made once a process (formatters, time zones, the allocator's own caches) is made here.
        for turn in 0..<100 { try reload(paths[turn % 2], .full, slot, &scratch) }
        let (bytes, mapped) = (Allocations.bytesInUse, try Self.mappings())
        for turn in 0..<1_000 { try reload(paths[turn % 2], .full, slot, &scratch) }
        let (bytesAfter, mappedAfter) = (Allocations.bytesInUse, try Self.mappings())
        print("1,000 reloads: \(bytesAfter - bytes) bytes of heap, \(mappedAfter.all - mapped.all) mappings more than after the first 100")
        // One block of 32 bytes kept a reload would be 32,000; the rest is other threads' work.
        #expect(bytesAfter - bytes < 16_000)
        #expect(mappedAfter.all <= mapped.all + 2)
        #expect(mappedAfter.bundles == before.bundles + 1, "only the bundle in use is mapped")
        withExtendedLifetime(slot) {}
    }

    @Test func `while a reader holds the old engine, both are mapped; afterwards one is`() throws {
        let folder = try TemporaryFolder()
        let paths = [folder.path("a.bwb"), folder.path("b.bwb")]
        try Self.policy("blocked.test").compile(to: paths[0])
        try Self.policy("other.test").compile(to: paths[1])
        let before = try Self.mappings().bundles
        let slot = EngineSlot(try Engine(contentsOf: paths[0]))
        var reader: Engine? = slot.snapshot
        for turn in 1...9 { slot.replace(with: try Engine(contentsOf: paths[turn % 2])) }
        let both = try Self.mappings().bundles
        #expect(both == before + 2)
        #expect(reader?.verdict("https://blocked.test/").action == .block)
        reader = nil
        let one = try Self.mappings().bundles
        #expect(one == before + 1)
        #expect(slot.snapshot.verdict("https://blocked.test/").action == .allow)
    }

    @Test func `a reload that fails leaves nothing behind and the old engine in place`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.bwb")
        try Self.policy("blocked.test").compile(to: path)
        let slot = EngineSlot(try Engine(contentsOf: path))
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: URL(filePath: folder.path("damaged.bwb")))
        func failing() { #expect(throws: BundleError.self) { try Engine(contentsOf: folder.path("damaged.bwb")) } }
        for _ in 0..<20 { failing() }
        let (heap, mapped) = (Allocations.bytesInUse, try Self.mappings())
        for _ in 0..<500 { failing() }
        #expect(Allocations.bytesInUse - heap < 16_000)
        #expect(try Self.mappings().bundles == mapped.bundles)
        #expect(slot.snapshot.verdict("https://blocked.test/").action == .block)
    }
}
