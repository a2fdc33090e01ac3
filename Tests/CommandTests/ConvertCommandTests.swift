import Foundation
import Testing

@Suite(.enabled(if: Tool.isBuilt, "`breakwater` was not built"))
struct ConvertCommandTests {
    private let folder: CommandFolder

    init() throws { folder = try CommandFolder() }

    @Test func `a squidGuard configuration is converted, compiled and asked`() throws {
        try folder.write("domains", "bad.test\n")
        let configuration = try folder.write("squidGuard.conf", """
            dbhome \(folder.path)
            dest bad { domainlist domains
                redirect http://localhost/ }
            acl { default { pass !bad all } }

            """)
        let output = folder.path + "/policy"
        let converted = try Tool.run(["convert", configuration, "-o", output])
        #expect(converted.status == 0, "\(converted.errors)")
        #expect(converted.output.contains("squidGuard.conf:3: `redirect` of destination `bad`"))
        #expect(try converted.output.contains(String(contentsOfFile: output + "/report.txt", encoding: .utf8)))
        let compiled = try Tool.run(["compile", output + "/policy.yaml", "-o", output + "/policy.bwb"])
        #expect(compiled.status == 0, "\(compiled.errors)")
        let checked = try Tool.run(["check", "--bundle", output + "/policy.bwb", "http://www.bad.test/", "http://fine.test/"])
        #expect(checked.lines == ["block\tbad\tbad.domains\tbad.test\thttp://www.bad.test/", "allow\t-\t-\t-\thttp://fine.test/"])
        let again = try Tool.run(["convert", configuration, "-o", output])
        #expect(again.status == 2)
        #expect(again.errors.contains("there is one already"))
    }

    @Test func `what is no configuration is refused with a hint`() throws {
        let path = try folder.write("notes.txt", "nothing\n")
        let run = try Tool.run(["convert", path, "-o", folder.path + "/out"])
        #expect(run.status == 2)
        #expect(run.errors.contains("--format"))
    }
}
