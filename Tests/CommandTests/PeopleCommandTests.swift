import Foundation
import Testing

/// Asking on a block page and answering on the command line, with the real program.
@Suite(.serialized, .enabled(if: Tool.isBuilt, "`breakwater` was not built"))
struct PeopleCommandTests {
    private let folder: CommandFolder
    private let state: String

    init() throws {
        folder = try CommandFolder()
        state = folder.path + "/state"
    }

    private var policy: String {
        get throws {
            try folder.write("bad.txt", "bad.test\n")
            return try folder.write("policy.yaml", """
                categories:
                  - { id: gambling, name: { en: Gambling, ja: ギャンブル }, description: D, for-children: F, topic: contract }
                profiles: [{ id: child, age-band: 6-9, block: gambling }]
                lists: [{ id: bad, path: bad.txt, format: domains, category: gambling }]
                """)
        }
    }

    private func target(_ purpose: String, in page: String) throws -> String {
        let start = try #require(page.range(of: "action=\"/.well-known/breakwater/\(purpose)"))
        let rest = page[start.lowerBound...].dropFirst("action=\"".count)
        return String(rest.prefix { $0 != "\"" }).replacing("&amp;", with: "&")
    }

    @Test func `what a child asks for is approved, holds at once, and is taken back`() throws {
        let served = try ServedProcess(["--policy", policy, "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--state", state], in: folder)
        try #require(served.ports.count == 2, "\(served.errors)")
        func fetch(_ path: String, _ more: [String] = []) throws -> String {
            try served.curl(["-H", "Accept: text/html", "-x", "http://127.0.0.1:\(served.ports[0])", "http://bad.test\(path)"] + more)
        }
        func status(_ path: String) throws -> String { try fetch(path, ["-o", "/dev/null", "-w", "%{http_code}"]) }
        let options = ["--state", state, "--policy", try policy]

        let page = try fetch("/lottery")
        let form = try target("ask", in: page)
        #expect(try fetch(form, ["-d", "kind=ask&scope=page&term=30m&note=for+maths"]).contains("on its way"))
        #expect(try fetch(form, ["-d", "kind=appeal&note=wrong"]).contains("Thank you"))

        var listed = try Tool.run(["requests", "list"] + options)
        let start = ContinuousClock.now
        while !listed.output.contains("lottery"), ContinuousClock.now - start < .seconds(20) { listed = try Tool.run(["requests", "list"] + options) }
        #expect(listed.output.contains("child\tbad.test/lottery, for 30m: for maths"), "\(listed.output) \(listed.errors)")
        #expect(try Tool.run(["requests", "appeals"] + options).output.contains("bad.test\tgambling, bad (open): wrong"))

        #expect(try status("/lottery") == "403")
        let approved = try Tool.run(["requests", "approve", "1"] + options)
        #expect(approved.status == 0)
        #expect(approved.output.contains("bad.test/lottery is open for child until "), "\(approved.output) \(approved.errors)")
        #expect(approved.output.contains("It holds now."))
        // Nobody has that name: the request was let through.
        #expect(try status("/lottery") == "502")
        #expect(try status("/other") == "403")
        #expect(try Tool.run(["requests", "approve", "1"] + options).status == 1)
        #expect(try Tool.run(["requests", "deny", "99"] + options).status == 1)
        #expect(try Tool.run(["requests", "approve", "1", "--for", "soon"] + options).status == 2)

        let grants = try Tool.run(["requests", "grants"] + options)
        #expect(grants.output.hasPrefix("1\tchild\tbad.test/lottery\tuntil "))
        #expect(try Tool.run(["requests", "revoke", "1"] + options).status == 0)
        #expect(try status("/lottery") == "403")

        let running = try Tool.run(["status", "--state", state])
        #expect(running.status == 0)
        #expect(running.output.contains("process \(served.process.processIdentifier)"))
        #expect(running.output.contains("127.0.0.1:\(served.ports[0])"))
        let mode = try FileManager.default.attributesOfItem(atPath: state + "/control.sock")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        for file in ["events.db", "quota-key"] {
            let mode = try FileManager.default.attributesOfItem(atPath: state + "/" + file)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(file)")
        }
    }

    @Test func `a guardian's code opens a page`() throws {
        let hash = try Tool.run(["override"], input: "open sesame\n")
        #expect(hash.status == 0)
        #expect(hash.output.hasPrefix("$scrypt$"))
        #expect(try Tool.run(["override"], input: "short\n").status == 2)
        let served = try ServedProcess(
            ["--policy", policy, "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--state", state, "--set",
             "filter.override-code-hash=\(hash.lines[0])"], in: folder)
        try #require(served.ports.count == 2, "\(served.errors)")
        func fetch(_ path: String, _ more: [String] = []) throws -> String {
            try served.curl(["-H", "Accept: text/html", "-x", "http://[::1]:\(served.ports[1])", "http://bad.test\(path)"] + more)
        }
        let form = try target("override", in: fetch("/"))
        #expect(try fetch(form, ["-d", "code=wrong"]).contains("not right"))
        #expect(try fetch(form, ["-d", "code=open+sesame", "-o", "/dev/null", "-w", "%{http_code}"]) == "303")
        #expect(try fetch("/", ["-o", "/dev/null", "-w", "%{http_code}"]) == "502")
        #expect(served.waitFor("an override code opened a page"))
        #expect(!served.errors.contains("sesame"))
    }

    @Test func `no process answers where none runs`() throws {
        let run = try Tool.run(["status", "--state", state])
        #expect(run.status == 1)
        #expect(run.errors.contains("no process answers in \(state)"))
    }
}
