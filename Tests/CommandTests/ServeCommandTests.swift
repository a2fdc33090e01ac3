import Foundation
import Testing

@Suite(.serialized, .enabled(if: Tool.isBuilt, "`breakwater` was not built"))
struct ServeCommandTests {
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

    @Test func `the demonstration shows one allowed and one blocked request and ends`() throws {
        let run = try Tool.run(["serve", "--demonstrate", "--once", "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--state", state])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.count == 2)
        #expect(run.lines.first?.hasPrefix("allowed: GET http://127.0.0.1:") == true)
        #expect(run.lines.first?.contains(": 200") == true)
        #expect(run.lines.last?.hasPrefix("blocked: GET http://") == true)
        #expect(run.lines.last?.contains(": 403") == true)
    }

    @Test func `it blocks on both loopback addresses, reloads at SIGHUP, and ends at SIGTERM`() throws {
        let served = try ServedProcess(["--policy", policy, "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--state", state], in: folder)
        #expect(served.ports.count == 2, "\(served.errors)")
        guard served.ports.count == 2 else { return }
        let proxies = ["http://127.0.0.1:\(served.ports[0])", "http://[::1]:\(served.ports[1])"]
        for proxy in proxies {
            #expect(try served.curl(["-o", "/dev/null", "-w", "%{http_code}", "-x", proxy, "http://www.bad.test/"]) == "403")
            #expect(try served.curl(["-o", "/dev/null", "-w", "%{http_connect}", "-x", proxy, "https://www.bad.test/"]) == "403")
            #expect(try served.curl(["-x", proxy, "-H", "Accept-Language: ja", "http://bad.test/"]).contains("ギャンブル"))
        }

        try folder.write("bad.txt", "worse.test\n")
        kill(served.process.processIdentifier, SIGHUP)
        #expect(served.waitFor("policy reloaded"), "\(served.errors)")
        #expect(try served.curl(["-o", "/dev/null", "-w", "%{http_code}", "-x", proxies[0], "http://worse.test/"]) == "403")

        try folder.write("policy.yaml", "profiles: [\n")
        kill(served.process.processIdentifier, SIGHUP)
        #expect(served.waitFor("the one that served before goes on"), "\(served.errors)")
        #expect(try served.curl(["-o", "/dev/null", "-w", "%{http_code}", "-x", proxies[0], "http://worse.test/"]) == "403")

        served.process.terminate()
        served.process.waitUntilExit()
        #expect(served.process.terminationStatus == 0)
        let events = try Tool.run([
            "report", "--events", state + "/events.db", "--from", "2020-01-01", "--to", "2090-01-01", "--audience", "parents", "--policy",
            "Policies/household.yaml", "-o", folder.path + "/report.json",
        ])
        #expect(events.status == 0, "\(events.errors)")
        let report = try String(contentsOfFile: folder.path + "/report.json", encoding: .utf8)
        #expect(report.contains("gambling"))
        #expect(!report.contains("bad.test"))
    }

    @Test func `a port that is taken is said so, with what to do`() throws {
        let served = try ServedProcess(["--policy", policy, "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--state", state], in: folder)
        guard let port = served.ports.first else {
            Issue.record("\(served.errors)")
            return
        }
        let run = try Tool.run(["serve", "--policy", policy, "--listen", "127.0.0.1:\(port)", "--state", folder.path + "/other"])
        #expect(run.status == 2)
        #expect(run.errors.contains("breakwater: address in use: cannot listen on 127.0.0.1:\(port)"))
        #expect(run.errors.contains("--listen ADDRESS:PORT"))
    }
}
