import Breakwater
import BreakwaterBundle
import BreakwaterPolicy
import BreakwaterRules
import Testing

/// Sealed lists of digests: which requests an entry of docs/LISTS.md, `hashes`, reaches.
@Suite struct HashedEntryTests {
    private static func engine(_ expressions: [String]) throws -> Engine {
        let digests = expressions.map { SHA256.hexadecimal(SHA256.digest(Array($0.utf8))) }
        return try TestPolicy(
            profiles: [.test("child")], lists: [.init("sealed", .hashes, "adult", kind: .sealed, digests)]
        ).engine()
    }

    @Test(arguments: [
        "a.b.test/1/2.html?x=1", "a.b.test/1/2.html", "a.b.test/", "a.b.test/1/", "b.test/1/2.html?x=1", "b.test/1/2.html", "b.test/",
        "b.test/1/",
    ])
    func `a URL is looked up by each of its expressions`(expression: String) throws {
        let verdict = try Self.engine([expression]).verdict("https://a.b.test/1/2.html?x=1")
        #expect(verdict.rank == .sealed)
        #expect(verdict.action == .block)
    }

    @Test(arguments: ["test/", "b.test", "a.b.test/1", "a.b.test/1/2.html?x=2", "A.b.test/", "a.b.test/2.html", "https://a.b.test/"])
    func `other expressions do not reach it`(expression: String) throws {
        #expect(try Self.engine([expression]).verdict("https://a.b.test/1/2.html?x=1").rank == .profileDefault)
    }

    @Test(arguments: [
        ("b.test/a b", "https://b.test/a%20b", false), ("b.test/a%20b", "https://b.test/a%2520b", true),
        ("b.test/x", "https://b.test//x", true),
        ("b.test/x", "https://B.TEST.:8443/x#y", true), ("b.test/X", "https://b.test/x", false),
        ("192.0.2.1/", "http://0xc0000201/q", true),
        ("c.d.e.f.test/", "https://a.b.c.d.e.f.test/", true), ("b.c.d.e.f.test/", "https://a.b.c.d.e.f.test/", false),
    ])
    func `spellings of one URL are one expression`(expression: String, url: String, isSealed: Bool) throws {
        #expect((try Self.engine([expression]).verdict(url).rank == .sealed) == isSealed)
    }
}
