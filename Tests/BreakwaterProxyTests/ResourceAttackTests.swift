import Breakwater
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterTLS
import Foundation
import NIOCore
import Synchronization
import Testing

/// Rows of the threat model's table "resources" that end at the proxy's sockets: each with its id, its bytes, and what must become of them.
@Suite(.timeLimit(.minutes(1)))
struct ResourceAttackTests {
    @Test(arguments: ["127.0.0.1", "::1"])
    func `DOS-02: a client that reads nothing stops its origin, and is cut`(address: String) async throws {
        try await EchoOrigin.run(host: address) { origin in
            try await RunningProxy.run(service: TestPolicy.service(), configure: { $0.limits.bodyIdle = .milliseconds(500) }) { [port = origin.port] proxy in
                try await RawClient.connect(to: address == "::1" ? proxy.v6 : proxy.v4) { client in
                    try await client.send("GET http://good.test:\(port)/big/256 HTTP/1.1\r\nHost: good.test\r\n\r\n")
                    // NIO reads ahead of nobody: what is not asked for stays in the sockets. The proxy gives up first.
                    try await client.receive(until: "\r\n\r\n")
                    while proxy.service.recorder.waitingCount == 0 { await Task.yield() }
                }
            }
            // What the system's buffers hold, of 256 MiB.
            #expect(origin.sentBytes < 64 << 20, "\(origin.sentBytes)")
        }
    }

    /// A ClientHello with a padding extension (RFC 7685), in records as large as they may be. What its extensions have no room for is in
    /// its list of ciphers.
    static func hello(_ name: String, ofBytes size: Int) -> [UInt8] {
        func vector16(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes }
        let suites = [[UInt8]](repeating: [0x13, 0x01], count: 1 + max(0, size - 65_000) / 2).flatMap { $0 }
        func message(_ padding: Int) -> [UInt8] {
            let serverName = [0, 0] + vector16(vector16([0] + vector16(Array(name.utf8))))
            let filler = padding > 0 ? [0, 21] + vector16([UInt8](repeating: 0, count: padding)) : []
            let extensions = vector16(serverName + [0, 43, 0, 3, 2, 3, 4] + filler)
            let body = [3, 3] + [UInt8](repeating: 7, count: 32) + [0] + vector16(suites) + [1, 0] + extensions
            return [1, UInt8(body.count >> 16), UInt8(body.count >> 8 & 0xFF), UInt8(body.count & 0xFF)] + body
        }
        let whole = message(max(1, size - message(0).count - 4))
        return stride(from: 0, to: whole.count, by: 16_384).flatMap { start in
            [22, 3, 1] + vector16(Array(whole[start..<min(start + 16_384, whole.count)]))
        }
    }

    @Test(arguments: [(60_000, 1), (60_000, 997), (65_000, 16_389), (66_000, 997)])
    func `DOS-10: a ClientHello of up to 64 KiB is judged in pieces of any size, a larger one is closed`(size: Int, piece: Int) async throws {
        try await ScriptedOrigin.run(answer: { _ in .text("answer", closes: true) }) { origin in
            let service = try TestPolicy.service(ports: [origin.port])
            try await RunningProxy.run(service: service) { [port = origin.port] proxy in
                let answer = try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send("CONNECT good.test:\(port) HTTP/1.1\r\nHost: good.test:\(port)\r\n\r\n")
                    try await client.receive(until: "\r\n\r\n")
                    let hello = Self.hello("good.test", ofBytes: size)
                    for start in stride(from: 0, to: hello.count, by: piece) {
                        guard (try? await client.send(Array(hello[start..<min(start + piece, hello.count)]))) != nil else { break }
                    }
                    try? await client.send("request\r\n\r\n")
                    return await client.receiveAll()
                }
                #expect(answer == (size > 65_536 ? "" : "answer"))
            }
            #expect(size <= 65_536 || origin.receivedBytes.isEmpty)
        }
    }

    @Test func `DOS-10: no certificate is made before a hello is whole and its name was judged`() async throws {
        try await EchoOrigin.run { origin in
            try await InspectingProxy.run(
                ports: [origin.port], configure: { $0.limits.clientHelloDeadline = .milliseconds(200) }
            ) { [port = origin.port] inspecting in
                for bytes in [Self.hello("good.test", ofBytes: 60_000).dropLast(1), Self.hello("localhost", ofBytes: 300)[...]] {
                    try await RawClient.connect(to: inspecting.proxy.v4) { client in
                        try await client.send("CONNECT good.test:\(port) HTTP/1.1\r\nHost: good.test:\(port)\r\n\r\n")
                        try await client.receive(until: "\r\n\r\n")
                        try await client.send(Array(bytes))
                        #expect(await client.receiveAll() == "")
                    }
                }
                #expect(inspecting.inspection.leaves.count == 0)
            }
        }
    }

    @Test func `DOS-12: names that fall on one place of the field table cost no more and pass unchanged`() async throws {
        // The table's hash is public (FNV-1a); names that share a place replace each other there, and that is all.
        func place(_ name: String) -> UInt32 {
            let hash = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
            return (hash ^ hash >> 15) & 511
        }
        let names = (0..<200_000).lazy.map { "x-\($0)" }.filter { place($0) == 7 }.prefix(90)
        #expect(names.count == 90)
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port, names = Array(names)] proxy in
                let fields = names.enumerated().map { "\($1): \($0)\r\n" }.joined()
                try await RawClient.connect(to: proxy.v4) { client in
                    for _ in 0..<3 {
                        try await client.send("GET http://good.test:\(port)/fields HTTP/1.1\r\nHost: good.test\r\n\(fields)\r\n")
                        let body = try await client.receiveResponse().body
                        for (index, name) in names.enumerated() { #expect(body.contains("\(name): \(index)\n")) }
                    }
                }
            }
        }
        // Swift's own tables are seeded anew in each process unless somebody asks otherwise.
        #expect(ProcessInfo.processInfo.environment["SWIFT_DETERMINISTIC_HASHING"] == nil)
    }

    /// A store that is out of reach until it is repaired, and counts what it gets.
    private final class Store: EventSink {
        struct Outage: Error {}
        private let state = Mutex((isWorking: false, kept: Int64(0)))
        private let changes: AsyncStream<Int64>.Continuation
        let totals: AsyncStream<Int64>

        init() { (totals, changes) = AsyncStream.makeStream() }

        func repair() { state.withLock { $0.isWorking = true } }

        func write(_ batch: [DecisionEvent]) async throws {
            let kept = try state.withLock { state in
                guard state.isWorking else { throw Outage() }
                state.kept += batch.reduce(0) { $0 + Int64($1.count) }
                return state.kept
            }
            changes.yield(kept)
        }
    }

    @Test func `DOS-13: while the store is away decisions go on, the queue stays bounded, and what was dropped is counted`() async throws {
        let recorder = EventRecorder(capacity: 10)
        let service = FilterService(slot: EngineSlot(try TestPolicy.engine()), recorder: recorder, privacy: PrivacyRules())
        let store = Store()
        let pipeline = EventPipeline(
            from: recorder, to: store,
            configuration: .init(batchSize: 5, interval: .milliseconds(1), firstRetry: .milliseconds(1), longestRetry: .milliseconds(1)))
        let keeping = Task { await pipeline.run() }
        try await RunningProxy.run(service: service) { proxy in
            try await RawClient.connect(to: proxy.v4) { client in
                for _ in 0..<200 {
                    try await client.send("GET http://blocked.test/ HTTP/1.1\r\nHost: blocked.test\r\n\r\n")
                    #expect(try await client.receiveResponse().head.hasPrefix("HTTP/1.1 403 "))
                    #expect(recorder.waitingCount <= 10)
                }
            }
        }
        #expect(recorder.droppedCount > 100)
        store.repair()
        for await kept in store.totals where kept + recorder.droppedCount == 200 { break }
        keeping.cancel()
        await keeping.value
        #expect(pipeline.counts.lost == 0)
        #expect(pipeline.counts.written + pipeline.counts.dropped == 200)
    }
}
