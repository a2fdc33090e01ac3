import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterStore
import Foundation
import Testing

extension StoreContract {
    static let people = [
        StoreContract("an appeal is kept, counted, decided once, and loses its words") { subject in
            let store = subject.store
            let appeal = try await store.recordAppeal(
                Appeal(
                    minute: 0, profile: "child", category: CategoryID("adult"), list: "list-a", host: "museum.test",
                    note: "It's \"art\"; 美術館です 🖼"))
            #expect(appeal.minute == subject.clock.minute)
            #expect(try await store.appeals(in: .open) == [appeal])
            #expect(try await store.summary(from: 0, to: 30_000, timeZone: .gmt).appeals == 1)
            try await store.decideAppeal(appeal.id, as: .upheld)
            #expect(try await store.appeals(in: .open).isEmpty)
            await #expect(throws: StoreError.Code.alreadyDecided.error) { try await store.decideAppeal(appeal.id, as: .rejected) }
            await #expect(throws: StoreError.Code.notFound.error) { try await store.decideAppeal(99, as: .rejected) }
            subject.clock.advance(days: 31)
            try await store.maintain()
            let forgotten = try #require(try await store.appeals().first)
            #expect(forgotten.host == nil)
            #expect(forgotten.note == nil)
            #expect(forgotten.state == .upheld)
            #expect(forgotten.category == appeal.category)
        },
        StoreContract("a request becomes a grant, which expires") { subject in
            let store = subject.store
            let request = try await store.ask(for: "games.test", profile: "child", note: "for homework")
            #expect(try await store.ask(for: "games.test", profile: "child") == request)
            let grant = try await store.approve(request.id, until: subject.clock.now + 3_600)
            #expect(grant.pattern == "games.test")
            #expect(try await store.activeGrants(at: subject.clock.now) == [grant])
            #expect(try await store.activeGrants(at: subject.clock.now + 3_600).isEmpty)
            #expect(try await store.accessRequests(in: .approved).first?.grant == grant.id)
            await #expect(throws: StoreError.Code.alreadyDecided.error) { try await store.deny(request.id) }
            await #expect(throws: StoreError.Code.alreadyDecided.error) { try await store.approve(request.id, until: .max) }
            try await store.endGrant(grant.id)
            await #expect(throws: StoreError.Code.notFound.error) { try await store.endGrant(grant.id) }
        },
        StoreContract("a request remembers for how long it asks") { subject in
            let store = subject.store
            for term in AccessRequest.Term.allCases { try await store.ask(for: "\(term.rawValue).test", profile: "child", term: term) }
            #expect(try await store.accessRequests().map(\.term) == [.always, .today, .halfHour])
            #expect(try await store.ask(for: "plain.test", profile: "child").term == nil)
        },
        StoreContract("a denied request grants nothing, and may be asked again") { subject in
            let store = subject.store
            let request = try await store.ask(for: "games.test", profile: "child")
            try await store.deny(request.id)
            #expect(try await store.activeGrants(at: 0).isEmpty)
            #expect(try await store.ask(for: "games.test", profile: "child").id != request.id)
            #expect(try await store.accessRequests().map(\.state) == [.pending, .denied])
        },
        StoreContract("an empty pattern never becomes a grant of everything") { subject in
            let store = subject.store
            for pattern in ["", " ", "\0\n"] {
                await #expect(throws: StoreError.Code.invalid.error) { try await store.ask(for: pattern, profile: "child") }
                await #expect(throws: StoreError.Code.invalid.error) {
                    try await store.addGrant(profile: "child", pattern: pattern, until: .max)
                }
            }
            let everything = try await store.addGrant(profile: "child", pattern: nil, until: subject.clock.now + 1)
            #expect(try await store.activeGrants(at: 0) == [everything])
            subject.clock.advance(days: 1)
            try await store.maintain()
            #expect(try await store.activeGrants(at: 0).isEmpty)
        },
        StoreContract("a script cannot fill the disk with requests") { subject in
            for number in 0..<EventStore.openLimit { try await subject.store.ask(for: "site\(number).test", profile: "child") }
            await #expect(throws: StoreError.Code.tooMany.error) {
                try await subject.store.ask(for: "more.test", profile: "child")
            }
            try await subject.store.ask(for: "more.test", profile: "other")
        },
        StoreContract("minutes of a quota are each client's") { subject in
            let store = subject.store
            let uses = ["a", "b", "a"].map { QuotaUse(profile: "child", client: $0, day: 20_514, minutes: 7) }
            try await store.addUsedMinutes(uses)
            let kept = try await store.quotaUse(on: 20_514).sorted { $0.client < $1.client }
            #expect(kept.map(\.client) == ["a", "b"])
            #expect(kept.map(\.minutes) == [14, 7])
            #expect(try await store.usedMinutes(of: "child", on: 20_514) == 21)
        },
        StoreContract("minutes of a quota add up to a day at most") { subject in
            let store = subject.store
            for minutes in [5, 10, -3] { try await store.addUsedMinutes(minutes, to: "child", on: 20_514) }
            try await store.addUsedMinutes(.max, to: "other", on: 20_514)
            try await store.addUsedMinutes(.max, to: "other", on: 20_514)
            #expect(try await store.usedMinutes(on: 20_514) == ["child": 15, "other": 1_440])
            #expect(try await store.usedMinutes(of: "child", on: 20_515) == 0)
            subject.clock.advance(days: 10)
            try await store.maintain()
            #expect(try await store.usedMinutes(on: 20_514).isEmpty)
        },
    ]
}

extension StoreError.Code {
    /// Any error of this code: errors are equal by code.
    var error: StoreError { StoreError(self, "", at: "") }
}
