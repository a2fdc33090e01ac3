import BreakwaterPolicy
import BreakwaterServer
import Foundation
import Synchronization
import TestSupport
import Testing

struct ListSubscriptionsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What the server answers next, and what it was asked.
    private final class Script: Sendable {
        let answers = Mutex<[LoopbackOrigin.Answer]>([])
        let asked = Mutex<[[String: String]]>([])

        func next(_ fields: [String: String]) -> LoopbackOrigin.Answer {
            asked.withLock { $0.append(fields) }
            return answers.withLock { $0.isEmpty ? LoopbackOrigin.Answer(status: 500) : $0.removeFirst() }
        }
    }

    private func update(_ answers: [LoopbackOrigin.Answer], times: Int, maximumBytes: Int = 1 << 20) async throws
        -> (outcomes: [ListUpdate.Outcome], copy: String?, asked: [[String: String]])
    {
        let script = Script()
        script.answers.withLock { $0 = answers }
        let origin = try await LoopbackOrigin.start { _, fields in script.next(fields) }
        let subscription = subscription("http://127.0.0.1:\(origin.port)/list")
        var settings = ServerConfiguration.Lists()
        settings.maximumBytes = maximumBytes
        let subscriptions = ListSubscriptions([subscription], settings: settings, now: { 1_800_000_000 })
        var outcomes: [ListUpdate.Outcome] = []
        for _ in 0..<times { outcomes += try await subscriptions.update().map(\.outcome) }
        try await origin.stop()
        let copy = FileManager.default.contents(atPath: subscription.path).map { String(decoding: $0, as: UTF8.self) }
        let left = try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/lists").filter { $0.hasSuffix(".part") }
        #expect((left ?? []).isEmpty)
        return (outcomes, copy, script.asked.withLock { $0 })
    }

    private func subscription(_ url: String) -> ListSubscription {
        let policy = Policy(
            name: LocalizedText(en: "", ja: ""), categories: [], profiles: [], defaultProfile: "a",
            lists: [ListSource(id: "one/two", url: url)])
        return ListSubscription.all(of: policy, stateDirectory: folder.path)[0]
    }

    private func answer(_ status: Int, _ fields: [String: String] = [:], _ body: String = "") -> LoopbackOrigin.Answer {
        LoopbackOrigin.Answer(status: status, fields: fields, body: Array(body.utf8))
    }

    @Test func `a list is fetched once, then asked for conditionally`() async throws {
        let (outcomes, copy, asked) = try await update(
            [
                answer(200, ["etag": "\"v1\"", "last-modified": "Mon, 23 Nov 2026 00:00:00 GMT"], "bad.test\n"), answer(304),
                answer(200, [:], "worse.test\n"),
            ],
            times: 3)
        #expect(outcomes == [.fetched(9), .unchanged, .fetched(11)])
        #expect(copy == "worse.test\n")
        #expect(asked[0]["if-none-match"] == nil)
        #expect(asked[1]["if-none-match"] == "\"v1\"")
        #expect(asked[1]["if-modified-since"] == "Mon, 23 Nov 2026 00:00:00 GMT")
    }

    @Test(arguments: [500, 404, 403, 204])
    func `a failed fetch keeps the last good copy`(_ status: Int) async throws {
        let (outcomes, copy, _) = try await update([answer(200, [:], "bad.test\n"), answer(status)], times: 2)
        #expect(copy == "bad.test\n")
        guard case .failed = outcomes[1] else {
            Issue.record("\(outcomes)")
            return
        }
    }

    @Test func `a list that is too large, or empty, is refused`() async throws {
        let (outcomes, copy, _) = try await update(
            [answer(200, [:], "good.test\n"), answer(200, [:], String(repeating: "a", count: 5_000)), answer(200)], times: 3,
            maximumBytes: 4_096)
        #expect(copy == "good.test\n")
        #expect(outcomes[0] == .fetched(10))
        for outcome in outcomes.dropFirst() {
            guard case .failed = outcome else {
                Issue.record("\(outcome)")
                continue
            }
        }
    }

    @Test func `a redirect is followed, but never to plain http elsewhere`() async throws {
        let (outcomes, copy, _) = try await update([answer(302, ["location": "/other"]), answer(200, [:], "bad.test\n")], times: 1)
        #expect(outcomes == [.fetched(9)])
        #expect(copy == "bad.test\n")
        let (refused, _, _) = try await update([answer(302, ["location": "http://lists.example/"])], times: 1)
        guard case .failed(let reason) = refused[0] else {
            Issue.record("\(refused)")
            return
        }
        #expect(reason.contains("not `https:`"))
    }

    @Test func `an address that is not https is refused without asking`() async throws {
        for url in ["http://lists.example/a", "ftp://lists.example/a", "file:///etc/passwd", "nonsense"] {
            let updates = try await ListSubscriptions([subscription(url)]).update()
            guard case .failed = updates[0].outcome else {
                Issue.record("\(url)")
                continue
            }
        }
    }

    @Test func `the status says what was never fetched`() throws {
        let status = ListSubscriptions([subscription("https://lists.example/a")]).status()
        #expect(status.map(\.id) == ["one/two"])
        #expect(status[0].fetchedAt == nil)
    }
}
