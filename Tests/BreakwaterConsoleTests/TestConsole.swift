import BreakwaterConsole
import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterStore
import Foundation
import Logging
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A console that runs on ephemeral loopback ports for the length of a test.
struct TestConsole: Sendable {
    static let day: Int32 = 20_780
    static let hostile = "</title><script>alert(1)</script>"

    let server: ConsoleServer
    let ports: Ports
    let desk: Desk

    /// The ports, as they become known.
    final class Ports: Sendable {
        private let state = Mutex<[String: Int]>([:])
        func set(_ port: Int, for host: String) { state.withLock { $0[host] = port } }
        subscript(_ host: String) -> Int? { state.withLock { $0[host] } }
    }

    /// Access requests in memory.
    final class Desk: Sendable {
        let requests = Mutex<[AccessRequest]>([
            AccessRequest(id: 1, minute: 100, profile: "child", pattern: "example.org/" + TestConsole.hostile, note: "please"),
            AccessRequest(id: 2, minute: 101, profile: "child", pattern: "museum.test"),
        ])
        let approved = Mutex<[AccessRequest.ID: Int64]>([:])

        struct Unknown: Error {}

        func decide(_ id: AccessRequest.ID, _ state: AccessRequest.State) throws {
            try requests.withLock { requests in
                guard let index = requests.firstIndex(where: { $0.id == id && $0.state == .pending }) else { throw Unknown() }
                requests[index].state = state
            }
        }
    }

    static let policy = Policy(
        name: LocalizedText(en: "House <b>", ja: "家庭 <b>"),
        categories: [
            Category(
                id: CategoryID("gambling")!, name: LocalizedText(en: "Gambling", ja: "ギャンブル"),
                description: LocalizedText(en: "Betting.", ja: "賭け事です。"), forChildren: LocalizedText(en: "Later.", ja: "あとで。"),
                topic: "contract")
        ],
        profiles: [Profile(id: "child", name: LocalizedText(en: "Child", ja: "子ども"), ageBand: .from6to9)], defaultProfile: "child")

    static func services(_ desk: Desk) -> ConsoleServices {
        ConsoleServices(
            policy: { policy },
            status: {
                ConsoleStatus(
                    engine: String(repeating: "ab", count: 32), compiledAt: 1_700_000_000, policyName: policy.name, timeZone: "UTC",
                    profiles: 1, categories: 1,
                    lists: [
                        .init(
                            id: "bets", kind: .normal, category: CategoryID("gambling"), version: "7", licence: "CC0-1.0", entries: 1234,
                            problems: 2), .init(id: nil, kind: .sealed),
                    ],
                    droppedEvents: 5)
            },
            check: { url, profile in
                ConsoleCheck(
                    action: url.contains("bet") ? .block : .allow, rank: "category", category: LocalizedText(en: "Gambling", ja: "ギャンブル"),
                    list: "bets", rule: url, canonicalURL: url,
                    steps: [.init(rank: "category", outcome: "matched " + url, isDecisive: true)])
            },
            summary: { first, last in
                ActivitySummary(firstDay: first, lastDay: last, cells: [
                        .init(
                            day: last, hour: 10, profile: "child", action: .allow, rank: .profileDefault, category: nil, count: 41,
                            people: 1),
                        .init(
                            day: last, hour: 10, profile: "child", action: .block, rank: .category, category: CategoryID("gambling"),
                            count: 3, people: 1),
                ])
            },
            requests: .init(
                list: { desk.requests.withLock { $0 } },
                approve: { id, until in
                    try desk.decide(id, .approved)
                    desk.approved.withLock { $0[id] = until }
                },
                deny: { try desk.decide($0, .denied) }),
            now: { Moment(secondsSinceEpoch: Int64(day) * 86_400 + 43_200, offsetFromUTC: 0) })
    }

    static func withConsole(
        _ services: ConsoleServices? = nil, configuration: (inout ConsoleConfiguration) -> Void = { _ in },
        _ body: @Sendable (TestConsole) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("console-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = ConsoleConfiguration(
            addresses: [.init(host: "127.0.0.1", port: 0), .init(host: "::1", port: 0)], stateDirectory: folder)
        configuration(&settings)
        let ports = Ports()
        let desk = Desk()
        let (ready, signal) = AsyncStream<Void>.makeStream()
        let server = try ConsoleServer(
            configuration: settings, services: services ?? Self.services(desk),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onListening: { address in
                ports.set(address.port, for: address.host)
                signal.yield()
            })
        let console = TestConsole(server: server, ports: ports, desk: desk)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var count = 0
            for await _ in ready {
                count += 1
                if count == settings.addresses.count { break }
            }
            do {
                try await body(console)
                group.cancelAll()
                // Why: a server that is cancelled may end with the cancellation.
                while let result = await group.nextResult() {
                    if case .failure(let error) = result, !(error is CancellationError) { throw error }
                }
            } catch {
                group.cancelAll()
                throw error
            }
        }
    }
}

/// One answer.
struct Answer: Sendable {
    var status: Int
    var fields: [String: String]
    var body: String

    /// The session id that an answer sets.
    var session: String? {
        fields["set-cookie"]?.firstMatch(of: /breakwater-session=([0-9a-f]+)/).map { String($0.output.1) }
    }

    var formToken: String? { body.firstMatch(of: /name="form-token" value="([0-9a-f]+)"/).map { String($0.output.1) } }
}
