import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation
import Testing

/// The same lists in Unbound and in the engine, name by name.
@Suite(
    .serialized, .enabled(if: Unbound.path != nil && Unbound.dig != nil, "needs Unbound and dig: apt-get install unbound bind9-dnsutils"))
struct UnboundTests {
    private static let policyZone = """
        rpz:
            name: "policy.rpz."
            zonefile: "FOLDER/policy.zone"
        """
    private static let head = ["$TTL 300", "@ SOA localhost. root.localhost. 1 43200 3600 86400 300", "  NS localhost."]

    private func zone(_ lines: [String], _ body: (Unbound, ConformanceEngine) throws -> Void) throws {
        let text = Self.head + lines
        try Unbound.run(Self.policyZone, files: ["policy.zone": text.joined(separator: "\n") + "\n"]) { server in
            try body(server, ConformanceEngine(text, format: .rpz))
        }
    }

    private func blocks(_ engine: ConformanceEngine, _ name: String) -> Bool? {
        engine.blocks(ConformanceRequest(url: "http://\(name)/", type: .document))
    }

    @Test func `a policy zone blocks and allows the same names`() throws {
        let lines = [
            "nx.test CNAME .", "nodata.test CNAME *.", "dropped.test CNAME rpz-drop.", "null.test A 0.0.0.0", "UPPER.test CNAME .",
            "both.test CNAME .", "*.both.test CNAME .", "*.below.test CNAME .",
            "*.wide.test CNAME .", "safe.wide.test CNAME rpz-passthru.", "*.safe.wide.test CNAME rpz-passthru.",
            "bad.safe.wide.test CNAME .", "*.bad.safe.wide.test CNAME .", "good.bad.safe.wide.test CNAME rpz-passthru.",
            "$ORIGIN inner.test.policy.rpz.", "relative CNAME .", "@ CNAME .", "$ORIGIN policy.rpz.", "absolute.test.policy.rpz. CNAME .",
            "split.test ( CNAME", "  . )", "twice.test 60 IN CNAME . ; a comment",
        ]
        let names = [
            "nx.test", "www.nx.test", "nodata.test", "dropped.test", "null.test", "upper.test", "both.test", "www.both.test",
            "a.b.both.test",
            "below.test", "www.below.test", "a.b.below.test", "wide.test", "www.wide.test", "safe.wide.test", "www.safe.wide.test",
            "bad.safe.wide.test", "www.bad.safe.wide.test", "good.bad.safe.wide.test", "relative.inner.test", "inner.test", "absolute.test",
            "split.test", "twice.test", "outside.test", "test.test", "xnx.test", "notboth.test",
        ]
        // Unbound takes no relative zone name: its own is said in full.
        let head = [Self.head[0], "$ORIGIN policy.rpz."] + Self.head[1...]
        let text = head + lines
        let engine = try ConformanceEngine(text, format: .rpz)
        var answers: [String: Unbound.Answer] = [:]
        try Unbound.run(Self.policyZone, files: ["policy.zone": text.joined(separator: "\n") + "\n"]) { answers = try $0.ask(names) }
        for name in names { #expect(blocks(engine, name) == (answers[name] == .blocked), "\(name): Unbound says \(answers[name] as Any)") }
        // Both worlds occur, or the comparison says nothing.
        #expect(answers.values.count { $0 == .blocked } == 18)
        #expect(answers.values.count { $0 == .allowed } == 10)
    }

    @Test func `what a zone sends elsewhere is reported and not blocked`() throws {
        try zone(["walled.test CNAME garden.example.", "pin.test A 192.0.2.7"]) { server, engine in
            let answers = try server.ask(["walled.test", "pin.test"])
            // The garden's own address is whatever the world says; here every name has one.
            #expect(answers == ["walled.test": .allowed, "pin.test": .elsewhere("192.0.2.7")])
            #expect(blocks(engine, "walled.test") == false)
            #expect(blocks(engine, "pin.test") == false)
            #expect(engine.diagnostics.map(\.kind) == [.rewrite, .rewrite])
        }
    }

    /// RFC 4592 §3.3.1: a wildcard does not reach below a name that exists. We cover it, and say so in docs/LISTS.md.
    @Test func `below a name that is listed by itself a wildcard of ours goes on`() throws {
        try zone(["*.wide.test CNAME .", "listed.wide.test CNAME ."]) { server, engine in
            let answers = try server.ask(["x.listed.wide.test", "x.other.wide.test"])
            #expect(answers == ["x.listed.wide.test": .allowed, "x.other.wide.test": .blocked])
            #expect(blocks(engine, "x.listed.wide.test") == true)
            #expect(blocks(engine, "x.other.wide.test") == true)
        }
    }

    @Test func `local zones block and allow the same names`() throws {
        let lines = [
            "server:", "local-zone: \"bad.test.\" always_null", "local-zone: safe.bad.test always_transparent",
            "local-zone: \"worse.safe.bad.test\" always_nxdomain", "local-zone: better.worse.safe.bad.test transparent",
            "local-zone: 'static.test' static", "local-zone: refused.test refuse", "local-zone: nodata.test always_nodata",
            "local-zone: empty.test redirect", "local-zone: pinned.test redirect", "local-data: \"pinned.test A 192.0.2.7\"",
            "local-zone: null.test redirect", "local-data: \"null.test A 0.0.0.0\"", "local-data: \"alone.test A 0.0.0.0\"",
        ]
        let engine = try ConformanceEngine(lines, format: .unbound)
        let names = [
            "bad", "www.bad", "safe.bad", "www.safe.bad", "worse.safe.bad", "www.worse.safe.bad", "better.worse.safe.bad",
            "www.better.worse.safe.bad", "static", "www.static", "refused", "www.refused", "nodata", "empty", "www.empty", "pinned",
            "www.pinned",
            "null", "www.null", "alone", "www.alone", "notbad", "elsewhere",
        ].map { "\($0).test" }
        var answers: [String: Unbound.Answer] = [:]
        try Unbound.run("include: FOLDER/list.conf", files: ["list.conf": lines.joined(separator: "\n") + "\n"]) {
            answers = try $0.ask(names)
        }
        for name in names { #expect(blocks(engine, name) == (answers[name] == .blocked), "\(name): Unbound says \(answers[name] as Any)") }
        #expect(answers.values.count { $0 == .blocked } == 14)
    }

    @Test(arguments: 1...6) func `random zones agree on every name that a wildcard can reach`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        let labels = ["a", "b", "c"]
        func name() -> String {
            let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in labels.randomElement(using: &random) ?? "a" }
            return parts.joined(separator: ".") + ".test"
        }
        var owners: [String: String] = [:]
        for _ in 0..<25 {
            let owner = (Int.random(in: 0..<5, using: &random) < 3 ? "*." : "") + name()
            owners[owner] = Int.random(in: 0..<3, using: &random) == 0 ? "rpz-passthru." : "."
        }
        try zone(owners.sorted { $0.key < $1.key }.map { "\($0.key) CNAME \($0.value)" }) { server, engine in
            var names = [".test"]
            for _ in 0..<4 { names += names.flatMap { rest in labels.map { ".\($0)\(rest)" } } }
            names = Set(names.dropFirst()).map { String($0.dropFirst()) }.sorted()
            let answers = try server.ask(names)
            let tooDeep = engine.diagnostics.contains { $0.kind == .other }
            var compared = 0
            for name in names where !tooDeep && !Self.hasCloserName(name, owners.keys) {
                compared += 1
                #expect(blocks(engine, name) == (answers[name] == .blocked), "\(name): Unbound says \(answers[name] as Any) of \(owners)")
            }
            print("random zone \(seed): \(compared) of \(names.count) names compared")
            #expect(tooDeep || compared > 20)
        }
    }

    /// Whether a name that is not listed lies below, or at, one that is there without covering it: where RFC 4592 stops a wildcard.
    private static func hasCloserName(_ name: String, _ owners: some Collection<String>) -> Bool {
        if owners.contains(name) { return false }
        var rest = Substring(name)
        while true {
            // The nearest wildcard above.
            guard let dot = rest.firstIndex(of: ".") else { return false }
            let parent = rest[rest.index(after: dot)...]
            if owners.contains(where: { $0 == rest || $0.hasSuffix("." + rest) }) { return true }
            if owners.contains("*." + parent) { return false }
            rest = parent
        }
    }
}

/// SplitMix64: the same zones on every machine.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
