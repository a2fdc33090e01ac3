import Breakwater
import BreakwaterBundle
import BreakwaterPolicy
import BreakwaterRules
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct EngineTests {
    private static func policy(_ host: String = "blocked.test") throws -> TestPolicy {
        try TestPolicy(
            profiles: [.test("child", ["adult": .block], allow: ["own.test"])],
            lists: [
                .init("adult", .domains, "adult", [host]), .init("rules", .adblock, "adult", ["/banner/*$image", "||x.test/a^"]),
                .init("patterns", .expressions, "adult", ["bet[0-9]+\\.test"]), .init("help", .domains, nil, kind: .help, ["help.test"]),
            ])
    }

    @Test func `an engine knows its bundle`() throws {
        let engine = try Self.policy().engine()
        #expect(engine.identity.count == 64)
        #expect(engine.createdAt == 1_700_000_000)
        #expect(engine.policy == (try Self.policy().policy))
        #expect(engine.inventory.map(\.id) == ["adult", "rules", "patterns", "help"])
        #expect(engine.inventory.map(\.hosts) == [1, 0, 0, 1])
        #expect(engine.inventory.map(\.rules) == [0, 2, 1, 0])
    }

    @Test func `the same policy and key give the same bundle`() throws {
        #expect(try Self.policy().engine().identity == (try Self.policy().engine().identity))
        #expect(try Self.policy().engine().identity != (try Self.policy("other.test").engine().identity))
    }

    @Test func `checking the header alone opens the same engine`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("p.bwb")
        try Self.policy().compile(to: path)
        let full = try Engine(contentsOf: path)
        let quick = try Engine(contentsOf: path, verification: .header)
        for url in ["https://blocked.test/", "https://help.test/", "https://own.test/", "https://bet365.test/", "https://x.test/a"] {
            #expect(full.verdict(url) == quick.verdict(url))
        }
        #expect(full.identity == quick.identity)
    }

    @Test func `a damaged section is found by full verification`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("p.bwb")
        try Self.policy().compile(to: path)
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: URL(filePath: path))
        #expect(throws: BundleError(.corrupt, "")) { try Engine(contentsOf: path) }
        // The last section is text that no decision reads: the header alone opens it.
        #expect(throws: Never.self) { try Engine(contentsOf: path, verification: .header) }
    }

    @Test func `a missing file is an error that names it`() throws {
        let error = #expect(throws: BundleError.self) { try Engine(contentsOf: "/nowhere/p.bwb") }
        #expect(error?.code == .unreadable)
        #expect(error?.message.contains("/nowhere/p.bwb") == true)
    }

    @Test func `readers keep the engine they hold while others are put in its place`() async throws {
        let engines = [try Self.policy("blocked.test").engine(), try Self.policy("other.test").engine()]
        let slot = EngineSlot(engines[0])
        let wrong = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var scratch = MatchScratch()
                    var wrong = 0
                    for _ in 0..<5_000 {
                        let engine = slot.snapshot
                        let verdict = engine.decide(
                            Request(url: "https://blocked.test/", profile: "child", at: .monday(12)), using: &scratch)
                        if (verdict.action == .block) != (engine.identity == engines[0].identity) { wrong += 1 }
                    }
                    return wrong
                }
            }
            group.addTask {
                for turn in 0..<2_000 { slot.replace(with: engines[turn % 2]) }
                return 0
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
        #expect(slot.snapshot === engines[1])
    }

    /// The memory of the process must not grow with decisions.
    ///
    /// This sees memory that is kept, not memory that is given back within the same decision; other tests run in the same process, so
    /// that the best of several rounds counts. A decision that kept the smallest block there is (32 bytes) would need 6 MB a round.
    @Test func `deciding keeps no memory`() throws {
        let engine = try Self.policy().engine()
        var scratch = MatchScratch()
        let moment = Moment.monday(12)
        let requests = [
            "https://blocked.test/", "https://www.example.org/path?query", "https://bet365.test/", "https://x.test/a/b",
            "https://own.test/",
            "http://192.0.2.1/", "https://help.test/",
        ].map { Request(url: $0, profile: "child", at: moment) }
        for request in requests { _ = engine.decide(request, using: &scratch) }
        var smallest = Int.max
        for _ in 0..<6 where smallest > 1_500_000 {
            let before = try Self.residentBytes()
            for index in 0..<200_000 { _ = engine.decide(requests[index % requests.count], using: &scratch) }
            smallest = min(smallest, try Self.residentBytes() - before)
        }
        #expect(smallest <= 1_500_000)
    }

    /// proc(5): the second number of `statm` is the resident pages.
    private static func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = try #require(text.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
