import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterStore
import Foundation
import TestSupport
import Testing

@Suite struct SQLiteDamageTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    init() throws { folder = try TemporaryFolder() }

    private func open(_ name: String = "events.db") throws -> EventStore {
        try EventStore(at: .file(folder.path(name)), configuration: clock.configuration())
    }

    @Test func `a missing file is an error where it must exist`() throws {
        #expect(throws: StoreError.Code.cannotOpen.error) {
            try EventStore(at: .existingFile(folder.path("none.db")), configuration: clock.configuration())
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("none.db")))
        #expect(throws: StoreError.Code.cannotOpen.error) { try EventStore(at: .file("/proc/none/events.db")) }
    }

    @Test(arguments: ["no database at all", "SQLite format 3\0", String(repeating: "x", count: 5_000)])
    func `a file that is no database is an error and stays as it is`(content: String) throws {
        try Data(content.utf8).write(to: URL(fileURLWithPath: folder.path("events.db")))
        #expect(throws: StoreError.Code.corrupt.error) { try open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("events.db"))) == Data(content.utf8))
    }

    @Test func `somebody else's database is an error and stays as it is`() async throws {
        let store = try open()
        try await store.backend.write { session throws(StoreError) in
            try session.execute("PRAGMA application_id = 7")
        }
        #expect(try await store.backend.reclaim())
        try store.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.path("events.db")))
        #expect(throws: StoreError.Code.foreign.error) { try open() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("events.db"))) == before)
    }

    @Test func `a later version's store is an error that says so`() async throws {
        let store = try open()
        try await store.backend.write { session throws(StoreError) in
            try session.execute("INSERT INTO grdb_migrations (identifier) VALUES ('999')")
        }
        try store.close()
        #expect(throws: StoreError.Code.newerSchema.error) { try open() }
    }

    @Test func `pages full of noise are an error, never a crash`() async throws {
        let store = try open()
        try await store.write((0..<5_000).map { .sample(pseudonym: $0) })
        try await store.rollUp()
        try store.close()
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.path("events.db")))
        var generator = SplitMix(seed: 5)
        for round in 0..<20 {
            var damaged = whole
            for _ in 0..<40 {
                damaged[Int.random(in: 100..<damaged.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            let name = "damaged-\(round).db"
            try damaged.write(to: URL(fileURLWithPath: folder.path(name)))
            await use(name)
        }
    }

    /// Everything that a damaged file is asked either works or throws a `StoreError`; that is all this can say.
    private func use(_ name: String) async {
        do throws(StoreError) {
            let store = try EventStore(at: .file(folder.path(name)), configuration: clock.configuration())
            _ = try await store.events()
            _ = try await store.summary(from: 0, to: 30_000, timeZone: .gmt)
            try await store.maintain()
            try store.close()
        } catch {
            #expect(!error.message.isEmpty)
        }
    }

    @Test func `a process killed in the middle of a batch leaves all batches before it`() async throws {
        let store = try open()
        for round in 0..<10 { try await store.write([.sample(pseudonym: UInt64(round))]) }
        let folder = folder
        // The files as they are while a transaction is open: what a kill -9 would leave.
        try await store.backend.write { session throws(StoreError) in
            try session.append((100..<5_000).map { .sample(pseudonym: $0) })
            for suffix in ["", "-wal"] {
                do {
                    try FileManager.default.copyItem(
                        atPath: folder.path("events.db" + suffix), toPath: folder.path("killed.db" + suffix))
                } catch {
                    throw StoreError(.failed, "the copy failed", at: "test")
                }
            }
        }
        #expect(try await open("killed.db").events().count == 10)
    }

    @Test func `a log torn at any place loses whole batches from its end, and nothing else`() async throws {
        let store = try open()
        for round in 0..<12 {
            try await store.write((0..<20).map { .sample(minute: ManualClock.start / 60 - Int64(round), pseudonym: $0) })
        }
        let log = try Data(contentsOf: URL(fileURLWithPath: folder.path("events.db-wal")))
        let file = try Data(contentsOf: URL(fileURLWithPath: folder.path("events.db")))
        var generator = SplitMix(seed: 3)
        var most = 0
        for _ in 0..<60 {
            let name = "torn-\(UUID().uuidString.prefix(6)).db"
            try file.write(to: URL(fileURLWithPath: folder.path(name)))
            try log.prefix(Int.random(in: 0...log.count, using: &generator))
                .write(to: URL(fileURLWithPath: folder.path(name + "-wal")))
            let torn = try open(name)
            let events = try await torn.events()
            #expect(events.count % 20 == 0)
            most = max(most, events.count)
            try torn.close()
        }
        #expect(most > 0)
    }
}
