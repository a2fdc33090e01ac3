import BreakwaterCompiler
import BreakwaterPolicy
import BreakwaterRules
import Foundation
import Testing

/// Compiles `Fixtures/embed.c` against the built C library, as an embedder would, and runs it.
@Suite(.serialized) struct CLibraryTests {
    @Test(.enabled(if: Embedding.isPossible, "no C compiler, or the C library was not built"))
    func `a C program decides and explains`() throws {
        let embedding = try Embedding()
        defer { embedding.remove() }
        let urls = ["http://www.bad.test/page", "http://ok.test/", "http://ok.test/mine", "not a url"]
        let run = try embedding.run([embedding.bundle, "child"] + urls)
        #expect(run.status == 0, "\(run.output)")
        #expect(
            run.output.split(separator: "\n").map(String.init) == [
                "block\t6\tgambling\tstarter\thttp://www.bad.test/page",
                "allow\t7\t-\t-\thttp://ok.test/",
                "block\t3\t-\t-\thttp://ok.test/mine",
                "block\t0\t-\t-\tnot a url",
            ])
        #expect(try embedding.run([embedding.bundle, "adult", "http://www.bad.test/"]).output.hasPrefix("allow\t"))
        #expect(try embedding.run([embedding.bundle, "nobody", "http://ok.test/"]).status == 2)
        #expect(try embedding.run(["/nonexistent.bwb", "child", "http://ok.test/"]).status == 2)
    }

    @Test(.enabled(if: Embedding.isPossible, "no C compiler, or the C library was not built"))
    func `an explanation is one JSON object with the promised fields`() throws {
        let embedding = try Embedding()
        defer { embedding.remove() }
        let run = try embedding.run([embedding.bundle, "child", "http://www.bad.test/page"], environment: ["EXPLAIN": "1"])
        let json = try #require(run.output.split(separator: "\n").last)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["action"] as? String == "block")
        #expect(object["rank"] as? String == "category")
        #expect(object["category"] as? String == "gambling")
        #expect((object["list"] as? [String: Any])?["id"] as? String == "starter")
        #expect(object["rule"] as? String == "bad.test")
        #expect(object["url"] as? String == "http://www.bad.test/page")
        #expect((object["steps"] as? [[String: Any]])?.last?["decisive"] as? Bool == true)
        let changes = (object["wouldChange"] as? [[String: Any]])?.compactMap { $0["kind"] as? String }
        #expect(changes?.contains("other-profile") == true)
    }

    @Test(.enabled(if: Embedding.isPossible, "no C compiler, or the C library was not built"))
    func `hostile arguments get an error code, never a trap`() throws {
        let embedding = try Embedding()
        defer { embedding.remove() }
        let run = try embedding.run(["--hostile", embedding.bundle])
        #expect(run.output == "0 failures\n")
        #expect(run.status == 0)
    }

    @Test(.enabled(if: Embedding.isPossible, "no C compiler, or the C library was not built"))
    func `the header is C99 and C++ without warnings`() throws {
        let embedding = try Embedding()
        defer { embedding.remove() }
        for (language, standard) in [("c", "c99"), ("c++", "c++11")] {
            let run = try Embedding.launch(
                Embedding.compiler,
                [
                    "-x", language, "-std=\(standard)", "-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only",
                    Embedding.header + "/breakwater.h",
                ])
            // Why: a machine may have a C compiler alone.
            if language == "c++", run.output.contains("cc1plus") { continue }
            #expect(run.status == 0, "\(run.output)")
        }
    }
}
