import BreakwaterTLS
import BreakwaterURL
import Foundation
import Testing

struct LeafStoreTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let authority: InspectionAuthority

    init() throws { authority = try InspectionAuthority.make(name: "test", now: Self.now) }

    private func origin(_ days: Double = 90, hasTLS13: Bool = true) -> LeafStore.Origin {
        LeafStore.Origin(notAfter: Self.now + days * 86_400, hasTLS13: hasTLS13)
    }

    @Test func `a certificate is made once for a host, and another for each host`() throws {
        let store = LeafStore(authority: authority)
        let first = try store.context(for: DomainName("a.example"), origin: origin(), client: "x", now: Self.now)
        let again = try store.context(for: DomainName("a.example"), origin: origin(), client: "x", now: Self.now + 60)
        let other = try store.context(for: DomainName("b.example"), origin: origin(), client: "x", now: Self.now)
        #expect(first === again)
        #expect(first !== other)
        // A page's certificate is not the origin's, and what speaks TLS 1.2 only is served so.
        #expect(try first !== store.context(for: DomainName("a.example"), origin: nil, client: "x", now: Self.now))
        #expect(try first !== store.context(for: DomainName("a.example"), origin: origin(hasTLS13: false), client: "x", now: Self.now))
        #expect(store.count == 4)
    }

    @Test func `a certificate is made anew before its end, and when the origin's ends earlier`() throws {
        let store = LeafStore(authority: authority)
        let first = try store.context(for: DomainName("a.example"), origin: origin(), client: "x", now: Self.now)
        let late = try store.context(for: DomainName("a.example"), origin: origin(), client: "x", now: Self.now + 3 * 86_400)
        #expect(first !== late)
        let shorter = try store.context(for: DomainName("a.example"), origin: origin(3.5), client: "x", now: Self.now + 3 * 86_400)
        #expect(late !== shorter)
        #expect(store.count == 1)
    }

    @Test func `DOS-11: the store is bounded, and what is used stays`() throws {
        var limits = LeafStore.Limits()
        limits.capacity = 20
        limits.perSecond = 1000
        limits.perClientSecond = 1000
        let store = LeafStore(authority: authority, limits: limits)
        let used = try store.context(for: DomainName("used.example"), origin: origin(), client: "x", now: Self.now)
        for index in 0..<200 {
            _ = try store.context(for: DomainName("h\(index).example"), origin: origin(), client: "x", now: Self.now)
            #expect(try used === store.context(for: DomainName("used.example"), origin: origin(), client: "x", now: Self.now))
        }
        #expect(store.count <= 20)
    }

    @Test func `DOS-11: new certificates have a budget for each client and for all`() throws {
        var limits = LeafStore.Limits()
        limits.perSecond = 5
        limits.perClientSecond = 3
        let store = LeafStore(authority: authority, limits: limits)
        func made(_ client: String, _ now: Date) -> Int {
            (0..<10).count { (try? store.context(for: DomainName("\(client)\($0)\(now.timeIntervalSince1970).example"), origin: origin(), client: client, now: now)) != nil }
        }
        #expect(made("a", Self.now) == 3)
        #expect(made("b", Self.now) == 2)
        #expect(made("c", Self.now) == 0)
        #expect(made("c", Self.now + 1) == 3)
        // What is there already costs nothing.
        #expect(throws: Never.self) { try store.context(for: DomainName("a0\(Self.now.timeIntervalSince1970).example"), origin: origin(), client: "c", now: Self.now + 1) }
    }
}
