import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterStore
import Foundation
import Testing

extension StoreContract {
    static let counting = ["GMT", "Asia/Tokyo", "Asia/Kolkata", "America/New_York"].map { zone in
        StoreContract("a summary is what counting the events one by one gives, in \(zone)", in: zone) { subject in
            let timeZone = try #require(TimeZone(identifier: zone))
            var generator = SplitMix(seed: 11)
            let events = (0..<3_000).map { _ in DecisionEvent.random(using: &generator) }
            let last = Int32(ManualClock.start / 86_400)
            for start in stride(from: 0, to: events.count, by: 500) {
                try await subject.store.write(DecisionEvent.merged(Array(events[start..<start + 500])))
                // Counting in between must make no difference.
                if start % 1_000 == 0 { try await subject.store.rollUp() }
            }
            let summary = try await subject.store.summary(from: last - 20, to: last, timeZone: timeZone)
            #expect(summary == ActivitySummary(of: events, from: last - 20, to: last, timeZone: timeZone))
            #expect(try await subject.store.rollUp() == 0)
        }
    }

    static let keeping = [
        StoreContract("events go after their retention, counts stay") { subject in
            try await subject.store.write((0..<40).map { .sample(minute: subject.clock.minute - $0 * 1_440) })
            let kept = try await subject.store.maintain().eventsKeptSince
            let oldest = subject.clock.minute - 30 * 1_440
            #expect(kept >= oldest)
            #expect(kept <= oldest + 1_440)
            let events = try await subject.store.events()
            #expect(events.allSatisfy { $0.minute >= kept })
            #expect(events.count >= 29)
            #expect(try await subject.store.summary(from: 0, to: 30_000, timeZone: .gmt).total() == 40)
            subject.clock.advance(days: 31)
            try await subject.store.maintain()
            #expect(try await subject.store.events().isEmpty)
            #expect(try await subject.store.summary(from: 0, to: 30_000, timeZone: .gmt).total() == 40)
            subject.clock.advance(days: 400)
            try await subject.store.maintain()
            let nothing = try await subject.store.summary(from: 0, to: 30_000, timeZone: .gmt)
            #expect(nothing.cells.isEmpty)
            #expect(nothing.reach.isEmpty)
        },
        StoreContract("a late log adds to hours whose events are gone") { subject in
            let old = subject.clock.minute - 60 * 1_440
            try await subject.store.maintain()
            for round in 1...3 {
                try await subject.store.write([.sample(minute: old, pseudonym: UInt64(round)), .sample(minute: old + 5)])
                let summary = try await subject.store.summary(from: 0, to: 30_000, timeZone: .gmt)
                #expect(summary.total() == Int64(2 * round))
                #expect(try await subject.store.events().isEmpty)
            }
        },
        StoreContract("maintenance can run at any time and any number of times") { subject in
            try await subject.store.maintain()
            try await subject.store.write([.sample(), .sample(minute: subject.clock.minute - 29 * 1_440 + 7)])
            for _ in 0..<3 { try await subject.store.maintain() }
            #expect(try await subject.store.summary(from: 0, to: 30_000, timeZone: .gmt).total() == 2)
        },
        StoreContract("erasing a profile leaves nothing of it and all of the others") { subject in
            let store = subject.store
            for profile in ["child", "other"] as [ProfileID] {
                try await store.write([.sample(profile: profile)])
                try await store.rollUp()
                try await store.recordAppeal(Appeal(minute: 0, profile: profile))
                try await store.ask(for: "blocked.test", profile: profile)
                try await store.addGrant(profile: profile, pattern: nil, until: subject.clock.now + 60)
                try await store.addUsedMinutes(3, to: profile, on: 5)
            }
            try await store.erase(profile: "child")
            #expect(try await store.events().map(\.profile) == ["other"])
            let summary = try await store.summary(from: 0, to: 30_000, timeZone: .gmt)
            #expect(summary.cells.map(\.profile) == ["other"])
            #expect(summary.reach.map(\.profile) == ["other"])
            #expect(try await store.appeals().map(\.profile) == ["other"])
            #expect(try await store.accessRequests().map(\.profile) == ["other"])
            #expect(try await store.activeGrants(at: 0).map(\.profile) == ["other"])
            #expect(try await store.usedMinutes(on: 5) == ["other": 3])
        },
    ]
}
