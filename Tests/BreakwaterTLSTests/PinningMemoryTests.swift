import BreakwaterTLS
import BreakwaterURL
import Testing

struct PinningMemoryTests {
    private let memory = PinningMemory(seconds: 1000, capacity: 2)
    private let host: DomainName

    init() throws { host = try DomainName("a.example") }

    private func refuse(_ client: String = "x", _ host: DomainName? = nil, times: Int = 3, at now: Int64 = 1000) {
        for _ in 0..<times { memory.note(client: client, host: host ?? self.host, now: now) }
    }

    @Test func `several refusals hold for their client and host, and for a while`() throws {
        refuse(times: 2)
        #expect(!memory.passes(client: "x", host: host, now: 1000))
        #expect(memory.refused(now: 1000) == [host])
        refuse(times: 1, at: 1010)
        #expect(memory.passes(client: "x", host: host, now: 2009))
        #expect(!memory.passes(client: "x", host: host, now: 2010))
        #expect(!memory.passes(client: "y", host: host, now: 1010))
        #expect(!memory.passes(client: "x", host: try DomainName("b.a.example"), now: 1010))
        #expect(memory.current(now: 1050).map(\.host) == [host])
        #expect(memory.current(now: 1050).map(\.expires) == [2010])
        #expect(memory.refused(now: 1050).isEmpty)
        #expect(memory.current(now: 2010).isEmpty)
        // Known for what it is, it needs no three failures every hour.
        refuse(times: 1, at: 5000)
        #expect(memory.passes(client: "x", host: host, now: 5001))
    }

    @Test func `refusals far from one another open nothing`() {
        for step: Int64 in 0..<6 { refuse(times: 1, at: 1000 + step * 301) }
        #expect(!memory.passes(client: "x", host: host, now: 1000 + 5 * 301))
    }

    @Test func `who believed our certificate once cannot refuse it away`() {
        memory.noteBelief(client: "x", host: host, now: 900)
        refuse(times: 9)
        #expect(!memory.passes(client: "x", host: host, now: 1000))
        #expect(memory.refused(now: 1000) == [host])
        // Another client has its own story.
        refuse("y")
        #expect(memory.passes(client: "y", host: host, now: 1000))
        // Believing ends what refusals opened.
        memory.noteBelief(client: "y", host: host, now: 1001)
        #expect(!memory.passes(client: "y", host: host, now: 1001))
    }

    @Test func `what was believed is forgotten after two weeks at most, or when there is too much of it`() throws {
        let week: Int64 = 7 * 86_400
        memory.noteBelief(client: "x", host: host, now: 0)
        memory.noteBelief(client: "z", host: host, now: week)
        refuse(at: week)
        #expect(!memory.passes(client: "x", host: host, now: week))
        memory.noteBelief(client: "z", host: host, now: 2 * week)
        refuse(at: 2 * week)
        #expect(memory.passes(client: "x", host: host, now: 2 * week))
        memory.noteBelief(client: "x", host: host, now: 2 * week)
        // Two generations of eight.
        for number in 0..<16 { memory.noteBelief(client: "c\(number)", host: host, now: 2 * week) }
        refuse(at: 2 * week + 1)
        #expect(memory.passes(client: "x", host: host, now: 2 * week + 1))
    }

    @Test func `the memory is bounded, and forgets what is over`() throws {
        let hosts = try (0..<4).map { try DomainName("h\($0).example") }
        for host in hosts.prefix(3) { refuse("x", host) }
        #expect(memory.current(now: 1000).count == 2)
        refuse("x", hosts[3], at: 2200)
        #expect(memory.passes(client: "x", host: hosts[3], now: 2201))
    }
}
