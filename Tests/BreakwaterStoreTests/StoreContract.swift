import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterStore
import Foundation
import Testing

/// What both databases must do alike; `SQLiteStoreTests` and `PostgresStoreTests` run every case.
struct StoreContract: Sendable, CustomTestStringConvertible {
    /// What a case works on: an empty store in a time zone, and its clock.
    struct Subject: Sendable {
        let store: EventStore
        let clock: ManualClock
    }

    let testDescription: String
    let timeZone: TimeZone
    let check: @Sendable (Subject) async throws -> Void

    init(_ sentence: String, in zone: String = "GMT", check: @escaping @Sendable (Subject) async throws -> Void) {
        testDescription = sentence
        timeZone = TimeZone(identifier: zone) ?? .gmt
        self.check = check
    }

    static let all = writing + counting + keeping + people

    private static let writing = [
        StoreContract("an event comes back as it was written") { subject in
            let hosts = ["o'brien\".test; DROP TABLE events;--", "日本語.test", "😀.test", "tab\\t back\\slash", nil]
            let events = hosts.map { DecisionEvent.sample(pseudonym: .max, host: $0, count: 3) }
            try await subject.store.write(events)
            #expect(Set(try await subject.store.events()) == Set(events))
        },
        StoreContract("control characters are written as spaces") { subject in
            try await subject.store.write([.sample(host: "a\0b\n\tc\u{202E}d")])
            #expect(try await subject.store.events().map(\.host) == ["a b  c d"])
        },
        StoreContract("a batch that is tried again counts once") { subject in
            let batch = EventBatch([.sample(count: 5)], droppedCount: 2)
            for _ in 0..<3 { try await subject.store.write(batch) }
            #expect(try await subject.store.events().map(\.count) == [5])
            #expect(try await subject.store.droppedCount() == 2)
        },
        StoreContract("events of the future are counted as lost, not kept") { subject in
            try await subject.store.write([
                .sample(), .sample(minute: subject.clock.minute + 3_000, count: 4), .sample(minute: .max),
            ])
            #expect(try await subject.store.events().count == 1)
            #expect(try await subject.store.droppedCount() == 5)
        },
        StoreContract("counts of any size do not stop the counting") { subject in
            try await subject.store.write((0..<50).map { .sample(pseudonym: UInt64($0), count: .max) })
            let summary = try await subject.store.summary(from: 0, to: 30_000, timeZone: .gmt)
            #expect(summary.total() == 50_000_000_000)
        },
        StoreContract("events can be listed of one profile, newest first") { subject in
            let minute = subject.clock.minute
            try await subject.store.write([
                .sample(minute: minute - 2), .sample(minute: minute - 1, profile: "other"), .sample(minute: minute),
            ])
            #expect(try await subject.store.events(of: "child").map(\.minute) == [minute, minute - 2])
            #expect(try await subject.store.events(since: minute - 1).count == 2)
            #expect(try await subject.store.events(limit: 1).map(\.minute) == [minute])
        },
    ]
}
