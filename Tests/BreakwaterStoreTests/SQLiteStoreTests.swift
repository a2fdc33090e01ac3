import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterStore
import Foundation
import TestSupport
import Testing

@Suite struct SQLiteStoreTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()

    init() throws { folder = try TemporaryFolder() }

    private func open(_ name: String = "events.db", maximumByteCount: Int64 = 8 << 30) throws -> EventStore {
        try EventStore(at: .file(folder.path(name)), configuration: clock.configuration(maximumByteCount: maximumByteCount))
    }

    @Test(arguments: StoreContract.all)
    func `SQLite keeps the contract`(contract: StoreContract) async throws {
        let store = try EventStore(
            at: .file(folder.path("events.db")), configuration: clock.configuration(contract.timeZone))
        try await contract.check(StoreContract.Subject(store: store, clock: clock))
    }

    @Test func `what was written is there after the store was closed`() async throws {
        let first = try open()
        try await first.write([.sample(count: 6)])
        try await first.addUsedMinutes(12, to: "child", on: 1)
        try first.close()
        let second = try EventStore(at: .existingFile(folder.path("events.db")), configuration: clock.configuration())
        #expect(try await second.events().map(\.count) == [6])
        #expect(try await second.usedMinutes(of: "child", on: 1) == 12)
    }

    @Test func `equal events of later batches join the row that is there`() async throws {
        let store = try open()
        for _ in 0..<5 { try await store.write([.sample(count: 2)]) }
        #expect(try await store.events().map(\.count) == [10])
    }

    @Test func `only the owner can read the files and the folder made for them`() async throws {
        let path = folder.path("state/deep/events.db")
        let store = try EventStore(at: .file(path), configuration: clock.configuration())
        try await store.write([.sample()])
        for (name, mode) in [("", 0o700), ("/events.db", 0o600), ("/events.db-wal", 0o600), ("/events.db-shm", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("state/deep") + name)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(name)")
        }
    }

    @Test func `the inventory names every column and no other`() async throws {
        let rows = try await open().backend.read { session throws(StoreError) in
            try session.query(
                """
                SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
                """)
        }
        let columns = rows.map { "\($0.text(0)).\($0.text(1))" }.sorted()
        #expect(columns == DataInventory.fields.map { "\($0.table).\($0.name)" }.sorted())
        #expect(DataInventory.fields.allSatisfy { !$0.purpose.en.isEmpty && !$0.purpose.ja.isEmpty })
    }

    @Test func `bytes of erased and of expired events leave the disk`() async throws {
        let store = try open()
        let minute = clock.minute
        try await store.write((0..<2_000).map { .sample(minute: minute - Int64($0), host: "canary-\($0).test") })
        try await store.write((0..<500).map { .sample(minute: minute - $0, profile: "other", host: "sparrow-\($0).test") })
        try await store.recordAppeal(Appeal(minute: 0, profile: "other", host: "wagtail.test", note: "siskin"))
        #expect(try folder.contains("canary-"))
        #expect(try await store.erase(profile: "child"))
        #expect(try !folder.contains("canary-"))
        #expect(try folder.contains("sparrow-"))
        clock.advance(days: 32)
        #expect(try await store.maintain().isReclaimed)
        for word in ["sparrow-", "wagtail", "siskin"] { #expect(try !folder.contains(word), "\(word)") }
    }

    @Test func `the file is one that gives its free pages back`() async throws {
        let settings = try await open().backend.write { session throws(StoreError) in
            try ["auto_vacuum", "secure_delete"].map { name throws(StoreError) in
                try session.query("PRAGMA \(name)").first?.integer(0)
            }
        }
        #expect(settings == [2, 1])
    }

    @Test func `no event leaves a trace where its profile keeps no host names`() async throws {
        let store = try open()
        try await store.write([.sample(host: nil)])
        #expect(try !folder.contains(".test"))
    }

    @Test func `a limit that is reached is an error, and room is made by retention`() async throws {
        let store = try open(maximumByteCount: 400_000)
        var written = 0
        await #expect(throws: StoreError.Code.diskFull.error) {
            for round in 0..<100 {
                try await store.write((0..<200).map { .sample(minute: ManualClock.start / 60 - Int64(round), pseudonym: $0) })
                written += 1
            }
        }
        #expect(written > 5)
        #expect(try await store.events(limit: 100_000).count == written * 200)
        clock.advance(days: 31)
        try await store.maintain()
        try await store.write([.sample(minute: clock.minute)])
    }

    @Test func `another process that holds the lock is an error, not a wait without end`() async throws {
        let first = try open()
        let second = try open()
        let (held, isHeld) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        async let holding: Void = first.backend.write { session throws(StoreError) in
            try session.execute("DELETE FROM batches")
            isHeld.finish()
            release.wait()
        }
        for await _ in held {}
        await #expect(throws: StoreError.Code.busy.error) { try await second.write([.sample()]) }
        #expect(try await second.events().isEmpty)
        release.signal()
        try await holding
        try await second.write([.sample()])
    }

    @Test func `a million events are written and counted in seconds`() async throws {
        #if DEBUG
            let thousands = 100
        #else
            let thousands = 1_000
        #endif
        let store = try open()
        let clock = ContinuousClock()
        let writing = try await clock.measure {
            for batch in 0..<thousands {
                let minute = ManualClock.start / 60 - Int64(thousands - batch)
                try await store.write((0..<1_000).map { .sample(minute: minute, pseudonym: UInt64($0) &* 0x9E37_79B9_7F4A_7C15) })
            }
        }
        let counting = try await clock.measure { try await store.rollUp() }
        let total = try await store.summary(from: 0, to: 30_000, timeZone: .gmt).total()
        #expect(total == Int64(thousands * 1_000))
        #expect(writing < .seconds(120))
        #expect(counting < .seconds(60))
        let bytes = try FileManager.default.attributesOfItem(atPath: folder.path("events.db"))[.size] as? NSNumber
        print("SQLite: \(thousands),000 events written in \(writing), counted in \(counting), \(bytes ?? 0) bytes")
    }
}
