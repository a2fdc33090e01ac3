import Breakwater
import BreakwaterCompiler
import BreakwaterConsole
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterStore
import Foundation
import Testing

/// The services of a running process: a real bundle and a real store.
@Suite struct ConsoleEngineTests {
    static func withServices(_ body: (ConsoleServices, EventStore) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("engine-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var policy = TestConsole.policy
        let gambling = try #require(CategoryID("gambling"))
        policy.profiles[0].categories = [gambling: .block]
        policy.lists = [
            ListSource(id: "bets", category: gambling, licence: "CC0-1.0", version: "7"),
            ListSource(id: "secret", category: gambling, kind: .sealed),
        ]
        var compiler = try BundleCompiler(policy: policy)
        try compiler.add("bets", file: "bets.txt", format: .domains, bytes: Array("bet.test\ncasino.test\n".utf8).span)
        try compiler.add("secret", file: "secret.txt", format: .domains, bytes: Array("hidden.test\n".utf8).span)
        _ = try compiler.write(to: folder + "/test.bwb")
        let slot = EngineSlot(try Engine(contentsOf: folder + "/test.bwb"))
        let store = try EventStore(at: .file(folder + "/events.sqlite"))
        try await body(ConsoleServices(slot: slot, store: store, recorder: nil), store)
        try store.close()
    }

    @Test func `a check tells what the engine decides, and no sealed list by name`() async throws {
        try await Self.withServices { services, _ in
            let check = await services.check("https://www.bet.test/", "child")
            #expect(check.action == .block && check.list == "bets" && check.category?.en == "Gambling" && !check.steps.isEmpty)
            #expect(await services.check("https://example.org/", "child").action == .allow)
            let sealed = await services.check("https://hidden.test/", "child")
            #expect(sealed.action == .block && sealed.list == nil && sealed.rule == nil)
            let status = await services.status()
            #expect(status.engine.count == 64 && status.lists.first?.entries == 2)
            #expect(status.lists.last == ConsoleStatus.List(id: nil, kind: .sealed))
        }
    }

    @Test func `requests of the store are answered`() async throws {
        try await Self.withServices { services, store in
            let asked = try await store.ask(for: "bet.test", profile: "child")
            let desk = try #require(services.requests)
            #expect(try await desk.list().map(\.id) == [asked.id])
            try await desk.approve(asked.id, services.now().secondsSinceEpoch + 3600)
            #expect(try await store.activeGrants(at: services.now().secondsSinceEpoch).count == 1)
            await #expect(throws: StoreError.self) { try await desk.deny(asked.id) }
        }
    }
}
