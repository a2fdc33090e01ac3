import Foundation
import Testing

@Suite(.enabled(if: Tool.isBuilt, "`breakwater` was not built"))
struct UsageTests {
    private let folder: CommandFolder

    init() throws { folder = try CommandFolder() }

    @Test(arguments: [
        [], ["--help"], ["check", "--help"], ["serve", "--help"], ["compile", "--help"], ["explain", "--help"], ["lint", "--help"],
        ["diff", "--help"], ["export", "--help"], ["evaluate", "--help"], ["import", "--help"], ["report", "--help"], ["lists", "--help"],
        ["key", "--help"],
        ["requests", "--help"], ["users", "--help"], ["override", "--help"], ["status", "--help"], ["redirect", "--help"],
        ["--version"], ["--generate-completion-script", "bash"],
    ])
    func `help, version and completion succeed on standard output`(_ arguments: [String]) throws {
        let run = try Tool.run(arguments)
        #expect(run.status == 0)
        #expect(!run.output.isEmpty)
        #expect(run.errors.isEmpty)
    }

    @Test(arguments: [
        ["chek"], ["check"], ["check", "--bundle", "/nonexistent.bwb", "http://a.test/"], ["compile", "-o", "/tmp/x.bwb"],
        ["compile", "/nonexistent.yaml", "-o", "/tmp/x.bwb"], ["compile", "--list", "no-path", "-o", "/tmp/x.bwb"],
        ["lint", "/nonexistent.txt"], ["serve", "--set", "proxy.listners=1"], ["serve", "--listen", "here"],
        [
            "report", "--events", "/nonexistent.db", "--from", "2026-11-16", "--to", "2026-11-22", "--audience", "parents", "-o",
            "/tmp/r.html",
        ],
        ["report", "--events", "x", "--from", "yesterday", "--to", "2026-11-22", "--audience", "parents", "-o", "/tmp/r.html"],
    ])
    func `wrong usage and unreadable input end with 2 and say why`(_ arguments: [String]) throws {
        let run = try Tool.run(arguments)
        #expect(run.status == 2, "\(run.output) \(run.errors)")
        #expect(run.errors.hasPrefix("breakwater: "), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func `every mistake of a policy is named with file and line`() throws {
        let path = try folder.write("policy.yaml", "nmae: x\ncategories: []\nprofiles:\n  - { id: a, age-band: 6-9, block: gamse }\n")
        let run = try Tool.run(["compile", path, "-o", folder.path + "/x.bwb"])
        #expect(run.status == 2)
        #expect(run.errors == """
            breakwater: policy: unknown key `nmae` in a policy; did you mean `name`? (\(path):1)
            breakwater: policy: no category `gamse` is defined (\(path):4)

            """)
    }

    @Test func `an unknown profile is named with the nearest`() throws {
        let list = try folder.write("l.txt", "bad.test\n")
        let bundle = folder.path + "/l.bwb"
        #expect(try Tool.run(["compile", "--list", "games=\(list):domains", "-o", bundle]).status == 0)
        let run = try Tool.run(["check", "--bundle", bundle, "--profile", "defualt", "http://a.test/"])
        #expect(run.status == 2)
        #expect(run.errors == "breakwater: not found: no profile `defualt` is defined; did you mean `default`?\n")
    }

    @Test func `lint answers no where a line cannot be understood`() throws {
        let good = try folder.write("good.txt", "example.com\nexample.net\n")
        let fine = try Tool.run(["lint", "--format", "domains", good])
        #expect(fine.status == 0, "\(fine.errors)")
        #expect(fine.output.contains("2 names"))
        let bad = try folder.write("bad.txt", "example.com\nnot a host name!\n")
        let run = try Tool.run(["lint", "--format", "domains", bad])
        #expect(run.status == 1)
        #expect(run.lines.first?.hasPrefix("\(bad):2: error: ") == true, "\(run.output)")
    }

    @Test func `evaluate, import and report work on the project's own policy and corpus`() throws {
        let bundle = folder.path + "/household.bwb"
        let compile = try Tool.run(["compile", "Policies/household.yaml", "-o", bundle, "--json", "--state", folder.path])
        #expect(compile.status == 0, "\(compile.errors)")
        let evaluate = try Tool.run(["evaluate", "--bundle", bundle, "--json", "Corpus"])
        #expect(evaluate.status != 2, "\(evaluate.errors)")
        let told = try #require(try JSONSerialization.jsonObject(with: Data(evaluate.output.utf8)) as? [String: Any])
        #expect((told["entries"] as? Int ?? 0) > 50)

        let log = try folder.write("access.log", """
            1763000000.100 51 192.0.2.7 TCP_TUNNEL/200 0 CONNECT adult.blocked.test:443 - HIER_DIRECT/203.0.113.7 -
            1763000060.100 51 192.0.2.7 TCP_MISS/200 99 GET http://example.org/ - HIER_DIRECT/203.0.113.7 text/html

            """)
        let events = folder.path + "/events.db"
        let imported = try Tool.run(["import", "--events", events, "--bundle", bundle, "--format", "squid", "--json", log])
        #expect(imported.status == 0, "\(imported.errors)")
        let counts = try #require(try JSONSerialization.jsonObject(with: Data(imported.output.utf8)) as? [String: Any])
        #expect(counts["requests"] as? Int == 2)
        #expect(counts["blocked"] as? Int == 1)
        let day = try #require(counts["firstDay"] as? String)
        for (audience, language, format) in [
            ("parents", "en", "html"), ("children", "ja", "html"), ("teachers", "en", "csv"), ("public", "ja", "json"),
        ] {
            let file = folder.path + "/report-\(audience).\(format)"
            let run = try Tool.run([
                "report", "--events", events, "--from", day, "--to", day, "--audience", audience, "--language", language, "--bundle",
                bundle,
                "-o", file,
            ])
            #expect(run.status == 0, "\(run.errors)")
            #expect((FileManager.default.contents(atPath: file)?.count ?? 0) > 100)
        }
    }
}
