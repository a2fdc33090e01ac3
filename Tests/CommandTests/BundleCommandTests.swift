import Foundation
import Testing

@Suite(.enabled(if: Tool.isBuilt, "`breakwater` was not built"))
struct BundleCommandTests {
    private let folder: CommandFolder
    private let bundle: String

    init() throws {
        folder = try CommandFolder()
        bundle = folder.path + "/lists.bwb"
        let gambling = try folder.write("gambling.txt", "bad.test\nodds.example\n")
        let adverts = try folder.write("adverts.txt", "||ads.example^$script\n||track.example^$third-party\n")
        let run = try Tool.run([
            "compile", "--list", "gambling=\(gambling):domains", "--list", "advertising=\(adverts):adblock", "-o", bundle,
        ])
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func `check answers one line a URL`() throws {
        let run = try Tool.run(["check", "--bundle", bundle, "http://www.bad.test/page", "http://fine.example/"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines == [
            "block\tgambling\tgambling.txt\tbad.test\thttp://www.bad.test/page",
            "allow\t-\t-\t-\thttp://fine.example/",
        ])
    }

    @Test func `check reads a table from standard input, one line out for each line in`() throws {
        let input = """
            http://odds.example/
            http://ads.example/a.js\thttp://page.test/\tscript
            http://ads.example/a.png\thttp://page.test/\timage
            http://track.example/\thttp://track.example/\tdocument
            http://track.example/\thttp://page.test/\txhr

            not a url\t-\tunknown-type
            """ + "\n"
        let run = try Tool.run(["check", "--bundle", bundle, "--stdin"], input: input)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).first } == [
            "block", "block", "allow", "allow", "block", "block", "block",
        ])
        #expect(run.lines[1].hasPrefix("block\tadvertising\tadverts.txt\t"))
        #expect(run.lines[1].split(separator: "\t")[3].contains("ads.example"))
        #expect(run.lines[6] == "block\t-\t-\t-\tnot a url")
        #expect(run.lines.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 5 })
    }

    @Test func `check and explain print JSON`() throws {
        let check = try Tool.run(["check", "--bundle", bundle, "--json", "http://bad.test/"])
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(check.output.utf8)) as? [String: Any])
        #expect(answer["action"] as? String == "block")
        #expect(answer["category"] as? String == "gambling")
        #expect(answer["step"] as? String == "category")
        let explain = try Tool.run(["explain", "--bundle", bundle, "--json", "http://bad.test/"])
        let told = try #require(try JSONSerialization.jsonObject(with: Data(explain.output.utf8)) as? [String: Any])
        #expect((told["steps"] as? [[String: Any]])?.last?["isDecisive"] as? Bool == true)
    }

    @Test func `explain tells every step in words`() throws {
        let run = try Tool.run(["explain", "--bundle", bundle, "http://bad.test/"])
        #expect(run.status == 0)
        #expect(run.output.contains("answer   block, category gambling"))
        #expect(run.output.contains("What would change it:\n  - without that entry: allow (step default)"))
        // The list is where it was when the bundle was made.
        #expect(
            run.output.contains(
                "  - list gambling.txt (\(folder.path)/gambling.txt:1), rule `bad.test`: name, category gambling; it decides"))
        let table = try Tool.run(["explain", "--bundle", bundle, "--all-profiles", "http://bad.test/"])
        #expect(
            table.lines.last?.split(separator: " ").map(String.init) == [
                "default", "block", "category", "gambling", "gambling.txt", "bad.test",
            ])
    }

    @Test func `diff names what changed`() throws {
        let gambling = try folder.write("gambling.txt", "bad.test\n")
        let other = folder.path + "/new.bwb"
        #expect(try Tool.run(["compile", "--list", "gambling=\(gambling):domains", "-o", other]).status == 0)
        let urls = try folder.write("urls.txt", "http://bad.test/\nhttp://odds.example/\n")
        let run = try Tool.run(["diff", bundle, other, "--urls", urls])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.contains("list adverts.txt is gone"))
        #expect(run.lines.contains("list gambling.txt has 1 entries, before 2"))
        #expect(run.lines.contains("profile default: of 2 URLs 1 newly-allowed"))
        #expect(run.lines.last == "http://odds.example/\tdefault\tblock:gambling\tallow\tnewly-allowed\tgambling.txt\todds.example\t-\t-")
        let told = try #require(
            try JSONSerialization.jsonObject(with: Data(Tool.run(["diff", "--json", bundle, other, "--urls", urls]).output.utf8))
                as? [String: Any])
        let difference = try #require((told["sample"] as? [[String: Any]])?.first)
        #expect(difference["change"] as? String == "newly-allowed")
        #expect((difference["before"] as? [String: Any])?["rule"] as? String == "odds.example")
    }

    @Test func `a signature holds for its bundle and its key only`() throws {
        let (key, pub) = (folder.path + "/k.key", folder.path + "/k.pub")
        #expect(try Tool.run(["key", "new", "--private", key, "--public", pub]).status == 0)
        #expect(try Tool.run(["key", "new", "--private", key, "--public", pub]).status == 2)
        #expect(try Tool.run(["key", "sign", "--private", key, bundle]).status == 0)
        #expect(try Tool.run(["key", "verify", "--public", pub, bundle]).status == 0)
        let (otherKey, otherPub) = (folder.path + "/o.key", folder.path + "/o.pub")
        #expect(try Tool.run(["key", "new", "--private", otherKey, "--public", otherPub]).status == 0)
        let refused = try Tool.run(["key", "verify", "--public", otherPub, bundle])
        #expect(refused.status == 1)
        #expect(refused.errors.hasPrefix("breakwater: key: "))
    }

    @Test func `a damaged bundle is an error, not a crash`() throws {
        let data = try #require(FileManager.default.contents(atPath: bundle))
        for cut in [0, 7, 64, data.count / 2, data.count - 1] {
            let path = folder.path + "/cut.bwb"
            try data.prefix(cut).write(to: URL(fileURLWithPath: path))
            let run = try Tool.run(["check", "--bundle", path, "http://bad.test/"])
            #expect(run.status == 2)
            #expect(run.errors.hasPrefix("breakwater: bundle: "), "\(run.errors)")
        }
    }
}
