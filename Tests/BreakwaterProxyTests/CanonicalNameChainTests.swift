import BreakwaterProxy
import BreakwaterURL
import Testing

/// What is read of DNS answers, honest and hostile (NET-10): messages of RFC 1035 §4.1, byte by byte.
struct CanonicalNameChainTests {
    private static func bytes(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)] }

    private static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    /// A record of class IN that lives a minute.
    private static func record(_ owner: [UInt8], _ type: Int, _ data: [UInt8]) -> [UInt8] {
        owner + bytes(type) + [0, 1, 0, 0, 0, 60] + bytes(data.count) + data
    }

    private static func cname(_ owner: String, _ target: String) -> [UInt8] { record(name(owner), 5, name(target)) }

    private static let address = record(name("end.test"), 1, [127, 0, 0, 1])

    /// - Parameter count: of answers, where it is not what it should be.
    private static func message(_ answers: [[UInt8]], count: Int? = nil) -> [UInt8] {
        [0, 1, 0x81, 0x80, 0, 1] + bytes(count ?? answers.count) + [0, 0, 0, 0] + name("a.test") + [0, 1, 0, 1] + answers.flatMap { $0 }
    }

    private static func chain(_ message: [UInt8], of name: String = "a.test") throws -> [String]? {
        CanonicalNameChain(of: try DomainName(name), in: message)?.names.map(\.description)
    }

    @Test func `a chain is followed from the asked name, whatever the order and the case`() throws {
        #expect(try Self.chain(Self.message([Self.address])) == [])
        let links = [Self.cname("a.test", "B.test"), Self.cname("b.TEST", "c.test"), Self.cname("c.test", "end.test")]
        #expect(try Self.chain(Self.message(links + [Self.address])) == ["b.test", "c.test", "end.test"])
        #expect(try Self.chain(Self.message([Self.address] + links.reversed())) == ["b.test", "c.test", "end.test"])
        #expect(try Self.chain(Self.message(links), of: "c.test") == ["end.test"])
        // Of another name, of another class, of another type.
        #expect(try Self.chain(Self.message([Self.cname("other.test", "b.test")])) == [])
        #expect(try Self.chain(Self.message([Self.name("a.test") + [0, 5, 0, 3, 0, 0, 0, 60] + Self.bytes(8) + Self.name("b.test")])) == [])
        #expect(try Self.chain(Self.message([Self.record(Self.name("a.test"), 39, Self.name("b.test"))])) == [])
        // The question's name by a pointer, as servers write it.
        #expect(try Self.chain(Self.message([Self.record([0xC0, 12], 5, Self.name("b.test"))])) == ["b.test"])
    }

    @Test func `what can be no host name is passed over, and the chain goes on`() throws {
        let strange = [UInt8](arrayLiteral: 3, 0x61, 0x20, 0x2F) + Self.name("test")
        let links = [Self.record(Self.name("a.test"), 5, strange), Self.record(strange, 5, Self.name("b.test"))]
        #expect(try Self.chain(Self.message(links)) == ["b.test"])
        #expect(try Self.chain(Self.message([Self.cname("a.test", "_x.b.test")])) == ["_x.b.test"])
    }

    @Test func `a chain that has no end, or none soon, is none`() throws {
        #expect(try Self.chain(Self.message([Self.cname("a.test", "b.test"), Self.cname("b.test", "a.test")])) == nil)
        #expect(try Self.chain(Self.message([Self.cname("a.test", "a.test")])) == nil)
        let links = (0..<CanonicalNameChain.limit).map { Self.cname($0 == 0 ? "a.test" : "n\($0).test", "n\($0 + 1).test") }
        #expect(try Self.chain(Self.message(links))?.count == CanonicalNameChain.limit)
        let last = Self.cname("n\(CanonicalNameChain.limit).test", "end.test")
        #expect(try Self.chain(Self.message(links + [last])) == nil)
    }

    @Test func `NET-10: a malformed answer says nothing`() throws {
        let whole = Self.message([Self.cname("a.test", "b.test"), Self.cname("b.test", "c.test"), Self.address])
        for length in 0..<whole.count {
            #expect(try Self.chain(Array(whole.prefix(length))) == [])
        }
        for index in whole.indices {
            for value: UInt8 in [0, 0x3F, 0x40, 0xC0, 0xFF] {
                var damaged = whole
                damaged[index] = value
                #expect(try Self.chain(damaged)?.count ?? 0 <= CanonicalNameChain.limit)
            }
        }
        // Pointers to themselves, to one another, behind the end; a length that is too large; more records than there are.
        let place = UInt8(Self.message([]).count)
        for owner: [UInt8] in [[0xC0, place], [0xC0, place + 2, 0xC0, place], [0xFF, 0xFF], [63, 1], [0x40, 1, 0], [0x80, 0]] {
            #expect(try Self.chain(Self.message([Self.record(owner, 5, Self.name("b.test"))])) == [])
            // The first two are whole names after all: the owner's own, and the end of it.
            #expect(try Self.chain(Self.message([Self.record(Self.name("a.test"), 5, owner)]))?.allSatisfy { $0 == "test" } ?? true)
        }
        #expect(try Self.chain(Self.message([Self.cname("a.test", "b.test").dropLast(3).map { $0 }])) == [])
        #expect(try Self.chain(Self.message([Self.cname("a.test", "b.test")], count: 0xFFFF)) == [])
        #expect(try Self.chain(Self.message(Array(repeating: Self.record(Self.name("a.test"), 16, Array(repeating: 0x78, count: 60_000)), count: 1))) == [])
        #expect(try Self.chain([]) == [])
    }
}
