import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterStore
import Foundation
import Testing

@Suite(
    .enabled(if: PostgresServer.programs != nil, "PostgreSQL's server is not installed (Debian: apt-get install postgresql)"),
    .postgresServer, .serialized)
struct PostgresStoreTests {
    private let server: PostgresServer
    private let clock = ManualClock()

    init() throws { server = try #require(PostgresServer.current) }

    private func open(_ timeZone: TimeZone = .gmt) throws -> EventStore {
        try EventStore(at: .postgres(server.makeDatabase()), configuration: clock.configuration(timeZone))
    }

    private func partitions(of store: EventStore) async throws -> Set<String> {
        let rows = try await store.backend.read { session throws(StoreError) in
            try session.query(
                """
                SELECT c.relname::TEXT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'events'::REGCLASS
                """)
        }
        return Set(rows.map { $0.text(0) })
    }

    @Test(arguments: StoreContract.all)
    func `PostgreSQL keeps the contract`(contract: StoreContract) async throws {
        let store = try open(contract.timeZone)
        try await contract.check(StoreContract.Subject(store: store, clock: clock))
        try store.close()
    }

    @Test func `the inventory names every column and no other`() async throws {
        let rows = try await open().backend.read { session throws(StoreError) in
            try session.query(
                """
                SELECT table_name::TEXT, column_name::TEXT FROM information_schema.columns
                WHERE table_schema = 'breakwater' AND table_name NOT LIKE 'events\\_%'
                """)
        }
        let inventory = DataInventory.fields.filter { $0.table != "grdb_migrations" }.map { "\($0.table).\($0.name)" }
        #expect(rows.map { "\($0.text(0)).\($0.text(1))" }.sorted() == inventory.sorted())
    }

    @Test func `each day has a partition, and retention drops it`() async throws {
        let store = try open()
        let today = clock.minute / 1_440
        try await store.write((0..<3).map { .sample(minute: clock.minute - $0 * 1_440) } + [.sample(minute: 5)])
        #expect(
            try await partitions(of: store)
                == ["events_other", "events_d\(today)", "events_d\(today - 1)", "events_d\(today - 2)"])
        clock.advance(days: 30)
        try await store.maintain()
        #expect(try await partitions(of: store) == ["events_other"])
    }

    @Test func `rows in the default partition do not keep a day from being written`() async throws {
        let store = try open()
        try await store.write([.sample(minute: clock.minute - 40 * 1_440)])
        clock.advance(days: -40)
        try await store.write([.sample(minute: clock.minute)])
        #expect(try await store.events().count == 2)
    }

    @Test func `two processes write the first batch of a day at once`() async throws {
        let connection = try server.makeDatabase()
        let stores = try (0..<6).map { _ in try EventStore(at: .postgres(connection), configuration: clock.configuration()) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, store) in stores.enumerated() {
                group.addTask { [minute = clock.minute] in
                    for _ in 0..<10 { try await store.write([.sample(minute: minute, pseudonym: UInt64(number))]) }
                    try await store.rollUp()
                }
            }
            try await group.waitForAll()
        }
        #expect(try await stores[0].summary(from: 0, to: 30_000, timeZone: .gmt).total() == 60)
    }

    @Test func `a server that goes away is an error, and is found again when it is back`() async throws {
        let store = try open()
        try await store.write([.sample()])
        server.stop()
        let batch = EventBatch([.sample(count: 4)])
        await #expect(throws: StoreError.Code.unreachable.error) { try await store.write(batch) }
        await #expect(throws: StoreError.Code.unreachable.error) { try await store.events() }
        try server.start()
        try await store.write(batch)
        #expect(try await store.events().map(\.count).sorted() == [1, 4])
    }

    @Test func `an unknown database or user is refused with a word on what to check`() async throws {
        let known = try server.makeDatabase()
        for text in [known + "x", known.replacing("user=breakwater", with: "user=nobody")] {
            let store = try EventStore(at: .postgres(text), configuration: clock.configuration())
            await #expect(throws: StoreError.Code.refused.error) { try await store.verify() }
        }
        let nowhere = try EventStore(at: .postgres("host=/nonexistent dbname=x"), configuration: clock.configuration())
        await #expect(throws: StoreError.Code.unreachable.error) { try await nowhere.verify() }
    }

    @Test func `a later version's schema is an error that says so`() async throws {
        let connection = try server.makeDatabase()
        let store = try EventStore(at: .postgres(connection), configuration: clock.configuration())
        try await store.backend.write { session throws(StoreError) in try session.setFact("schema_version", to: 99) }
        try store.close()
        await #expect(throws: StoreError.Code.newerSchema.error) { try await store.verify() }
    }

    @Test func `a batch that fails leaves nothing, and the store works on`() async throws {
        let store = try open()
        await #expect(throws: StoreError.Code.failed.error) {
            try await store.backend.write { session throws(StoreError) in
                try session.append([.sample()])
                try session.execute("SELECT no_such_function()")
            }
        }
        #expect(try await store.events().isEmpty)
        try await store.write([.sample()])
        #expect(try await store.events().count == 1)
    }

    @Test func `a hundred thousand events are copied and counted in seconds`() async throws {
        let store = try open()
        let clock = ContinuousClock()
        let writing = try await clock.measure {
            for batch in 0..<100 {
                let minute = ManualClock.start / 60 - Int64(100 - batch)
                try await store.write((0..<1_000).map { .sample(minute: minute, pseudonym: UInt64($0) &* 0x9E37_79B9_7F4A_7C15) })
            }
        }
        let counting = try await clock.measure { try await store.rollUp() }
        #expect(try await store.summary(from: 0, to: 30_000, timeZone: .gmt).total() == 100_000)
        #expect(writing < .seconds(60))
        print("PostgreSQL: 100,000 events written in \(writing), counted in \(counting)")
    }
}
