import Foundation
import Testing

/// `lint`, `export`, `diff` and the gate of `compile`, as a script runs them.
@Suite(.enabled(if: Tool.isBuilt, "`breakwater` was not built"))
struct ListCommandTests {
    private let folder: CommandFolder

    init() throws { folder = try CommandFolder() }

    private func json(_ run: Tool.Run) throws -> Any { try JSONSerialization.jsonObject(with: Data(run.output.utf8)) }

    @Test func `lint is quiet about a clean list, and answers no where there is an error`() throws {
        let good = try folder.write("good.txt", "good.test\nother.test\n")
        let clean = try Tool.run(["lint", "--quiet", "--format", "domains", good])
        #expect(clean.status == 0 && clean.output.isEmpty && clean.errors.isEmpty, "\(clean.output)\(clean.errors)")
        let bad = try folder.write(
            "bad.txt", "||childline.org.uk^\n||co.uk^\n||a.test/x$domain=b.test|~b.test\n/(a+)+b/\n||a.test/y\n||a.test/y\n")
        let run = try Tool.run(["lint", bad])
        #expect(run.status == 1)
        #expect(run.lines.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }.dropLast() == [
                "\(bad):1: error: help:", "\(bad):2: warning: broad:", "\(bad):3: warning: dead:", "\(bad):4: error: slow:",
                "\(bad):6: note: duplicate:",
        ])
        let warned = try folder.write("warned.txt", "||co.uk^\n")
        #expect(try Tool.run(["lint", warned]).status == 0)
        #expect(try Tool.run(["lint", "--strict", warned]).status == 1)
    }

    @Test func `lint prints JSON, and takes a policy`() throws {
        let list = try folder.write("l.txt", "a.test\nb.test\na.test\n")
        let reports = try #require(try json(Tool.run(["lint", "--json", "--format", "domains", list])) as? [[String: Any]])
        let finding = try #require((reports.first?["findings"] as? [[String: Any]])?.first)
        #expect(finding["kind"] as? String == "duplicate" && finding["line"] as? Int == 3 && finding["file"] as? String == list)
        #expect(finding["rule"] as? String == "a.test" && finding["advice"] as? String == "remove one of the two")
        let policy = try Tool.run(["lint", "--strict", "Policies/household.yaml", "--state", folder.path])
        #expect(policy.status == 0, "\(policy.output)")
    }

    @Test func `compile refuses to replace a bundle whose list shrank, and takes it when told`() throws {
        let list = try folder.write("l.txt", (0..<100).map { "n\($0).test\n" }.joined())
        let bundle = folder.path + "/l.bwb"
        let arguments = ["compile", "--list", "games=\(list):domains", "-o", bundle]
        #expect(try Tool.run(arguments).status == 0)
        try folder.write("l.txt", (0..<50).map { "n\($0).test\n" }.joined())
        let refused = try Tool.run(arguments)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("breakwater: refused: the list `l.txt` shrank from 100 to 50 entries (-50%)"))
        #expect(refused.errors.contains("--allow-change"))
        let told = try #require(try json(Tool.run(arguments + ["--json"])) as? [String: Any])
        #expect((told["refused"] as? [[String: Any]])?.first?["kind"] as? String == "list-shrank")
        #expect(try Tool.run(["check", "--bundle", bundle, "http://n99.test/"]).output.hasPrefix("block\t"))
        #expect(try Tool.run(arguments + ["--allow-change"]).status == 0)
        #expect(try Tool.run(["check", "--bundle", bundle, "http://n99.test/"]).output.hasPrefix("allow\t"))
    }

    @Test func `export writes what a resolver reads`() throws {
        let list = try folder.write("l.txt", "Bad.TEST\nsub.bad.test\nother.test\n")
        let out = folder.path + "/out.conf"
        let run = try Tool.run(["export", "dnsmasq", "--list", "games=\(list):domains", "-o", out])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("2 names"))
        #expect(try String(contentsOfFile: out, encoding: .utf8) == "# lists: games\nlocal=/bad.test/\nlocal=/other.test/\n")
        let household = try Tool.run([
            "export", "rpz", "Policies/household.yaml", "--profile", "child-6-9", "--state", folder.path, "-o", out,
        ])
        #expect(household.status == 0, "\(household.errors)")
        #expect(try String(contentsOfFile: out, encoding: .utf8).contains("\ngambling.blocked.test CNAME .\n"))
        #expect(try Tool.run(["export", "rpz", "-o", out]).status == 2)
        #expect(try Tool.run(["export", "zone", "Policies/household.yaml", "-o", out]).status == 2)
    }

    @Test func `diff compares two versions of a list`() throws {
        let old = try folder.write("1.txt", "a.test\nb.test\n")
        let new = try folder.write("2.txt", "b.test\nc.test\n")
        let run = try Tool.run(["diff", "--format", "domains", old, new])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines == ["2 entries before, 2 after: 1 added, 1 removed", "- \(old):1\ta.test", "+ \(new):2\tc.test"])
    }
}
